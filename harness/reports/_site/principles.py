"""The principles in one list, and a page for each: what it says, where it is broken and where it is shown, in the source."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from harness.domain.findings import Finding, Outcome, PrincipleResult, Standing
from harness.domain.principles import Level
from harness.reports._html.blocks import facts, fold
from harness.reports._html.markup import Child, Markup, card_words, element, joined
from harness.reports._html.words import counted
from harness.reports._site.cards import outdated
from harness.reports._site.data import SiteData, SitePrinciple
from harness.reports._site.filtering import counted_states, filter_form, select
from harness.reports._site.frame import command, crumbs, empty, heading, link, neighbours, page, scrolled
from harness.reports._site.places import Section, item_path, upwards
from harness.reports._site.requirements import share_bar
from harness.reports._site.rows import row, rows_table
from harness.reports._site.source import excerpt
from harness.reports._site.tones import Tone, state_tag, tag, tone

_MOST_SHOWN = 300
"""Findings of a principle with their source; the others are told by their places."""
_MOST_EVIDENCE = 30
_ORDER = [Outcome.VIOLATION, Outcome.GAP, Outcome.UNVERIFIED, Outcome.WAIVED, Outcome.PASS, Outcome.NOT_APPLICABLE]
_LEVELS = list(Level)
_SAID = {
    Standing.COUNTS: ("violates", Tone.BAD),
    Standing.KNOWN: ("known before", Tone.NONE),
    Standing.WAIVED: ("waived", Tone.WAIVED),
    Standing.ELSEWHERE: ("was not asked for", Tone.NONE),
}


def list_page(data: SiteData) -> str:
    """All principles, what is broken first."""
    ordered = in_order(data)
    if not ordered:
        how = (command("harness check"), " holds the tree against the principles in ", command("constitutions/"), ".")
        return page(
            data,
            Section.PRINCIPLES.path,
            Section.PRINCIPLES,
            "Principles",
            heading("Principles"),
            empty("No principle was checked.", *how),
        )
    states = counted_states((one.result.outcome for one in ordered), _ORDER)
    levels = select("level", "level", (str(one.result.level) for one in ordered))
    columns = ("Outcome", "Principle", "Level", "What it says", "Where")
    return page(
        data,
        Section.PRINCIPLES.path,
        Section.PRINCIPLES,
        "Principles",
        heading("Principles", below=share_bar(states)),
        outdated(sum(one.is_current is False for one in ordered)),
        filter_form("principles", states, (levels,)),
        scrolled(
            rows_table("principle-rows", columns, (_row(one) for one in ordered), "Principles"), label="Principles"
        ),
    )


@lru_cache(maxsize=2)
def in_order(data: SiteData) -> Sequence[SitePrinciple]:
    """The principles as they are listed: by what came of them, then by how binding they are."""
    rank = {outcome: at for at, outcome in enumerate(_ORDER)}
    return sorted(
        data.principles, key=lambda one: (rank[one.result.outcome], _LEVELS.index(one.result.level), one.result.id)
    )


def _row(one: SitePrinciple) -> Markup:
    result = one.result
    path = item_path(Section.PRINCIPLES, result.id)
    said = joined(element("strong", result.title), element("span", " ", card_words(result.constraint), class_="soft"))
    return row(
        result.outcome.value,
        link("", path, result.id),
        ("Level", str(result.level)),
        ("", said),
        ("Where", _where(result)),
        before=state_tag(result.outcome),
        level=str(result.level),
    )


def _where(result: PrincipleResult) -> Child:
    count = len(result.counting) + result.unlisted_findings
    if result.outcome is Outcome.VIOLATION:
        first = result.counting[0].span if result.counting else None
        place = element("code", f"{first.path}:{first.line}") if first else None
        return joined(place, f" and {count - 1:,} more" if count > 1 else None)
    if result.outcome is Outcome.PASS and result.evidence:
        return element("span", f"shown at {counted(result.shown, 'place')}", class_="soft")
    return element("span", result.reason, class_="soft") if result.reason else None


# --- one principle ----------------------------------------------------------------------------------------------------


def item_page(data: SiteData, at: int) -> str:
    """All that is known of the principle of that number in the list."""
    ordered = in_order(data)
    one = ordered[at]
    result = one.result
    path = item_path(Section.PRINCIPLES, result.id)
    up = upwards(path)
    return page(
        data,
        path,
        Section.PRINCIPLES,
        f"{result.id} {result.title}",
        crumbs(up, Section.PRINCIPLES, result.id),
        heading(
            result.title, below=element("p", state_tag(result.outcome), element("code", result.id), class_="under")
        ),
        _facts(data, one, up),
        _words(result),
        _reason(result),
        _doubts(result),
        _findings(data, result),
        _evidence(data, result),
        _checks(result),
        neighbours(_neighbour(ordered, at - 1), _neighbour(ordered, at + 1)),
    )


def _neighbour(ordered: Sequence[SitePrinciple], at: int) -> tuple[str, str] | None:
    if not 0 <= at < len(ordered):
        return None
    id = ordered[at].result.id
    return item_path(Section.PRINCIPLES, id).rpartition("/")[2], id


def _facts(data: SiteData, one: SitePrinciple, up: str) -> Markup:
    result = one.result
    run = data.path_of(f"record {one.run}")
    return facts(
        ("level", str(result.level)),
        ("weaknesses", ", ".join(result.cwes)),
        ("stands at", element("code", str(result.place))),
        ("files looked at", f"{result.files:,}"),
        ("run", link(up, run, element("code", one.run)) if run else element("code", one.run)),
        ("of", "another tree than the one that lies there now" if one.is_current is False else None),
        class_="facts line",
    )


def _words(result: PrincipleResult) -> Markup:
    return element(
        "section",
        element("p", card_words(result.constraint), class_="statement"),
        facts(
            ("pattern", card_words(result.pattern) if result.pattern else None),
            ("rationale", card_words(result.rationale) if result.rationale else None),
            class_="facts wide",
        ),
    )


def _reason(result: PrincipleResult) -> Child:
    if not result.reason or result.outcome in (Outcome.VIOLATION, Outcome.PASS):
        return None
    return element("p", result.reason, class_=f"callout {tone(result.outcome)}")


def _doubts(result: PrincipleResult) -> Child:
    if not result.doubts:
        return None
    told = [
        element("li", element("code", f"{one.path}:{one.line}") if one.path else None, f" {one.kind}: {one.reason}")
        for one in result.doubts
    ]
    return element("section", element("h2", "What keeps it from being decided"), element("ul", *told), class_="part")


def _findings(data: SiteData, result: PrincipleResult) -> Child:
    if not result.findings:
        return None
    ordered = sorted(
        result.findings, key=lambda one: (list(Standing).index(one.standing), one.span.path, one.span.line)
    )
    shown = [finding_block(data, one) for one in ordered[:_MOST_SHOWN]]
    rest = [
        element("li", element("code", f"{one.span.path}:{one.span.line}"), f" {_SAID[one.standing][0]}")
        for one in ordered[_MOST_SHOWN:]
    ]
    more = (
        element("p", f"and about {result.unlisted_findings:,} more that were not recorded", class_="note")
        if result.unlisted_findings
        else None
    )
    title = f"{counted(len(result.findings), 'place')} that {'breaks' if len(result.findings) == 1 else 'break'} it"
    return element("section", element("h2", title), *shown, element("ul", *rest) if rest else None, more, class_="part")


def _evidence(data: SiteData, result: PrincipleResult) -> Child:
    if not result.evidence:
        return None
    shown = [finding_block(data, one, shows=True) for one in result.evidence[:_MOST_EVIDENCE]]
    more = result.shown - len(shown)
    told = element("p", f"and {more:,} more", class_="note") if more > 0 else None
    return element(
        "section",
        fold(
            element("h2", f"Shown at {counted(max(result.shown, len(shown)), 'place')}"),
            *shown,
            told,
            open=len(shown) <= 3 and not result.findings,
        ),
        class_="part",
    )


def finding_block(data: SiteData, one: Finding, *, shows: bool = False) -> Markup:
    """A finding: where, what, the source, the way of a value up to there, and what to put in its place."""
    said, of = ("shows it", Tone.GOOD) if shows else _SAID[one.standing]
    place = element("code", f"{one.span.path}:{one.span.line}:{one.span.column}", class_="where")
    symbol = element("span", " in ", element("code", one.symbol), class_="soft") if one.symbol else None
    return element(
        "article",
        element("header", element("h3", place, symbol), tag(said, of), class_="finding-head"),
        element("p", one.note) if one.note else None,
        excerpt(data, one),
        _way(one),
        _fix(one),
        element("p", f"{one.technique} · {one.fingerprint[:12]}", class_="note"),
        class_="finding",
    )


def _way(one: Finding) -> Child:
    if not one.steps:
        return None
    told = [element("li", element("code", f"{step.path}:{step.line}"), f" {step.what}") for step in one.steps]
    return joined(element("h4", "The way of the value"), element("ol", *told, class_="way"))


def _fix(one: Finding) -> Child:
    if one.fix is None:
        return None
    safe = "keeps the meaning" if one.fix.safe else "look at it first"
    return fold(f"What to put in its place ({safe})", element("pre", one.fix.text, class_="output", tabindex="0"))


def _checks(result: PrincipleResult) -> Child:
    if not result.checks:
        return None
    told = [
        element(
            "li",
            f"{one.use} ",
            element("code", one.kind),
            f" at {one.place}, {counted(one.files, 'file')}",
            _canary(one.canary),
        )
        for one in result.checks
    ]
    return element(
        "section", fold(element("h2", f"{counted(len(result.checks), 'check')}"), element("ul", *told)), class_="part"
    )


def _canary(found: bool | None) -> str:
    if found is None:
        return ""
    return ", flagged its own sample" if found else ", did not flag its own sample"
