"""The same requirement twice, word for word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.domain.places import Mistake, Severity
from harness.specification.claims import Claim
from harness.specification.documents import mistake
from harness.specification.samples import sample

CODE = "SPEC403"
LEVEL = Severity.WARNING
TITLE = "requirement repeated"
REASON = (
    "When one of two equal requirements is changed, the other still asks for what was; evidence for one shows half."
)
HINT = "take one of them away"
GOOD = sample("System MUST show closed accounts.", "System MUST show frozen accounts.")
BAD = sample("System MUST show closed accounts.", "The system MUST show closed accounts.")
_LEAST_WORDS = 4


def check_claims(claims: Sequence[Claim]) -> Iterator[Mistake]:
    """Each requirement that an earlier one says in the same words, of whatever feature."""
    first: dict[str, Claim] = {}
    for claim in claims:
        if claim.same.count(" ") >= _LEAST_WORDS - 1:
            other = first.setdefault(claim.same, claim)
            if other is not claim:
                what = f"'{claim.id}' says what '{other.id}' says in {other.place}"
                yield mistake(claim.place, what, HINT, CODE)
