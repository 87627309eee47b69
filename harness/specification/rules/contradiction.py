"""The same sentence once with and once without its *not*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.domain.places import Mistake, Severity
from harness.specification.claims import Claim, Said
from harness.specification.documents import mistake
from harness.specification.samples import sample

CODE = "SPEC401"
LEVEL = Severity.ERROR
TITLE = "contradiction"
REASON = "What one requirement demands and another forbids cannot be built: whatever is done breaks one of them."
HINT = "decide which of the two holds, or say under which condition each of them does"
GOOD = sample("System MUST show closed accounts in the list.", "System MUST NOT show closed accounts in the total.")
BAD = sample("System MUST show closed accounts in the list.", "The system MUST NOT show closed accounts in the list.")


def check_claims(claims: Sequence[Claim]) -> Iterator[Mistake]:
    """Each requirement that turns round what an earlier one says; across features this only warns."""
    first: dict[tuple[str, bool], tuple[Claim, Said]] = {}
    for claim in claims:
        for said in claim.said:
            against = first.get((said.key, not said.negated))
            first.setdefault((said.key, said.negated), (claim, said))
            if against and against[0] is not claim:
                other = against[0]
                what = f"'{claim.id}' turns round what '{other.id}' says in {other.place}"
                level = LEVEL if claim.feature == other.feature else Severity.WARNING
                yield mistake(claim.place, what, HINT, CODE, level)
