"""The version and dates of a Spec Kit constitution, in whichever lines and language; our own line lies beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.markdown.tree import Block, Listed, Paragraph
from harness.readers._principles_terms import without_comments
from harness.readers._principles_tokens import is_token
from harness.readers._principles_versions import Versions, note

# English, Spanish, Portuguese, French, Italian, German, Russian, Japanese, Chinese, Korean.
_NAMES = {
    "version": r"version|versi[oó]n|vers[aã]o|versione|версия|バージョン|版本|版號|버전",
    "ratified": r"ratified|ratification(?: date)?|adopted|ratificad[ao]|ratifiée?|ratificata|ratifiziert"
    r"|ратифицирована?|принята|утверждена|承認日|批准日|制定日|批准日期|批准|生效日期|비준일?",
    "amended": r"(?:last[ -])?(?:amended|amendment|updated|modified)"
    r"|última (?:enmienda|modificación|actualización|emenda|alteração|atualização)"
    r"|dernière (?:modification|mise à jour)|ultima modifica|letzte änderung|zuletzt geändert"
    r"|последнее изменение|обновлена|最終(?:修正|更新|改正|改訂)日?|最[后後](?:修[订訂正]|更新)(?:日期)?|마지막 개정일?",
}
_PART = re.compile(
    "(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _NAMES.items())
    + r")(?:\s*[:\uff1a]\s*|\s+(?=v?[0-9]))(?P<value>.*)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*[·|,—–•]\s*|\s+-\s+")
_LABELLED = re.compile(r"[^\W\d_][^:\uff1a]{0,40}[:\uff1a]")
_GIVEN = {"version": re.compile(r"v?[0-9]", re.IGNORECASE), "ratified": re.compile(r"[0-9]{4}")}

Lines = list[tuple[int, str]]


def read_footer(blocks: Sequence[Block]) -> Versions:
    """The version and dates: of the last paragraph or list that gives a version, else of the last with a date.

    What stands above may speak of other versions. Other facts in these lines, such as an owner, are nobody's mistake.
    """
    groups = list(_groups(blocks))
    for name in _GIVEN:
        for lines in reversed(groups):
            if any(_gives(name, part) for _, text in lines for part in _parts(text)):
                return _read(lines)
    return Versions()


def _groups(blocks: Sequence[Block]) -> Iterator[Lines]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield [(line, _plain(text)) for line, text in enumerate(block.lines, block.line)]
        elif isinstance(block, Listed):
            yield [(item.line, _plain(item.text)) for item in block.items]


def _plain(text: str) -> str:
    return " ".join(re.sub(r"\*+|(?<!\w)_+|_+(?!\w)", "", without_comments(text)).split())


def _parts(text: str) -> list[str]:
    """The parts of a line; a line that begins with anything else than one of the names is prose."""
    return _BETWEEN.split(text) if _PART.match(text) else []


def _gives(name: str, part: str) -> bool:
    found = _PART.fullmatch(part)
    return bool(found and found[name] and (_GIVEN[name].match(found["value"]) or is_token(found["value"])))


def _read(lines: Lines) -> Versions:
    versions = Versions()
    for line, text in lines:
        for part in _parts(text):
            versions.line = line
            _note(part, versions)
    return versions


def _note(part: str, versions: Versions) -> None:
    found = _PART.fullmatch(part)
    value = found["value"].strip().rstrip(".") if found else ""
    if found and value and not is_token(value):
        note(next(name for name in _NAMES if found[name]), value, versions)
    elif not found and not _LABELLED.match(part):
        hint = "write `**Version**: 1.2.0 | **Ratified**: 2026-11-20 | **Last Amended**: 2026-12-01`"
        versions.problems.append((versions.line, f"'{part}' is neither a version nor a date", hint))
