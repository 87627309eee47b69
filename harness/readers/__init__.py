"""Documents that people own to frozen domain objects, every mistake at its line; judging them lies in the engines.

Each module is one format. It says in ``READS`` what it reads ("card", "golden case", "constitution" or
"configuration"), recognises its texts by ``sniff(text)`` and reads them by ``read(text, path)``. The formats of
specifications are a family of their own, in ``specifications``.
"""

from __future__ import annotations

import sys
from types import ModuleType

from harness.domain.cards import Card
from harness.domain.golden import GoldenCase
from harness.domain.principles import Constitution
from harness.markdown.collector import Collector
from harness.plugins import Family
from harness.readers import _codes, _golden_codes
from harness.readers.specifications import read_specification as read_specification

FORMATS = Family(sys.modules[__name__])
CODES = (*_codes.CODES, *_golden_codes.CODES)


def read_card(text: str, path: str) -> Card:
    """The card that a text is, in whichever dialect it is written.

    Raises:
        DocumentError: with every mistake of the text, or if no reader knows it.
    """
    reader = _reader("card", text)
    if reader is None:
        what = "this is not a test card" if text.strip() else "the file is empty"
        hint = "write one with `harness new card ID`, or move the file out of the folder of cards"
        raise Collector(path).refuse(_codes.UNKNOWN_FORMAT, 1, what, hint)
    card: Card = reader.read(text, path)
    return card


def read_golden(text: str, path: str) -> GoldenCase:
    """The golden case that a text is.

    Raises:
        DocumentError: with every mistake of the text, or if there is none.
    """
    reader = _reader("golden case", text)
    if reader is None:
        hint = "write a card without expectations, or move the file out of the folder of golden cases"
        raise Collector(path).refuse(_golden_codes.NO_STEPS, 1, "the file is empty", hint)
    case: GoldenCase = reader.read(text, path)
    return case


def read_constitution(text: str, path: str) -> Constitution:
    """The constitution that a text is, in whichever dialect it is written; our own is tried first.

    Raises:
        DocumentError: with every mistake of the text, or if no reader knows it.
    """
    reader = _reader("constitution", text)
    if reader is None and text.strip() and path.rpartition("/")[2] == "constitution.md":
        reader = FORMATS.load("speckit-constitution")  # its name tells what a text in another language does not
    if reader is None:
        what = "this is not a constitution" if text.strip() else "the file is empty"
        hint = (
            "write principles such as `## SEC-001 No secrets in code` with `- **Level:** MUST`, or move the file away"
        )
        raise Collector(path).refuse(_codes.NOT_A_CONSTITUTION, 1, what, hint)
    constitution: Constitution = reader.read(text, path)
    return constitution


def _reader(reads: str, text: str) -> ModuleType | None:
    for _, module in FORMATS.load_all():
        if getattr(module, "READS", None) == reads and module.sniff(text):
            return module
    return None
