"""The parts of the page that ``--report html`` makes of a run; putting them together lies in ``reports/html.py``."""
