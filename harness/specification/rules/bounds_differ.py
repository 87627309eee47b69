"""The same sentence with two bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.domain.places import Mistake, Severity
from harness.specification.claims import Claim, Said
from harness.specification.documents import mistake
from harness.specification.quantities import Quantity, Side
from harness.specification.samples import sample

CODE = "SPEC402"
LEVEL = Severity.ERROR
TITLE = "bounds that differ"
REASON = (
    "Of two limits for the same thing only one can be meant, and a product that keeps the looser one breaks the other."
)
HINT = "decide which limit holds, or say under which condition each of them does"
GOOD = sample("System MUST show a list within 2 seconds.", "System MUST show a list within 2000 ms.")
BAD = sample(
    "System MUST show a list of accounts within 2 seconds.", "System MUST show a list of accounts within 5 seconds."
)


def check_claims(claims: Sequence[Claim]) -> Iterator[Mistake]:
    """Each requirement of a feature that an earlier one bounds otherwise."""
    first: dict[tuple[str, str, bool], tuple[Claim, Said]] = {}
    for claim in claims:
        for said in claim.said:
            if said.bounds_key:
                other, earlier = first.setdefault((claim.feature, said.bounds_key, said.negated), (claim, said))
                differing = _differing(said.bounds, earlier.bounds) if other is not claim else None
                if differing:
                    one, two = differing
                    what = f"'{claim.id}' says '{one.text}', where '{other.id}' in {other.place} says '{two.text}'"
                    yield mistake(claim.place, what, HINT, CODE, LEVEL)


def _differing(some: Sequence[Quantity], others: Sequence[Quantity]) -> tuple[Quantity, Quantity] | None:
    """The one pair of bounds that cannot both hold; None where several differ, which are then about other things."""
    pairs = [
        (one, two) for one, two in zip(some, others, strict=False) if (one.value, one.side) != (two.value, two.side)
    ]
    if len(some) != len(others) or len(pairs) != 1:
        return None
    one, two = pairs[0]
    return pairs[0] if one.side is two.side or _apart(one, two) or _apart(two, one) else None


def _apart(one: Quantity, two: Quantity) -> bool:
    return one.side is Side.MOST and two.side is Side.LEAST and one.value < two.value
