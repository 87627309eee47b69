"""What stands on the page around the requirements: the sum, what to show, what leads nowhere, the surface, the coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product

from harness.domain.tracing import Blank, Matrix, MatrixCell, Orphan, RowState, Surface, Trace
from harness.domain.tracing import TraceRow as Row
from harness.domain.verdicts import ExitCode
from harness.reports._html import words
from harness.reports._html.blocks import choice, facts, filter_form, fold
from harness.reports._html.markup import Child, Markup, element, joined
from harness.reports.traces._contents import headline, loose_ends, matrix_line, nearest, surface_line
from harness.reports.traces._html_rows import NONE
from harness.reports.traces._html_words import linked, sign
from harness.reports.traces._view import TraceView

_MOST_UNFOLDED = 40
"""Features whose table is unfolded from the start."""


def overall(trace: Trace) -> RowState:
    """The trace in one word: the worst that is known, and never better than its exit code."""
    worst = next((state for state in RowState if trace.count(state)), RowState.UNTESTED)
    if trace.exit_code is ExitCode.PASS:
        return RowState.VERIFIED
    return RowState.UNDECIDED if worst in (RowState.VERIFIED, RowState.WAIVED) else worst


def title_of(trace: Trace, view: TraceView) -> str:
    """What came of the whole, in a few words."""
    if not trace.rows:
        text = headline(trace, view)
        return f"{text[0].upper()}{text[1:]}"
    verified = trace.count(RowState.VERIFIED)
    if verified == len(trace.rows) and not view.only:
        return f"All {verified:,} requirements are verified" if verified > 1 else "The requirement is verified"
    return f"{verified:,} of {words.counted(len(trace.rows), 'requirement')} verified"


def header(trace: Trace, view: TraceView) -> Markup:
    """The result in words, and the facts of it."""
    state = overall(trace)
    return element(
        "header",
        element("p", f"harness · trace{f' · {view.project}' if view.project else ''}", class_="brand"),
        element("h1", words.shape(state), element("span", title_of(trace, view))),
        element("p", headline(trace, view), class_="counts"),
        element("p", ", ".join(loose_ends(trace)), class_="counts") if loose_ends(trace) else None,
        element("p", f"Only a part of the trace: {view.only}", class_="callout undecided") if view.only else None,
        _mistakes(trace, view),
        facts(
            ("exit code", words.code_in_words(trace.exit_code)),
            ("tree", element("code", trace.tree)),
            ("drawn up", f"{view.when[:19].replace('T', ' ')} UTC"),
            class_="facts run",
        ),
        class_=f"top {state}",
    )


def _mistakes(trace: Trace, view: TraceView) -> Child:
    if not trace.mistakes:
        return None
    told = [element("li", linked(one.place, view), f": {one.what} (hint: {one.hint})") for one in trace.mistakes]
    title = element("strong", "Not everything could be read, so that nothing is claimed of the whole")
    return element("div", title, element("ul", *told), class_="callout failing")


def overview(rows: Sequence[Row]) -> Markup:
    """Features down, states across, in each field how many requirements."""
    found: dict[str, Counter[RowState]] = {}
    for row in rows:
        found.setdefault(row.requirement.feature or NONE, Counter())[row.state] += 1
    states = [state for state in RowState if any(counts[state] for counts in found.values())]
    head = element("tr", element("th", "feature", scope="col"), *(_number("th", str(state)) for state in states))
    body = [
        element(
            "tr",
            element("th", feature, scope="row"),
            *(_number("td", f"{counts[state]:,}" if counts[state] else "") for state in states),
        )
        for feature, counts in found.items()
    ]
    table = element("table", element("thead", head), element("tbody", *body), class_="told grid")
    inside = element("div", table, class_="scroll", tabindex="0")
    return fold(element("h2", "By feature"), inside, open=len(found) <= _MOST_UNFOLDED, class_="by")


def _number(tag: str, told: str) -> Markup:
    return element(tag, told, class_="number", scope="col" if tag == "th" else None)


def filters(rows: Sequence[Row]) -> Markup:
    """What to show: a state, a kind, a level, a feature, and any text."""
    found = Counter(row.state for row in rows)
    choices = [choice("all", f"all {len(rows):,}", True)]
    choices += [choice(one, f"{found[one]:,} {one}", shape=words.shape(one)) for one in RowState if found[one]]
    selects = (
        _select("kind", (row.requirement.kind.value for row in rows)),
        _select("level", (row.requirement.level or NONE for row in rows)),
        _select("feature", (row.requirement.feature or NONE for row in rows)),
    )
    return filter_form(choices, selects, "Text, id, card …", "requirements")


def _select(name: str, values: Iterable[str]) -> Child:
    """A choice among the values that there are; none where there is but one."""
    known = list(dict.fromkeys(values))
    if len(known) < 2:
        return None
    options = [element("option", f"every {name}", value=""), *(element("option", one, value=one) for one in known)]
    return element("label", f"{name} ", element("select", *options, name=name), class_="by-what")


def orphans(found: Sequence[Orphan], view: TraceView) -> Child:
    """What claims requirements that are not there."""
    rows = [
        (joined(one.evidence.kind.value, " ", linked(one.evidence.place, view, element("code", one.evidence.id))),
         element("code", one.claim), one.what, nearest(one))
        for one in found
    ]  # fmt: skip
    return _part("Leads nowhere", table(("evidence", "claims", "what", "nearest"), rows)) if rows else None


def surface(found: Surface | None) -> Child:
    """What the product offers that no requirement mentions."""
    if found is None:
        return None
    rows = [(item.kind.value, element("code", item.name), element("code", item.source)) for item in found.unclaimed]
    told = table(("unclaimed", "name", "told by"), rows) if rows else None
    trouble = [element("p", one) for one in found.trouble]
    callout = element("div", *trouble, class_="callout undecided") if trouble else None
    return _part("Surface", element("p", surface_line(found), class_="note"), callout, told)


def coverage(matrix: Matrix | None, view: TraceView) -> Child:
    """The matrix as a table: its last dimension across; where not all of it is listed, cell by cell."""
    if matrix is None:
        return None
    trouble = [element("p", linked(one.place, view), f": {one.what}") for one in matrix.trouble]
    proposals = [element("li", " · ".join(values)) for values in matrix.proposals]
    return _part(
        "Coverage",
        element("p", matrix_line(matrix), class_="note"),
        element("div", *trouble, class_="callout undecided") if trouble else None,
        element("div", _grid(matrix), class_="scroll", tabindex="0") if matrix.cells else None,
        fold("To pair every value with every other, try", element("ul", *proposals), open=True) if proposals else None,
    )


def _grid(matrix: Matrix) -> Markup:
    cells = {cell.values: cell for cell in matrix.cells}
    names, values = list(matrix.dimensions), list(matrix.dimensions.values())
    if not names or len(cells) < matrix.combinations:
        rows = [(*cell.values, _cell(cell)) for cell in matrix.cells]
        return table((*names, "state"), rows, "told grid")
    columns = (*names[:-1], *(f"{names[-1]}: {value}" for value in values[-1]))
    down = [(*start, *(_cell(cells.get((*start, last))) for last in values[-1])) for start in product(*values[:-1])]
    return table(columns, down, "told grid")


def _cell(cell: MatrixCell | None) -> Markup:
    return sign(cell.state if cell else Blank.EMPTY)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], class_: str = "told") -> Markup:
    """A table whose first column names its rows."""
    head = element("tr", *(element("th", name, scope="col") for name in columns))
    body = (
        element("tr", element("th", first, scope="row"), *(element("td", cell) for cell in rest))
        for first, *rest in rows
    )
    return element("table", element("thead", head), element("tbody", *body), class_=class_)


def _part(title: str, *inside: Child) -> Markup:
    return element("section", element("h2", title), *inside, class_="part")
