"""bandit: Python; ``# nosec``, ``.bandit`` files and excluded folders count for nothing, and its metrics name every file."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from harness.constitution._orders import Order
from harness.constitution.outputs.json_values import at, items, number, text
from harness.constitution.outputs.results import Reading, Result, Unit, Unparsed
from harness.markdown.values import Json
from harness.ports.sources import SourceTree

INSTALL = "pip install bandit"
SUFFIXES = (".py", ".pyw")
DONE = (0, 1)
STATUS_TELLS = False
PARSES_ALL = True
WANTS = None
_INI = '"$TMPDIR/bandit.ini"'
_TOTALS = "_totals"


def order(arguments: Sequence[str], rules: Sequence[str], paths: Sequence[str]) -> Order:
    """The whole tree: it takes no list of files; an empty file of settings keeps it from looking for others."""
    selected = ("--tests", ",".join(rules)) if rules else ()
    quiet = ("--quiet", "--ignore-nosec", "--format", "json", "--exclude", "/nothing")
    words = shlex.join((*quiet, *selected, *arguments, "--recursive", "."))
    return Order(f"printf '[bandit]\\n' > {_INI} && exec bandit --ini {_INI} {words}")


def read(documents: Sequence[Json]) -> Reading | None:
    """``--format json``."""
    document = documents[0] if len(documents) == 1 else None
    metrics = at(document, "metrics")
    if not isinstance(metrics, dict) or _TOTALS not in metrics or not isinstance(at(document, "results"), list):
        return None
    return Reading(
        tuple(_result(one) for one in items(at(document, "results"))),
        tuple(Unparsed(text(one, "filename"), text(one, "reason")) for one in items(at(document, "errors"))),
        scanned=frozenset(metrics) - {_TOTALS},
    )


def seen(tree: SourceTree) -> SourceTree:
    """As it is."""
    return tree


def _result(entry: Json) -> Result:
    """Its columns count from 0, in bytes, and its end column is of the last line of its range."""
    lines = [one for one in items(at(entry, "line_range")) if isinstance(one, int)]
    line, column, end = number(entry, "line_number"), number(entry, "col_offset"), number(entry, "end_col_offset")
    single = lines in ([], [line])
    return Result(
        text(entry, "filename"),
        text(entry, "issue_text"),
        text(entry, "test_id"),
        line,
        None if column is None or column < 0 else column + 1,
        line if single else max(lines),
        None if end is None or end < 1 or not single else end + 1,
        Unit.BYTES,
    )
