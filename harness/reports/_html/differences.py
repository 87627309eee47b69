"""One difference on a page: golden beside received, the words that differ marked, pictures to slide over one another."""

from __future__ import annotations

from dataclasses import dataclass

from harness.domain.golden import Difference, DifferenceClass
from harness.reports._golden_rows import Line, Row, rows
from harness.reports._html.budget import Budget
from harness.reports._html.markup import Markup, element, joined, lines

KINDS = {
    DifferenceClass.ADDED: "there was nothing before",
    DifferenceClass.REMOVED: "it is not there any more",
    DifferenceClass.TYPE: "it is of another kind",
    DifferenceClass.VALUE: "it has another value",
    DifferenceClass.ORDER: "the same in another order",
    DifferenceClass.REDACTED: "only what is masked is equal to something else than before",
}


@dataclass(frozen=True)
class Shots:
    """The two pictures of a difference, PNG, None where there is none; ``marked`` shows where they differ."""

    golden: bytes | None = None
    received: bytes | None = None
    marked: bytes | None = None
    note: str = ""


def difference_block(difference: Difference, budget: Budget, shots: Shots | None = None) -> Markup:
    """One difference: of what class, which leaf, and both sides."""
    body = pictures(shots, budget) if shots else _sides(difference, budget)
    return element("div", heading(difference), body, class_="difference")


def heading(difference: Difference) -> Markup:
    """Of what class a difference is, and which leaf differs."""
    kind = difference.kind
    name = kind.value.partition(" ")[0]
    return element(
        "div",
        element("span", kind.value, class_=f"kind {name}", title=KINDS[kind]),
        element("code", difference.leaf or "the whole step", class_="leaf"),
        class_="which",
    )


def _sides(difference: Difference, budget: Budget) -> Markup:
    found = rows(difference)
    if not budget.takes(sum(_length(row) for row in found)):
        return element("p", "left out to keep this page small: `harness golden show` shows it", class_="note")
    head = element("tr", element("th", "golden", scope="col"), element("th", "received", scope="col"))
    return element(
        "table",
        element("thead", head),
        element("tbody", *(_row(row, difference, not at) for at, row in enumerate(found))),
        class_="sides",
    )


def _length(row: Row) -> int:
    return sum(len(piece.text) for line in (row.golden, row.received) for piece in line or ())


def _row(row: Row, difference: Difference, first: bool) -> Markup:
    if row.skipped:
        what = f"{row.skipped:,} line{'' if row.skipped == 1 else 's'} {'the same' if row.same else 'more'}"
        return element("tr", element("td", f"… {what}", colspan="2"), class_="skipped")
    before = _cell(row.golden, "del", first and difference.golden is None)
    after = _cell(row.received, "ins", first and difference.received is None)
    return element("tr", before, after, class_="same" if row.same else "differs")


def _cell(line: Line | None, tag: str, absent: bool) -> Markup:
    """A cell; what differs in it stands in an element of its own."""
    if line is None:
        return element("td", element("span", "nothing", class_="nothing") if absent else "", class_="none")
    pieces = [element(tag, lines(piece.text)) if piece.marked else lines(piece.text) for piece in line]
    return element("td", *pieces, class_="has" if tag == "ins" else "had")


def part_block(text: str, budget: Budget) -> Markup:
    """All that a part showed, as its snapshot would have it, where there is nothing to compare it with."""
    excerpt = budget.excerpt(text)
    start = element("pre", lines(excerpt.start), class_="output", tabindex="0")
    if not excerpt.left_out:
        return start
    note = element("p", f"{excerpt.left_out:,} characters are left out here", class_="note")
    return joined(start, note, element("pre", lines(excerpt.end), class_="output", tabindex="0"))


# --- pictures --------------------------------------------------------------------------------------------------------


def pictures(shots: Shots, budget: Budget) -> Markup:
    """Both pictures, and where they differ; a script lays one over the other, with a slider."""
    told = (("golden", shots.golden), ("received", shots.received), ("where they differ", shots.marked))
    figures = [_figure(name, data, budget) for name, data in told if data is not None]
    if not figures:
        return element("p", shots.note or "neither picture is there", class_="note")
    note = element("p", shots.note, class_="note") if shots.note else None
    return joined(element("div", *figures, class_="shots", data_shots=True), note)


def _figure(name: str, data: bytes, budget: Budget) -> Markup:
    side = name.partition(" ")[0]
    caption = element("figcaption", name)
    if not budget.shows(data):
        return element("figure", caption, element("p", "left out to keep this page small", class_="nothing"))
    source = budget.source(data)
    return element("figure", caption, element("img", src=source, alt=f"screenshot: {name}"), data_side=side)
