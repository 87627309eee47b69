"""What a framework does with the exports of a page: Next.js gives what ``getServerSideProps`` returns to the component, or goes
where it says."""

from __future__ import annotations

from collections.abc import Mapping

from harness.constitution.checks.dataflow import ir

LOADERS = frozenset({"getServerSideProps"})
"""The exports of a page that are asked for what it shows."""
_GOES = "<redirect>"
Place = tuple[int, int, int]


def page_calls(exports: Mapping[str, str], functions: Mapping[str, ir.Function], data: bytes) -> ir.Block:
    """The calls that stand nowhere in the file of a page."""
    found: list[ir.Statement] = []
    for loader in sorted(LOADERS):
        function = functions.get(exports.get(loader, ""))
        if function is None:
            continue
        place = (function.line, function.start, function.end)
        loaded = ir.Await(*place, "await", ir.Call(*place, ir.Name(*place, exports[loader]), ()))
        component = exports.get("default", "")
        if component in functions:
            props = ir.Argument(ir.Attribute(*place, loaded, "props"))
            found.append(ir.Do(*place, ir.Call(*place, ir.Name(*place, component), (props,))))
        if b"redirect" in data:
            found.extend(_redirect(place, loaded))
    return tuple(found)


def _redirect(place: Place, loaded: ir.Expression) -> ir.Block:
    """``redirect(loaded.redirect.destination)``."""
    where = ir.Argument(ir.Attribute(*place, ir.Attribute(*place, loaded, "redirect"), "destination"))
    return (
        ir.Import(*place, "next/navigation", "redirect", _GOES),
        ir.Do(*place, ir.Call(*place, ir.Name(*place, _GOES), (where,))),
    )
