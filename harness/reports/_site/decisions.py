"""The log of decisions, newest first, with what became of its chain; one decision lies in ``deciding``."""

from __future__ import annotations

from harness.domain.gate import DecisionRecord, Renewal
from harness.reports._html.blocks import facts
from harness.reports._html.markup import Child, Markup, element, joined
from harness.reports._html.words import counted
from harness.reports._site.data import SiteData, SiteLog
from harness.reports._site.deciding import band_tag, details, reasons, sentence
from harness.reports._site.frame import command, empty, heading, moment, page
from harness.reports._site.places import Section, anchor
from harness.reports._site.tones import Tone, tag, tone

_MOST = 200


def decisions_page(data: SiteData) -> str:
    """Every line of the log."""
    log = data.log
    path = Section.DECISIONS.path
    if not log.lines:
        how = (command("harness gate"), " decides, and keeps what it decided.")
        return page(
            data,
            path,
            Section.DECISIONS,
            "Decisions",
            heading("Decisions"),
            _trouble(log),
            empty("Nothing was decided yet.", *how),
        )
    lines = list(reversed(log.lines))
    shown = [_line(data, one, at == 0) for at, one in enumerate(lines[:_MOST])]
    left = len(lines) - _MOST
    return page(
        data,
        path,
        Section.DECISIONS,
        "Decisions",
        heading("Decisions"),
        _trouble(log) or _whole(log),
        element("ol", *shown, class_="log", data_rows=True),
        element("p", f"{counted(left, 'older line')} in ", element("code", log.path), class_="note")
        if left > 0
        else None,
    )


def _whole(log: SiteLog) -> Markup:
    told = f"{counted(len(log.lines), 'line')}, each of which names the one before it."
    return element("p", tag("chain whole", Tone.GOOD), f" {told} ", element("code", log.path), class_="lead")


def _trouble(log: SiteLog) -> Child:
    if not log.trouble:
        return None
    told = [element("li", one) for one in log.trouble]
    return element(
        "div",
        tag("chain broken", Tone.BAD),
        element("p", "Do not rely on this log: it was changed."),
        element("ul", *told),
        class_="callout bad",
    )


def _line(data: SiteData, one: DecisionRecord | Renewal, newest: bool) -> Markup:
    return _renewal(one) if isinstance(one, Renewal) else _decision(data, one, newest)


def _renewal(one: Renewal) -> Markup:
    said = joined(tag("renewed", Tone.WAIVED), f" {one.line}", f" at {one.gate}" if one.gate else "")
    return element(
        "li", element("h2", said, element("time", moment(one.when))), element("p", f"{one.who}: {one.reason}")
    )


def _decision(data: SiteData, one: DecisionRecord, newest: bool) -> Markup:
    decision = one.decision
    title = element("h2", band_tag(decision), element("time", moment(one.when), datetime=one.when))
    inside = element(
        "details",
        element("summary", element("span", sentence(decision))),
        reasons(data, decision),
        details(data, decision, one),
        facts(
            ("id", element("code", one.id)),
            ("line before", element("code", one.previous[:16] or "none")),
            ("took", f"{one.seconds:.2f} s"),
            class_="facts line",
        ),
        open=newest,
    )
    return element(
        "li",
        title,
        inside,
        id=anchor("decision", one.id),
        class_=f"t-{tone(decision.band)}",
        data_state=decision.band.value,
    )
