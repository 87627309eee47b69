"""What a profile asks for, and what a project's policy is once the profile has filled it; places of mistakes lie in ``app``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from harness.domain.configuration import GateCriterion, GatePolicy
from harness.domain.gate import Band, Criterion, Policy, Profile
from harness.domain.places import Severity
from harness.domain.visible import visible
from harness.errors import HarnessError
from harness.gate.expressions import Expression, ExpressionError, parse
from harness.gate.numbers import cut

HEAVIEST = 1_000_000
"""The largest weight of a criterion."""
_LONGEST_SHOWN = 100
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
_STANDARD = {
    "no-must-violations": "constitution.must_violations == 0",
    "no-must-gaps": "constitution.must_gaps == 0",
    "no-waiver-troubles": "waivers.troubles == 0",
    "no-failed-cards": "cards.failed == 0",
    "no-flaky-cards": "cards.flaky == 0",
    "no-unexplained-differences": "golden.unexplained == 0",
    "no-unused-snapshots": "golden.unused == 0",
    "no-failed-tests": "tests.failed == 0",
    "no-failing-musts": "trace.must_failing == 0",
    "no-untested-musts": "trace.must_untested == 0",
}
_STRICT = {
    "no-should-violations": "constitution.should_violations == 0",
    "no-should-gaps": "constitution.should_gaps == 0",
    "no-opinions": "cards.judged == 0",
    "no-untested-requirements": "trace.untested == 0",
    "no-suspect-requirements": "trace.suspect == 0",
    "no-orphans": "trace.orphans == 0",
}


def _keys(criteria: Mapping[str, str]) -> tuple[Criterion, ...]:
    return tuple(Criterion(id=id, band=Band.PASS, when=when, key=True) for id, when in criteria.items())


PROFILES: Mapping[Profile, tuple[Criterion, ...]] = MappingProxyType(
    {
        Profile.STRICT: _keys(_STANDARD | _STRICT),
        Profile.STANDARD: _keys(_STANDARD),
        Profile.SHADOW: _keys(_STANDARD),
    }
)
"""What each profile asks for. Beside this the gate's own rules fail a tree, see ``own_rules``."""


@dataclass(frozen=True)
class Trouble:
    """What is wrong with the criterion of that number (from 0), and in which of its settings."""

    number: int
    setting: str
    what: str
    hint: str
    severity: Severity = Severity.ERROR


class PolicyError(HarnessError):
    """A policy that cannot be meant; ``troubles`` are all its errors."""

    def __init__(self, troubles: Sequence[Trouble]) -> None:
        super().__init__("; ".join(one.what for one in troubles), troubles[0].hint)
        self.troubles = tuple(troubles)


def complete(policy: GatePolicy) -> Policy:
    """The policy with the profile's criteria in every band that has none.

    Raises:
        PolicyError: if a criterion of it cannot be meant.
    """
    wrong = [one for one in troubles(policy) if one.severity is Severity.ERROR]
    if wrong:
        raise PolicyError(wrong)
    return Policy(
        profile=policy.profile,
        criteria=tuple(_criteria(policy)),
        pass_at=policy.pass_at,
        fail_at=policy.fail_at,
        max_cycles=policy.max_cycles,
        max_total_cycles=policy.max_total_cycles,
        max_age=policy.max_age,
        visibility=policy.visibility,
    )


def troubles(policy: GatePolicy) -> tuple[Trouble, ...]:
    """All that is wrong or doubtful in the criteria of a policy, in their order."""
    counted = Counter(_ids(policy))
    found: list[Trouble] = []
    for number, (one, id) in enumerate(zip(policy.criteria, _ids(policy), strict=True)):
        found += _of_names(number, one, id, counted[id])
        found += _of_expressions(number, one)
    return tuple(found)


def _criteria(policy: GatePolicy) -> Iterator[Criterion]:
    """Those of the project in their order, then those of the profile for the bands that the project left out."""
    for one, id in zip(policy.criteria, _ids(policy), strict=True):
        yield Criterion(id=id, band=one.band, when=one.when, first=one.first, key=one.key, weight=one.weight)
    written = {one.band for one in policy.criteria}
    yield from (one for one in PROFILES[policy.profile] if one.band not in written)


def _ids(policy: GatePolicy) -> tuple[str, ...]:
    """What the criteria are called; where nothing is written, by band and number."""
    numbers: Counter[Band] = Counter()
    ids = []
    for one in policy.criteria:
        numbers[one.band] += 1
        ids.append(one.id or f"{one.band.lower()}-{numbers[one.band]}")
    return tuple(ids)


def _of_names(number: int, one: GateCriterion, id: str, times: int) -> Iterator[Trouble]:
    if one.band is Band.UNDECIDED:
        hint = "write criteria for PASS, REWORK or FAIL; what cannot be told is UNDECIDED of itself"
        yield Trouble(number, "band", "UNDECIDED has no criteria", hint)
    if one.key and one.band is not Band.PASS:
        hint = "leave `key` out: any one criterion of FAIL fails, unless `fail_at` asks for more of them"
        yield Trouble(number, "key", f"a criterion of {one.band} cannot be key", hint)
    if not _ID.fullmatch(id):
        hint = "use up to 80 letters, digits, dots, dashes and underscores"
        yield Trouble(number, "id", f"'{visible(id[:80])}' cannot be the id of a criterion", hint)
    if not one.weight <= HEAVIEST:
        yield Trouble(number, "weight", "a weight that outweighs everything", "make the criterion `key = true`")
    if times > 1:
        yield Trouble(number, "id", f"{times} criteria have the id '{id}'", "give each an id of its own")


def _of_expressions(number: int, one: GateCriterion) -> Iterator[Trouble]:
    when = _parsed(one.when)
    if isinstance(when, ExpressionError):
        yield _wrong(number, "when", one.when, when)
    elif when.relative and not one.first:
        what = f"'{_short(one.when)}' cannot be told while nothing was ever accepted"
        hint = 'say what holds until then, such as `first = "cards.failed == 0"`'
        yield Trouble(number, "when", what, hint, Severity.WARNING)
    first = _parsed(one.first) if one.first else when
    if isinstance(first, ExpressionError) and one.first:
        yield _wrong(number, "first", one.first, first)
    elif isinstance(first, Expression) and first.relative and one.first:
        hint = "`first` holds while nothing was ever accepted: write it without `baseline`"
        yield Trouble(number, "first", f"'{_short(one.first)}' asks for a baseline that there is not yet", hint)


def _parsed(text: str) -> Expression | ExpressionError:
    try:
        return parse(text)
    except ExpressionError as error:
        return error


def _wrong(number: int, setting: str, text: str, error: ExpressionError) -> Trouble:
    return Trouble(number, setting, f"'{_short(text)}', column {error.column}: {error.what}", error.hint)


def _short(text: str) -> str:
    return cut(visible(text), _LONGEST_SHOWN)
