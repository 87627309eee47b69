"""Lines such as ``path:line:column: words`` as results, whoever printed them; other lines say nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from harness.constitution.outputs.results import Reading, Result, Unparsed

_STYLES = re.compile(r"\x1b\[[0-9;:]*[A-Za-z]|\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\)")
_UNIX = re.compile(
    r"(?P<path>[^:\n]+):(?P<line>[0-9]{1,9})(?::(?P<column>[0-9]{1,9}))?(?::|[ \t]+-?|$)[ \t]*(?P<words>.*)"
)
_WINDOWS = re.compile(
    r"(?P<path>[^(\n]+)\((?P<line>[0-9]{1,9})(?:,(?P<column>[0-9]{1,9}))?\)[ \t]*:[ \t]*(?P<words>.*)"
)
_NO_FAULT = re.compile(r"(?:note|info|help)\b", re.IGNORECASE)
_UNPARSED = re.compile(
    r"(?:error:?[ \t]*)?(?:invalid-syntax|syntax ?error|parsing error|E999|E902)\b|.*\[syntax\]$", re.I
)
_RULE = re.compile(r"(?:(?:error|warning)[ \t]*:?[ \t]+)?(?P<code>[A-Z]{1,8}[0-9]{2,6})\b|.*\[(?P<named>[\w@/.-]+)\]$")


def read(output: str, in_tree: Callable[[str], bool]) -> Reading:
    """What the lines with a place say; a line whose path is not ``in_tree`` is no such line, but a time or a URL."""
    results, unparsed = list[Result](), list[Unparsed]()
    for line in _STYLES.sub("", output).split("\n"):
        if ":" not in line:
            continue
        for path, words, number, column in _told(line.strip(), in_tree):
            if _UNPARSED.match(words):
                unparsed.append(Unparsed(path, words, number))
            elif not _NO_FAULT.match(words):
                results.append(Result(path, words, _rule(words), number, column))
    return Reading(tuple(results), tuple(unparsed))


def _told(line: str, in_tree: Callable[[str], bool]) -> Iterator[tuple[str, str, int, int | None]]:
    for form in (_UNIX, _WINDOWS):
        found = form.match(line)
        if found and in_tree(found["path"]):
            yield found["path"], found["words"], int(found["line"]), int(found["column"]) if found["column"] else None
            return


def _rule(words: str) -> str:
    found = _RULE.match(words)
    return (found["code"] or found["named"]) if found else ""
