"""The line that tells a constitution's version and dates, in our form and in Spec Kit's; where it stands lies in a reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from harness.markdown.tree import Block, Paragraph
from harness.readers._principles_tokens import is_token

# https://semver.org, its suggested expression, without its groups.
_NUMBER = r"(?:0|[1-9][0-9]*)"
_SUFFIX = r"[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*"
_SEMANTIC = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-{_SUFFIX})?(?:\+{_SUFFIX})?")
_NAME = re.compile(r"(version|ratified|(?:last[ -])?amended)\b\s*:?\s*(.*)", re.IGNORECASE)
_BEGINS = re.compile(
    r"version\s*:?\s*v?[0-9][\w.+-]*\s*(?:$|[·|,—–•]|-\s)|version\s*:?\s*[\[{]|version\s*:"
    r"|version\b.*\b(?:ratified|amended)\b|ratified\s*:?\s*[0-9]"
)
_BETWEEN = re.compile(r"\s*[·|,—–•]\s*|\s+-\s+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass
class Versions:
    """What the line says; ``problems`` are (line, what, hint)."""

    version: str | None = None
    ratified: date | None = None
    amended: date | None = None
    line: int = 0
    problems: list[tuple[int, str, str]] = field(default_factory=list)


def prose(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """The lines of all paragraphs that stand right here, as (line, text)."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from enumerate(block.lines, block.line)


def read_versions(lines: Iterable[tuple[int, str]]) -> Versions:
    """The version and dates that stand in one of the lines of prose, as (line, text)."""
    versions = Versions()
    for line, text in lines:
        plain = " ".join(re.sub(r"\*+|(?<!\w)_+|_+(?!\w)", "", text).split())
        if not _BEGINS.match(plain.lower()):
            continue
        if versions.line:
            what = f"a second line of versions, the first is on line {versions.line}"
            versions.problems.append((line, what, "keep one of the two"))
        else:
            versions.line = line
            _read(plain, versions)
    return versions


def _read(text: str, versions: Versions) -> None:
    for part in _BETWEEN.split(text):
        found = _NAME.fullmatch(part.strip())
        if not found:
            hint = "write `Version 1.2.0 · ratified 2026-11-20 · amended 2026-12-01`"
            versions.problems.append((versions.line, f"'{part.strip()}' is neither a version nor a date", hint))
        elif not is_token(found[2].strip()):
            note(found[1].lower(), found[2].strip().rstrip("."), versions)


def note(name: str, value: str, versions: Versions) -> None:
    """Keep one value by its name, ``version``, ``ratified`` or ``amended``; a problem is of the line that is being read."""
    if name == "version":
        versions.version = _version(value, versions)
    elif name == "ratified":
        versions.ratified = _date(value, versions)
    else:
        versions.amended = _date(value, versions)


def _version(value: str, versions: Versions) -> str | None:
    number = value.removeprefix("v")
    if _SEMANTIC.fullmatch(number):
        return number
    hint = "write three numbers, such as 1.2.0 (https://semver.org)"
    versions.problems.append((versions.line, f"'{value}' is not a semantic version", hint))
    return None


def _date(value: str, versions: Versions) -> date | None:
    try:
        if _DATE.fullmatch(value):
            return date.fromisoformat(value)
        what = f"'{value}' is not a date"
    except ValueError:
        what = f"there is no day '{value}'"
    versions.problems.append((versions.line, what, "write year, month and day, such as 2026-11-20"))
    return None
