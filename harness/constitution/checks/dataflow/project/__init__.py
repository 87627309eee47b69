"""Everything beyond one function: modules and their names, classes, summaries, and many files analysed by several workers.

What one function does is found out in ``interpreter``; which of it matters to a check is for the kind to choose.
"""

from harness.constitution.checks.dataflow.project.analysis import Crew, ProjectAnalysis

__all__ = ["Crew", "ProjectAnalysis"]
