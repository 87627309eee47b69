"""What there is to say about a decision, in order, for every format alike; how it looks lies with the formats."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from harness.domain.gate import Band, Decision, DecisionRecord, Item, JudgeEdit, Reason, RunSource, Truth, WaiverUse
from harness.domain.verdicts import ExitCode

SIGNS = {Band.PASS: "✅", Band.REWORK: "🔁", Band.FAIL: "❌", Band.UNDECIDED: "❔"}
MOST_LISTED = 20
_DIGITS = 12
_LONGEST_SPAN = 10**12


def title(decision: Decision) -> str:
    """The band with what it means, or what a shadow would have decided."""
    if decision.is_shadow:
        return f"SHADOW: this would have been {decision.band}; it holds nothing up, and exits with 0"
    return f"{decision.band}: {headline(decision)}"


def headline(decision: Decision) -> str:
    """What was decided, in a sentence without the band itself."""
    if decision.held:
        return "only a review is missing; with it this tree would PASS"
    if decision.beneath is Band.REWORK and decision.band is Band.FAIL:
        return "rework exhausted, a person has to look at it"
    if decision.beneath is not None and _judges_are_unknown(decision):
        return f"whether it edits its own judges is not known; if not, this tree would be {decision.beneath}"
    if decision.beneath is not None:
        return f"a review is missing; with it this tree would be {decision.beneath}"
    return {
        Band.PASS: "this tree is accepted",
        Band.REWORK: f"the work goes back, {cycle(decision)}",
        Band.FAIL: "this tree is refused, and it is not for the next attempt to put that right",
        Band.UNDECIDED: "it cannot be told, and so nothing is accepted",
    }[decision.band]


def cycle(decision: Decision) -> str:
    """Which cycle of how many it is, or would be."""
    used, most = decision.cycles.gate, decision.policy.max_cycles
    if decision.band is not Band.REWORK:
        return f"{used:,} of {most:,} used"
    return f"cycle {max(used + (not decision.cycles.again), 1):,} of {most:,}"


def cycles(decision: Decision) -> str:
    """How many cycles are used, this decision included."""
    further = decision.band is Band.REWORK and not decision.is_shadow and not decision.cycles.again
    told = f"{decision.cycles.gate + further:,} of {decision.policy.max_cycles:,} at this gate"
    told += f", {decision.cycles.line + further:,} of {decision.policy.max_total_cycles:,} in this line of work"
    return f"{told} (the same tree again uses none)" if decision.cycles.again else told


def next_steps(decision: Decision, bundle: str = "") -> tuple[str, ...]:
    """What to do now, one sentence each; commands stand in backticks."""
    if decision.band is Band.PASS:
        return ()
    if decision.beneath is not None and decision.band is Band.UNDECIDED:
        first = _TELL_EDITS if _judges_are_unknown(decision) else _REVIEW
        return (first, *((_PUT_RIGHT,) if decision.beneath is Band.REWORK else ()))
    if decision.band is Band.UNDECIDED:
        tests = (_TESTS,) if _is_unknown(decision, "tests.failed") else ()
        return (_WRITE if _is_uncovered(decision) else _SUPPLY, *tests)
    if decision.band is Band.REWORK:
        told = f"what the next attempt needs is told in `{bundle}`" if bundle else _BUNDLE
        return (_PUT_RIGHT, told)
    return (_RENEW,) if decision.beneath is Band.REWORK else (_REFUSED,)


def _judges_are_unknown(decision: Decision) -> bool:
    """Whether nobody can tell what the change edits of what judges it."""
    return _is_unknown(decision, "judges.unreviewed")


def _is_unknown(decision: Decision, name: str) -> bool:
    return any(fact.name == name and fact.value is None for fact in decision.facts)


def _is_uncovered(decision: Decision) -> bool:
    """Whether everything is known that was asked for, and no band of the policy holds."""
    truths = {one.truth for one in decision.criteria} | {one.truth for one in decision.bands}
    accepted = any(one.band is Band.PASS and one.truth is Truth.TRUE for one in decision.bands)
    return Truth.UNKNOWN not in truths and not accepted


_PUT_RIGHT = "put right what is named above, then `harness verify` runs everything again and decides again"
_BUNDLE = "`harness gate --bundle DIR` writes down what the next attempt needs"
_SUPPLY = "supply what is missing: `harness verify` runs everything that there are documents for, and decides again"
_WRITE = "write into `[gate]` what is to become of such a tree: no criterion of the policy covers it"
_REVIEW = (
    "have somebody who did not edit these files answer for them, "
    "in a trailer of a signed-off commit or with `harness gate --reviewed-by ADDRESS`"
)
_TESTS = "tests in Python that name requirements are run by `pytest --harness`"
_TELL_EDITS = "see to it that git can tell what this change edits, as said above, then `harness gate` decides again"
_RENEW = "a person takes the work over, or lets it go on with `harness gate renew --line NAME --reason TEXT`"
_REFUSED = "a person decides what becomes of it; `harness gate log` shows what was decided before"


def label_of(item: Item) -> str:
    """What an item is, without the place that is told beside it."""
    return item.key.removesuffix(f" {item.place}") if item.place else item.key


def said_of(item: Item) -> str:
    """What there is to say of an item on one line, without what its key says already."""
    what = " ".join(item.what.split())
    return "" if what == label_of(item) else what


def because(reason: Reason) -> str:
    """The criterion behind a reason, or whose rule it is."""
    return f"criterion {reason.criterion}" if reason.criterion else ""


def policy(decision: Decision) -> str:
    """The policy in short."""
    one = decision.policy
    number = f"{len(one.criteria):,} {'criterion' if len(one.criteria) == 1 else 'criteria'}"
    told = [str(one.profile), number, f"sha256 {decision.policy_sha256[:_DIGITS]}"]
    if one.pass_at < 1:
        told.append(f"PASS from {one.pass_at:.6g} of the weight")
    if one.fail_at:
        told.append(f"FAIL from {one.fail_at:.6g} of the weight")
    if one.max_age is not None:
        told.append(f"evidence counts for {one.max_age:,.6g} hours")
    return " · ".join(told)


def run(source: RunSource) -> str:
    """A run that was read."""
    return " · ".join(
        filter(None, (source.id, ", ".join(source.kinds), source.finished and f"finished {source.finished}"))
    )


def waiver(use: WaiverUse) -> str:
    """A waiver that was used."""
    covers = f" · covers {', '.join(use.covers)}" if use.covers else ""
    return f"{use.id} ({use.scope}) until {use.until or 'no day'}, {use.owner or 'nobody'}: {use.reason}{covers}"


def judge(edit: JudgeEdit) -> str:
    """A file that judges the change, and that it edits."""
    by = f" by {', '.join(edit.by)}" if edit.by else ""
    how = f" ({edit.how})" if edit.how else ""
    answered = f"reviewed by {edit.reviewer}" if edit.reviewer else "not reviewed"
    return f"{edit.path} ({edit.kind}) edited{by}, {answered}{how}"


def ages(record: DecisionRecord | None) -> str:
    """How old the evidence was when it was decided; empty where nothing is known of that."""
    if record is None or not record.ages:
        return ""
    least, most = min(record.ages.values()), max(record.ages.values())
    return f"{_span(most)} old" if _span(least) == _span(most) else f"{_span(least)} to {_span(most)} old"


def rests_on(decision: Decision, record: DecisionRecord | None) -> Iterator[tuple[str, str]]:
    """What the decision rests on, each with a label."""
    yield "tree", decision.tree or "not known"
    if decision.since:
        yield "since", decision.since
    yield "gate", f"{decision.gate} · line of work {decision.line}"
    yield "policy", policy(decision)
    yield "cycles", cycles(decision)
    yield from _listed("run", [run(one) for one in decision.runs]) if decision.runs else [("runs", "none")]
    if ages(record):
        yield "evidence", ages(record)
    yield from _listed("waiver", [waiver(one) for one in decision.waivers])
    yield from _listed("judge", [judge(one) for one in decision.judges])
    yield (
        "decision",
        " · ".join(filter(None, (decision.id, record.when if record else "not recorded", exits(decision)))),
    )


def _listed(label: str, texts: list[str]) -> Iterator[tuple[str, str]]:
    """As many as a reader bears, the last ones, which are the newest runs, and how many more there are."""
    yield from ((label, text) for text in texts[-MOST_LISTED:])
    if len(texts) > MOST_LISTED:
        yield f"{label}s", f"{len(texts) - MOST_LISTED:,} more"


def exits(decision: Decision) -> str:
    """What the command ends with."""
    code: ExitCode = decision.exit_code
    return f"exits with {code.value} ({code.name})"


def _span(seconds: float) -> str:
    """A length of time in its largest unit, rounded down."""
    whole = timedelta(seconds=min(max(int(seconds), 0), _LONGEST_SPAN))
    if whole.days:
        return f"{whole.days:,} day{'' if whole.days == 1 else 's'}"
    hours, minutes = whole.seconds // 3600, whole.seconds // 60
    if hours:
        return f"{hours} hour{'' if hours == 1 else 's'}"
    number, unit = (minutes, "minute") if minutes else (whole.seconds, "second")
    return f"{number} {unit}{'' if number == 1 else 's'}"
