"""Writes down what goes back with work, one module for each format: ``render(rework)``; gathering it lies in ``app``."""
