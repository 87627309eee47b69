"""The small language of a policy's criteria: ``cards.failed == 0``, ``cards.seconds <= baseline + 2 %``.

This is its door: the grammar lies in ``parsing``, what becomes of an expression in ``valuing``.
"""

from __future__ import annotations

from harness.gate.parsing import parse as parse
from harness.gate.syntax import Expression as Expression
from harness.gate.syntax import ExpressionError as ExpressionError
from harness.gate.valuing import Valued as Valued
from harness.gate.valuing import evaluate as evaluate
