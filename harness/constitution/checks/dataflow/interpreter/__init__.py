"""Abstract interpretation of one function at a time: what reaches its sinks, its result, and what it was given.

What lies beyond the function, ``world.World`` answers; which calls matter, ``rules.Catalogue``.
"""

from harness.constitution.checks.dataflow.interpreter.engine import analyse_class, analyse_function, analyse_module
from harness.constitution.checks.dataflow.interpreter.lattice import join, join_all

__all__ = ["analyse_class", "analyse_function", "analyse_module", "join", "join_all"]
