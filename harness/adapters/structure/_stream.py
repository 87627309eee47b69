"""Reads what ast-grep printed, and believes nothing of it that does not fit the bytes that it was shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any

from harness.adapters.structure._folder import Folder, Sheet
from harness.adapters.structure._process import End, Process
from harness.ports.sources import Excess, RuleMatch, Unread

_SKIPPED = {
    "fileTooLarge": "is larger than ast-grep looks at (3 MB and 200,000 lines)",
    "invalidUtf8": "is not UTF-8 text",
}


class Collected:
    """The matches of one matching: of each rule the first ``kept``, by path and offset."""

    def __init__(self, folder: Folder, kept: int) -> None:
        self._folder = folder
        self._kept = kept
        self._matches: dict[int, list[RuleMatch]] = {}
        self._seen: dict[int, int] = {}
        self._bytes: dict[int, int] = {}
        self._excess: dict[int, int] = {}
        self._unread: dict[str, str] = {}

    def read(self, process: Process) -> End:
        """Take in what one process prints: all that earlier ones found of the same rules is forgotten."""
        self.forget()
        for line in process.lines():
            self._take(line)
        end = process.end()
        if end is End.DONE:
            self._require_seen(process.seen())
        return end

    def _require_seen(self, seen: Mapping[str, str]) -> None:
        for name, sheet in self._folder.sheets.items():
            if why := seen.get(name, "unseen"):
                self._unread[sheet.file.path] = _SKIPPED.get(why, f"was skipped by ast-grep ({why})")

    def forget(self) -> None:
        """Start anew, but for the rules that are no longer tried."""
        for index in self._folder.rules:
            for of_rule in (self._matches, self._seen, self._bytes):
                of_rule.pop(index, None)
        self._unread.clear()

    def drop_wildest(self) -> list[int]:
        """The rules to go on without after too much was printed: those that match too often, and that print half of it."""
        current = sorted(self._folder.rules, key=lambda index: -self._bytes.get(index, 0))
        printed = [0, *accumulate(self._bytes.get(index, 0) for index in current)]
        half = [index for index, before in zip(current, printed, strict=False) if before < printed[-1] / 2]
        wild = [index for index in current if self._seen.get(index, 0) > self._kept] or half or current[:1]
        for index in wild:
            self._trim(index)
            self._excess[index] = len(self._matches.get(index, ()))
        self._unread.clear()
        return wild

    def unread(self) -> list[Unread]:
        """The files that were not looked at."""
        return [Unread(path, why) for path, why in self._unread.items()]

    def excess(self) -> Iterator[Excess]:
        """The rules of which not every match is given."""
        for index, rule in enumerate(self._folder.given):
            if self._seen.get(index, 0) > self._kept:
                yield Excess(rule.id, self._kept)
            elif index in self._excess:
                yield Excess(rule.id, self._excess[index])

    def matches(self) -> Iterator[RuleMatch]:
        """What is kept, by path and offset."""
        for index in self._matches:
            self._trim(index)
        every = [match for matches in self._matches.values() for match in matches]
        yield from sorted(every, key=_order)

    def _take(self, line: bytes) -> None:
        found = json.loads(line)
        name, index = found["file"].rpartition("/")[2], int(found["ruleId"][1:])
        sheet, rule = self._folder.sheets[name], self._folder.rules[index]
        if sheet.language != rule.language:
            return  # a language inside another, such as a script in a page
        start, end = _range(found)
        if sheet.shown[start:end] != found["text"].encode():
            self._unread[sheet.file.path] = "changed while ast-grep looked at it"
            return
        match = RuleMatch(
            rule.id, sheet.file.path, start, end, _metavariables(sheet, found), _replacement(sheet, found)
        )
        self._seen[index] = self._seen.get(index, 0) + 1
        self._bytes[index] = self._bytes.get(index, 0) + len(line)
        kept = self._matches.setdefault(index, [])
        kept.append(match)
        if len(kept) >= 2 * self._kept:
            self._trim(index)

    def _trim(self, index: int) -> None:
        kept = self._matches.get(index, [])
        kept.sort(key=_order)
        del kept[self._kept :]


def _order(match: RuleMatch) -> tuple[str, int, int, str]:
    return match.path, match.start, match.end, match.rule


def _range(found: Mapping[str, Any]) -> tuple[int, int]:
    offsets = found["range"]["byteOffset"]
    return offsets["start"], offsets["end"]


def _metavariables(sheet: Sheet, found: Mapping[str, Any]) -> dict[str, str]:
    captured = found.get("metaVariables") or {"single": {}, "multi": {}}
    texts = {name: _text(sheet, [node]) for name, node in captured["single"].items()}
    return texts | {name: _text(sheet, nodes) for name, nodes in captured["multi"].items()}


def _text(sheet: Sheet, nodes: Iterable[Mapping[str, Any]]) -> str:
    ranges = [_range(node) for node in nodes]
    return sheet.file.data[ranges[0][0] : ranges[-1][1]].decode(errors="replace") if ranges else ""


def _replacement(sheet: Sheet, found: Mapping[str, Any]) -> str | None:
    """What a fix puts in the place of the match; None where there is none, or it would change more than the match."""
    text, offsets = found.get("replacement"), found.get("replacementOffsets")
    return sheet.original(text) if text is not None and offsets == found["range"]["byteOffset"] else None
