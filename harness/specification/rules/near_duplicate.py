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
    """Each requirement with the content of an earlier one of its feature, in any order, or with a word more or less.

    Found by sums of hashes: that of a text less one word is its sum less that word's, so that each is looked up once.
    """
    whole: dict[tuple[str, int], Claim] = {}
    shorter: dict[tuple[str, int], Claim] = {}
    for claim in claims:
        if not _LEAST <= len(claim.content) <= _MOST:
            continue
        sums = [hash(word) for word in claim.content]
        total = sum(sums)
        less = [(claim.feature, total - one) for one in dict.fromkeys(sums)]
        candidates = [whole.get((claim.feature, total)), shorter.get((claim.feature, total)), *map(whole.get, less)]
        other = next((one for one in candidates if one and one.same != claim.same and _near(one, claim)), None)
        whole.setdefault((claim.feature, total), claim)
        for key in less:
            shorter.setdefault(key, claim)
        if other:
            what = f"'{claim.id}' says nearly what '{other.id}' says in {other.place}"
            yield mistake(claim.place, what, HINT, CODE)


def _near(one: Claim, two: Claim) -> bool:
    """Whether nothing that turns the meaning round is in only one of them."""
    one_has, two_has = Counter(one.content), Counter(two.content)
    differing = [*(one_has - two_has).elements(), *(two_has - one_has).elements()]
    return len(differing) <= 1 and not any(word in _TURNS or any(map(str.isdigit, word)) for word in differing)


_TURNS = frozenset({"not", "no", "never", "without", "only", "except", "unles", "un", "non"})
