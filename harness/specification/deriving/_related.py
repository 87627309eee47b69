"""Which edge cases of a specification touch a requirement: by its id, or by the words that both have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.domain.requirements import Requirement
from harness.domain.specifications import EdgeCase, Specification
from harness.specification.deriving._literal import words_in

_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(
    words_in(
        "must shall should will would could when what where which with from that thi then than have doe user system handle"
        " handled happen they them their there into only each every other same also been being case product"
    )
)
_ENOUGH = 2


def edge_cases(requirement: Requirement, documents: Sequence[Specification]) -> Iterator[EdgeCase]:
    """The edge cases of its document that touch it."""
    said = _words(f"{requirement.title} {requirement.text}")
    for document in documents:
        if document.path == requirement.place.path:
            for case in document.edge_cases:
                words = _words(f"{case.text} {case.handled}")
                if requirement.id in f"{case.text} {case.handled}" or len(words & said) >= _ENOUGH:
                    yield case


def _words(text: str) -> frozenset[str]:
    """The words that mean something, as far as they are alike in singular and plural."""
    return frozenset(word.lower().rstrip("s") for word in _WORD.findall(text)) - _COMMON
