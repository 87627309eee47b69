"""The folder in which ast-grep sees files and rules under neutral names; it starts nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness.adapters.cell.rooms import beginning
from harness.adapters.held_interrupts import interrupts_held
from harness.adapters.structure._ascii import plain_rule
from harness.domain.languages import usual_ending
from harness.ports.sources import SourceFile, StructuralRule

FILES = "files"
CONFIGURATION = "sgconfig.yml"
_RULES = "rules"
_SWITCH, _DISGUISE = "ast-grep-ignore", "ast-grep_ignore"
"""A comment with this word would switch rules off (ast-grep has no option against it); as long, so that offsets stay."""
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What stands raw in JSON but not in YAML 1.2 (5.1), or would be taken for the end of a line."""


@dataclass(frozen=True)
class Sheet:
    """A file as ast-grep sees it: ``shown`` has the length of the file's own bytes."""

    file: SourceFile
    language: str
    shown: bytes

    @classmethod
    def of(cls, file: SourceFile, language: str) -> Sheet:
        """The file, with no comment that could switch a rule off."""
        return cls(file, language, file.data.replace(_SWITCH.encode(), _DISGUISE.encode()))

    def original(self, text: str) -> str:
        """A text that ast-grep made of what it was shown, as it would be without the disguise."""
        return text if self.shown is self.file.data else text.replace(_DISGUISE, _SWITCH)


class Folder:
    """A folder of our own with all that one ast-grep process needs; only its owner may look into it."""

    def __init__(self, rules: Sequence[StructuralRule], sheets: Sequence[Sheet]) -> None:
        self.given = tuple(rules)
        self.rules = dict(enumerate(rules))
        self.sheets = {f"{index:06}{usual_ending(sheet.language)}": sheet for index, sheet in enumerate(sheets)}
        with interrupts_held():  # else it could lie there before anybody is to remove it
            self._temporary = tempfile.TemporaryDirectory(prefix=beginning("structure"), ignore_cleanup_errors=True)
        self.path = Path(self._temporary.name)

    def write(self) -> None:
        """Put the files, the rules and the configuration in place."""
        files = self.path / FILES
        files.mkdir()
        for name, sheet in self.sheets.items():
            _write(f"{files}/{name}", sheet.shown)
        (self.path / _RULES).mkdir()
        _write(f"{self.path}/{CONFIGURATION}", json.dumps({"ruleDirs": [_RULES]}).encode())
        self._write_rules()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Written, and removed at the end whatever happens."""
        try:
            self.write()
            yield
        finally:
            self.remove()

    def remove(self) -> None:
        """Remove all of it; more than once does no harm."""
        try:
            self._temporary.cleanup()
        except BaseException:  # an interrupt: what is half removed would never be removed by anybody else
            shutil.rmtree(self.path, ignore_errors=True)
            raise

    def drop_rules(self, indices: Iterable[int]) -> bool:
        """Go on without some rules; whether any is left."""
        for index in indices:
            del self.rules[index]
        self._write_rules()
        return bool(self.rules)

    def drop_sheet(self, name: str) -> Sheet | None:
        """Go on without a file; None where there is none of that name."""
        sheet = self.sheets.pop(name, None)
        if sheet is not None:
            os.unlink(self.path / FILES / name)
        return sheet

    def seconds(self) -> float:
        """What a run may well take: ast-grep goes through about 4 MB a second with ten rules."""
        return sum(len(sheet.shown) for sheet in self.sheets.values()) / 100_000

    def _write_rules(self) -> None:
        names = {sheet.file.path: f"{FILES}/{name}" for name, sheet in self.sheets.items()}
        plain = frozenset(sheet.file.path for sheet in self.sheets.values() if sheet.shown.isascii())
        every = frozenset(names)
        documents = [
            _document(index, rule, names, is_plain=bool(names) and (every & (rule.paths or every)) <= plain)
            for index, rule in self.rules.items()
        ]
        _write(f"{self.path}/{_RULES}/rules.yml", "\n---\n".join(documents).encode())


def _document(index: int, rule: StructuralRule, names: dict[str, str], is_plain: bool) -> str:
    """A rule as ast-grep reads it; ``is_plain``: it looks at files of ASCII alone."""
    content = json.loads(rule.document.replace(_SWITCH, _DISGUISE))
    content = plain_rule(content) if is_plain else content
    content |= {"id": f"r{index}", "language": rule.language}
    if rule.paths is not None:
        content["files"] = [names[path] for path in sorted(rule.paths) if path in names] or ["none"]
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(content, ensure_ascii=False))


def _write(path: str, data: bytes) -> None:
    """Write a new file without the layers of ``open``, which cost more than the bytes where there are thousands."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        written = os.write(descriptor, data)
        while written < len(data):
            written += os.write(descriptor, data[written:])
    finally:
        os.close(descriptor)
