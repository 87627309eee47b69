"""The same requirement in nearly the same words; equal ones lie in another rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from harness.domain.places import Mistake, Severity
from harness.specification.claims import Claim
from harness.specification.documents import mistake
from harness.specification.samples import sample

CODE = "SPEC404"
LEVEL = Severity.WARNING
TITLE = "requirement nearly repeated"
REASON = (
    "Two requirements that differ in a word are one that was changed in one place, or two whose difference is missed."
)
HINT = "take one of them away, or say clearly in what they differ"
_TEXT = "System MUST show closed accounts with their name, owner and last balance"
GOOD = sample(f"{_TEXT}.", "System MUST show closed cards with their number, limit and last payment.")
BAD = sample(f"{_TEXT}.", f"{_TEXT}, in pages.")
_LEAST = 7
_MOST = 200


def check_claims(claims: Sequence[Claim]) -> Iterator[Mistake]:
    """Each requirement with the content of an earlier one of its feature, in any order, or with a word more or less."""
    features: dict[str, list[Claim]] = {}
    for claim in claims:
        if _LEAST <= len(claim.content) <= _MOST:
            features.setdefault(claim.feature, []).append(claim)
    for group in features.values():
        for later, earlier in _pairs(group):
            what = f"'{later.id}' says nearly what '{earlier.id}' says in {earlier.place}"
            yield mistake(later.place, what, HINT, CODE)


def _pairs(group: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Each claim that is near an earlier one, with the first such.

    Found by sums of hashes: that of a text less one word is its sum less that word's, so that each is looked up once.
    """
    hashes = [[hash(word) for word in claim.content] for claim in group]
    whole: dict[int, int] = {}
    first: dict[int, int] = {}
    for at, some in enumerate(hashes):
        _note(group, first, at, whole.setdefault(sum(some), at))
    for at, some in enumerate(hashes):
        total = sum(some)
        for one in set(some):
            _note(group, first, at, whole.get(total - one, at))
    yield from ((group[later], group[earlier]) for later, earlier in sorted(first.items()))


def _note(group: Sequence[Claim], first: dict[int, int], one: int, two: int) -> None:
    later, earlier = max(one, two), min(one, two)
    if later != earlier and group[later].same != group[earlier].same and _near(group[later], group[earlier]):
        first[later] = min(earlier, first.get(later, earlier))


def _near(one: Claim, two: Claim) -> bool:
    """Whether nothing that turns the meaning round is in only one of them."""
    one_has, two_has = Counter(one.content), Counter(two.content)
    differing = [*(one_has - two_has).elements(), *(two_has - one_has).elements()]
    return len(differing) <= 1 and not any(word in _TURNS or any(map(str.isdigit, word)) for word in differing)


_TURNS = frozenset({"not", "no", "never", "without", "only", "except", "unles", "un", "non"})
