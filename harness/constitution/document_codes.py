"""The mistakes of constitutions as a whole: how they extend each other; those of one document are rules or its reader's."""

from __future__ import annotations

from harness.domain.codes import Code

UNKNOWN_BASE = Code(
    code="CONST301",
    title="extends what is not there",
    reason="A constitution that cannot be found gives no principles, and whoever extends it relies on them.",
)
CIRCLE = Code(
    code="CONST302",
    title="extends in a circle",
    reason="Of two constitutions that extend each other neither is the base, so it cannot be told which one tightens.",
)
ID_TWICE = Code(
    code="CONST303",
    title="principle defined twice",
    reason="An id stands for one principle in every report and waiver; only a document that extends another may replace it.",
)
LOOSENED = Code(
    code="CONST304",
    title="inherited MUST loosened",
    reason="Whoever extends a constitution keeps its MUSTs: they may be tightened, but loosened only by a waiver.",
)
TOO_DEEP_A_CHAIN = Code(
    code="CONST305",
    title="extends too many in a row",
    reason="Nobody can tell what is in effect where one constitution extends another more than 16 times in a row.",
)

CODES = (UNKNOWN_BASE, CIRCLE, ID_TWICE, LOOSENED, TOO_DEEP_A_CHAIN)
