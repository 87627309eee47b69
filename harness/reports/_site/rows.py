"""Lists of items in rows of cells, as tables that may be very long: what is out of sight is not laid out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness.reports._html.markup import Child, Markup, element, escaped, joined

_CHUNK = 50
"""Rows that are laid out together."""


def rows_table(kind: str, columns: Sequence[str], rows: Iterable[Markup], label: str) -> Markup:
    """A table of rows; ``kind`` names the style that says how wide its columns are."""
    head = joined(*(Markup(f'<th scope="col" role="columnheader">{escaped(name)}</th>') for name in columns))
    all_rows = list(rows)
    chunks = (all_rows[at : at + _CHUNK] for at in range(0, len(all_rows), _CHUNK))
    bodies = [f'<tbody role="rowgroup" data-chunk>{"".join(some)}</tbody>' for some in chunks]
    return Markup(
        f'<table class="rows {kind}" role="table" aria-label="{escaped(label)}" data-rows>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>{"".join(bodies)}</table>'
    )


def row(state: str, name: Child, *cells: tuple[str, Child], before: Child = None, id: str = "", **data: str) -> Markup:
    """A row: a first cell that tells the state, its name, and further cells, each with what it is called in narrow windows.

    ``data`` is what it can be filtered by, beside its state and its words.
    """
    marks = "".join(f' data-{key}="{escaped(value)}"' for key, value in {"state": state, **data}.items())
    place = f' id="{escaped(id)}"' if id else ""
    first = Markup(f'<td role="cell" class="state">{before}</td>') if before is not None else Markup()
    rest = "".join(_cell(label, told) for label, told in cells)
    return Markup(
        f'<tr role="row"{place}{marks}>{first}<th scope="row" role="rowheader">{joined(name)}</th>{rest}</tr>'
    )


def _cell(label: str, told: Child) -> str:
    marked = f' data-label="{escaped(label)}"' if label else ""
    return f'<td role="cell"{marked}>{joined(told)}</td>'


def plain_table(columns: Sequence[str], rows: Iterable[Sequence[Child]], class_: str = "told") -> Markup:
    """A small table whose first column names its rows."""
    head = element("tr", *(element("th", name, scope="col") for name in columns))
    body = [
        element("tr", element("th", first, scope="row"), *(element("td", cell) for cell in rest))
        for first, *rest in rows
    ]
    return element("table", element("thead", head), element("tbody", *body), class_=class_)
