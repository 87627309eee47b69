"""One decision of the gate as a reader meets it: its reasons, its criteria with their values, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from harness.domain.gate import Band, CriterionResult, Decision, DecisionRecord, Fact, Item, Reason
from harness.reports._html import words
from harness.reports._html.blocks import facts, fold
from harness.reports._html.markup import Child, Markup, element, joined
from harness.reports._site.data import SiteData
from harness.reports._site.frame import link, moment, scrolled
from harness.reports._site.rows import plain_table
from harness.reports._site.tones import Tone, state_tag, tag, tone

SENTENCES = {
    Band.PASS: "Nothing holds it up.",
    Band.REWORK: "The work goes back, with these reasons.",
    Band.FAIL: "It is refused.",
    Band.UNDECIDED: "It cannot be told: evidence is missing, or something has to be looked at first.",
}
_MOST_ITEMS = 25
_MOST_NAMED = 8
_KINDS = ("card ", "golden case ", "principle ", "requirement ", "record ", "test ")


def sentence(decision: Decision) -> str:
    """What a decision means, in one line."""
    if decision.held:
        return "Nothing but a review of the edited judges is missing."
    told = SENTENCES[decision.band]
    return f"{told} This gate only tells what it would have decided: it is a shadow." if decision.is_shadow else told


def reasons(data: SiteData, decision: Decision, up: str = "", *, brief: bool = False) -> Child:
    """Why it was decided so, each with the things that it counts; ``brief`` names a few of these and says nothing of them."""
    if not decision.reasons:
        return None
    told = [_brief(data, one, up) if brief else _reason(data, one, up) for one in decision.reasons]
    return element("ol", *told, class_="reasons")


def _brief(data: SiteData, one: Reason, up: str) -> Markup:
    named = [_name(data, item, up) for item in one.items[:_MOST_NAMED]]
    more = one.more + max(len(one.items) - _MOST_NAMED, 0)
    rest = element("span", f"and {more:,} more", class_="soft small") if more else None
    return element("li", element("p", one.what), element("p", *named, rest, class_="named") if named else None)


def _name(data: SiteData, item: Item, up: str) -> Markup:
    """A thing by its id and, of a finding, its place."""
    path = data.path_of(item.key)
    short = next((item.key.removeprefix(kind) for kind in _KINDS if item.key.startswith(kind)), item.key)
    return link(up, path, short, class_="chip2") if path else element("span", short, class_="chip2")


def _reason(data: SiteData, one: Reason, up: str) -> Markup:
    items = [element("li", *item_told(data, item, up)) for item in one.items[:_MOST_ITEMS]]
    more = one.more + max(len(one.items) - _MOST_ITEMS, 0)
    items += [element("li", f"and {more:,} more", class_="soft")] if more else []
    return element(
        "li",
        element("p", one.what, element("code", one.criterion, class_="soft small") if one.criterion else None),
        element("ul", *items, class_="items") if items else None,
    )


def item_told(data: SiteData, item: Item, up: str) -> Sequence[Child]:
    """One thing that is counted: a link to where it is told of, and a line about it."""
    path = data.path_of(item.key)
    name = element("code", item.key)
    place = (
        element("code", f" {item.place}", class_="soft small")
        if item.place and str(item.place) not in item.key
        else None
    )
    return link(up, path, name) if path else name, " ", item.what, place


def details(
    data: SiteData, decision: Decision, record: DecisionRecord | None, up: str = "", *, open: bool = False
) -> Markup:
    """What was weighed: every criterion with its value, the facts, the waivers and judges, the runs, the cycles."""
    return joined(
        _criteria(decision, open=open),
        _waivers(data, decision, up),
        _judges(decision),
        _facts(data, decision, record, up),
        _runs(data, decision, up),
        facts(
            (
                "policy",
                joined(
                    decision.policy.profile.value, " ", element("code", decision.policy_sha256[:12], title="SHA-256")
                ),
            ),
            ("gate", f"{decision.gate} on {decision.line}"),
            ("cycles used", _cycles(decision)),
            ("since", element("code", decision.since[:40]) if decision.since else None),
            ("tree", element("code", decision.tree)),
            ("harness", decision.tool_version),
            class_="facts line",
        ),
    )


def _cycles(decision: Decision) -> str:
    policy, cycles = decision.policy, decision.cycles
    used = f"{cycles.gate} of {policy.max_cycles} by this gate, {cycles.line} of {policy.max_total_cycles} on this line"
    return f"{used}; this very tree was sent back before" if decision.cycles.again else used


def _criteria(decision: Decision, *, open: bool) -> Child:
    if not decision.criteria:
        return None
    rows = [_criterion(one) for one in decision.criteria]
    table = plain_table(("criterion", "asks", "for", "holds", "with its values"), rows, "told criteria")
    held = sum(one.truth.value == "true" for one in decision.criteria)
    return fold(
        f"Criteria: {held} of {len(rows)} hold", scrolled(table, label="Criteria"), open=open, class_="fold weighed"
    )


def _criterion(one: CriterionResult) -> tuple[Child, ...]:
    asked = one.criterion
    key = element("span", " key", class_="soft small") if asked.key and asked.band is Band.PASS else None
    return (
        element("code", asked.id),
        element("code", asked.when),
        joined(asked.band.value, key),
        state_tag(one.truth),
        one.said,
    )


def _waivers(data: SiteData, decision: Decision, up: str) -> Child:
    if not decision.waivers:
        return None
    rows = [
        (
            link(up, path, one.id) if (path := data.path_of(f"waiver {one.id}")) else one.id,
            one.scope,
            one.reason,
            one.owner,
            one.until,
        )
        for one in decision.waivers
    ]
    return fold(
        words.counted(len(rows), "waiver") + " used",
        scrolled(plain_table(("waiver", "for", "reason", "owner", "until"), rows), label="Waivers used"),
    )


def _judges(decision: Decision) -> Child:
    if not decision.judges:
        return None
    rows = [
        (
            element("code", one.path),
            one.kind,
            ", ".join(one.by),
            tag(f"{one.reviewer} {one.how}".strip(), Tone.GOOD) if one.reviewer else tag("nobody", Tone.OPEN),
        )
        for one in decision.judges
    ]
    unreviewed = sum(not one.reviewer for one in decision.judges)
    return fold(
        f"{words.counted(len(rows), 'file')} by which this change is judged, edited by it; {unreviewed} not reviewed",
        scrolled(plain_table(("file", "what", "edited by", "reviewed by"), rows), label="Edited judges"),
        open=bool(unreviewed),
    )


def _facts(data: SiteData, decision: Decision, record: DecisionRecord | None, up: str) -> Child:
    if not decision.facts:
        return None
    ages = record.ages if record else {}
    rows = [_fact(data, one, ages.get(one.name), up) for one in decision.facts]
    unknown = sum(one.value is None for one in decision.facts)
    title = f"{words.counted(len(rows), 'fact')}" + (f", {unknown} not known" if unknown else "")
    return fold(title, scrolled(plain_table(("fact", "value", "source", "age", "what it counts"), rows), label="Facts"))


def _fact(data: SiteData, one: Fact, age: float | None, up: str) -> tuple[Child, ...]:
    items = [element("li", *item_told(data, item, up)) for item in one.items]
    return (
        element("code", one.name),
        value_of(one),
        one.source,
        _age(age) if age is not None else moment(one.recorded),
        fold(f"{len(items)} named", element("ul", *items)) if items else None,
    )


def value_of(one: Fact) -> Child:
    """The value of a fact, or why it is not known and between what it lies."""
    if one.value is not None:
        return _number(one.value)
    low, high = ("?" if bound is None else _number(bound) for bound in (one.low, one.high))
    bounds = f" ({low} to {high})" if one.low is not None or one.high is not None else ""
    return joined(tag(f"not known{bounds}", Tone.OPEN), element("span", one.unknown, class_="soft small"))


def _number(value: float) -> str:
    return f"{value:,.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"


def _age(seconds: float) -> str:
    """How old something is, in the largest unit that says it."""
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return words.counted(int(seconds // size), unit)
    return words.counted(int(seconds), "second")


def _runs(data: SiteData, decision: Decision, up: str) -> Child:
    if not decision.runs:
        return None
    rows = [
        (
            link(up, path, element("code", one.id))
            if (path := data.path_of(f"record {one.id}"))
            else element("code", one.id),
            ", ".join(one.kinds),
            moment(one.finished),
            element("code", one.head[:16], title=one.head),
        )
        for one in decision.runs
    ]
    return fold(
        f"Rests on {words.counted(len(rows), 'run')}",
        scrolled(plain_table(("run", "what", "finished", "end of its chain"), rows), label="Runs"),
    )


def band_tag(decision: Decision) -> Markup:
    """The band with its shape, and what lies beneath it where that is another."""
    beneath = element("span", f" beneath it {decision.beneath.value}", class_="soft") if decision.beneath else None
    return joined(state_tag(decision.band), beneath)


__all__ = ["band_tag", "details", "reasons", "sentence", "tone"]
