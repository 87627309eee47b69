"""TOML as people write it, with the lines where things stand in it; what may stand there lies with each document."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from harness.domain.codes import Code
from harness.markdown.collector import Collector

_TABLE = re.compile(r"[ \t]*\[{1,2}([^\[\]]+)\]{1,2}[ \t]*(?:#.*)?$")
_KEY = re.compile(r"""[ \t]*((?:[\w-]+|"[^"]*"|'[^']*')(?:[ \t]*\.[ \t]*(?:[\w-]+|"[^"]*"|'[^']*'))*)[ \t]*=""")
_KEY_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
_AT = re.compile(r"^(.*?) \(at (?:line (\d+), column \d+|end of document)\)$", re.DOTALL)
Path = tuple[str, ...]


def parse(text: str, collector: Collector, code: Code) -> dict[str, Any]:
    """The tables of a text. Raises DocumentError with a mistake of ``code``, and all before it, where it is no TOML."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise collector.refuse(code, 1, "TOML: nested too deeply", "flatten it") from None
    except ValueError as error:
        found = _AT.match(str(error))
        line = int(found[2]) if found and found[2] else text.count("\n") + 1 if found else 1
        what = f"TOML: {found[1] if found else error}"
        raise collector.refuse(code, line, what, "write it as `key = value`, text in quotes") from None


def lines(text: str) -> dict[Path, int]:
    """The line of every table and key at the beginning of a line; of tables in a list, each by its number from 0."""
    found: dict[Path, int] = {}
    table: Path = ()
    tables: dict[Path, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        key = _KEY.match(line)
        if header := header_of(line):
            table = header
            found.setdefault(table, number)
            if line.lstrip().startswith("[["):
                tables[table] = tables.get(table, -1) + 1
                table = (*table, str(tables[table]))
                found[table] = number
        elif key:
            found.setdefault(table + _key_parts(key[1]), number)
    return found


def header_of(line: str) -> Path:
    """The name of the table that begins at a line; empty where none does."""
    header = _TABLE.match(line)
    return _key_parts(header[1]) if header else ()


def nearest(lines: Mapping[Path, int], place: Path) -> int:
    """The line of a setting, or of what is closest around it."""
    found = (lines[place[:length]] for length in range(len(place), 0, -1) if place[:length] in lines)
    return next(found, 1)


def _key_parts(key: str) -> Path:
    return tuple(part.strip("\"'") for part in _KEY_PART.findall(key))
