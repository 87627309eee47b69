"""Snapshots as files: text that people review, and that reads back as exactly what was written.

A head (``case``, ``digest``, what is redacted and what is unstable), then each step under a line of ``==``, its parts as
``name = value`` or as a block whose lines begin with ``|``. Whatever could not be seen in a review is spelled out as ``\\xNN``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from harness.domain.cards import Section
from harness.domain.golden import Capture, Part, PartKind, Snapshot
from harness.golden import _codes
from harness.golden.escaping import escaped, unescaped
from harness.golden.json_values import read_json, write_json
from harness.markdown.collector import Collector

SUFFIX = ".golden"
_TITLE = "a golden of `harness golden`: change it by `harness golden review`, never by hand"
_NOTHING = "(nothing)"
_NO_END = "  \\ no line feed at the end"
_BLOCK = "  |"
_PLAIN_NAME = re.compile(r"[a-z][\w ./@+<>#()-]*[\w./@+<>#()-]", re.ASCII)
_SHA = r"sha256:([0-9a-f]{64})"
_STEP = re.compile(rf"== ({'|'.join(section.value for section in Section)}) ([1-9][0-9]{{0,5}}): (.*)")
_PART = re.compile(
    r"""(?P<name>[a-z][\w ./@+<>#()-]*?|"(?:[^"\\]|\\.)*")(?:,\ (?P<kind>JSON|binary|picture))?"""
    r"""(?:\ =\ (?P<value>.*)|:(?P<nothing>\ \(nothing\))?)"""
)
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_KINDS = {None: PartKind.TEXT, "JSON": PartKind.JSON, "binary": PartKind.BINARY, "picture": PartKind.PICTURE}


@dataclass(frozen=True)
class Reading:
    """A snapshot as it was read; ``untouched`` says whether the digest in it still holds."""

    snapshot: Snapshot
    digest: str
    untouched: bool


def write_snapshot(snapshot: Snapshot) -> str:
    """The text of a snapshot, the same for the same snapshot on every machine."""
    body = "".join(f"{line}\n" for line in _body(snapshot))
    head = f"# {snapshot.case}: {_TITLE}\ncase: sha256:{snapshot.case_sha256}\n"
    return f"{head}digest: sha256:{digest_of(head + body)}\n{body}"


def digest_of(text: str) -> str:
    """The digest of a snapshot: of everything that stands in it but for the line of the digest."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def digest_of_snapshot(text: str) -> str:
    """The digest that the text of a snapshot carries."""
    return text.split("\n", 3)[2].removeprefix("digest: sha256:")


def read_snapshot(data: bytes, path: str) -> Reading:
    """A snapshot that lies in a file.

    Raises:
        DocumentError: with the first mistake that keeps it from being read: bytes that are not UTF-8, markers of a merge,
            a line that is none of a snapshot's.
    """
    collector = Collector(path)
    if data[:2] in _UTF16:
        raise collector.refuse(_codes.BROKEN, 1, "the file is UTF-16, not UTF-8", _RESTORE)
    try:
        # Lines of a snapshot end in a line feed; others, and a mark at the beginning, come from how it was checked out.
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise collector.refuse(_codes.BROKEN, line, what, _RESTORE) from None
    if "\0" in text:
        raise collector.refuse(
            _codes.BROKEN, text.count("\n", 0, text.index("\0")) + 1, "there is a NUL byte", _RESTORE
        )
    return _Reader(text, collector).read()


_RESTORE = "take it back from git, or accept what is received by `harness golden review`"


def _body(snapshot: Snapshot) -> Iterator[str]:
    if snapshot.redacted:
        yield f"redacted: {', '.join(snapshot.redacted)}"
    for leaf in snapshot.unstable:
        yield f"unstable: {escaped(leaf)}"
    for capture in snapshot.captures:
        yield ""
        yield f"== {capture.place}: {escaped(capture.did)}"
        for part in capture.parts:
            yield from part_lines(part)


def part_lines(part: Part) -> Iterator[str]:
    """One part as it stands in a snapshot."""
    name = part.name if _PLAIN_NAME.fullmatch(part.name) else json.dumps(part.name)
    if part.kind is PartKind.VALUE:
        yield f"{name} = {_valued(part.text)}"
    elif part.kind in (PartKind.BINARY, PartKind.PICTURE):
        yield f"{name}, {part.kind.value} = {_valued(part.text)}"
    elif part.kind is PartKind.JSON:
        yield f"{name}, JSON:"
        yield from (f"{_BLOCK} {_json_escaped(line)}" for line in write_json(part.value).split("\n"))
    elif not part.value:
        yield f"{name}: {_NOTHING}"
    else:
        yield f"{name}:"
        *lines, last = part.text.split("\n")
        yield from map(_in_block, lines)
        if last:
            yield _in_block(last)
            yield _NO_END


def _json_escaped(line: str) -> str:
    """A line of JSON in which nothing is unseen, spelled as JSON spells it: what stands there is JSON as it is."""
    return line if line.isprintable() else "".join(map(_json_spelled, line))


def _json_spelled(character: str) -> str:
    return character if character.isprintable() else json.dumps(character)[1:-1]


def _in_block(line: str) -> str:
    return f"{_BLOCK} {escaped(line)}" if line else _BLOCK


def _valued(value: str) -> str:
    if value in ("", _NOTHING):
        return _NOTHING if not value else f"\\x28{value[1:]}"
    return escaped(value)


class _Reader:
    """Reads one snapshot from its first line to its last."""

    def __init__(self, text: str, collector: Collector) -> None:
        self._collector = collector
        self._lines = text.split("\n")
        self._at = 0

    def read(self) -> Reading:
        for number, line in enumerate(self._lines, 1):
            if _CONFLICT.match(line):
                what = "the markers of a merge stand here"
                raise self._collector.refuse(
                    _codes.CONFLICT, number, what, "solve it as in code: keep one of the two sides"
                )
        if self._lines[-1]:
            raise self._refusal(len(self._lines), "the file ends in the middle of a line")
        self._lines.pop()
        title = self._take(rf"# ([\w.-]+): {re.escape(_TITLE)}", "the first line")
        sha256 = self._take(f"case: {_SHA}", "the digest of the case")
        digest = self._take(f"digest: {_SHA}", "the digest of the snapshot")
        signed = "".join(f"{line}\n" for at, line in enumerate(self._lines) if at != self._at - 1)
        redacted = self._optional("redacted: (.+)")
        unstable = []
        while (leaf := self._optional("unstable: (.+)")) is not None:
            unstable.append(self._unescaped(leaf))
        snapshot = Snapshot(
            case=title,
            case_sha256=sha256,
            redacted=tuple(redacted.split(", ")) if redacted else (),
            unstable=tuple(unstable),
            captures=tuple(self._captures()),
        )
        return Reading(snapshot, digest, digest == digest_of(signed))

    def _captures(self) -> Iterator[Capture]:
        seen: set[str] = set()
        while self._at < len(self._lines):
            self._take("()", "an empty line before a step")
            found = _STEP.fullmatch(self._here()) if self._at < len(self._lines) else None
            if not found:
                raise self._refusal(self._at + 1, "this is not the head of a step")
            place = f"{found[1]} {found[2]}"
            if place in seen:
                raise self._refusal(self._at + 1, f"a second `{place}`")
            seen.add(place)
            self._at += 1
            did = self._unescaped(found[3])
            parts = tuple(self._parts())
            yield Capture(section=Section(found[1]), number=int(found[2]), did=did, parts=parts)

    def _parts(self) -> Iterator[Part]:
        seen: set[str] = set()
        while self._at < len(self._lines) and self._here():
            line = self._at + 1
            found = _PART.fullmatch(self._here())
            if not found:
                raise self._refusal(line, "this is not a part of a step")
            self._at += 1
            name = self._name(found["name"])
            if name in seen:
                raise self._refusal(line, f"a second `{name}` in one step")
            seen.add(name)
            yield self._part(name, found, line)

    def _part(self, name: str, found: re.Match[str], line: int) -> Part:
        kind = _KINDS[found["kind"]]
        if found["value"] is not None:
            value = "" if found["value"] == _NOTHING else self._unescaped(found["value"])
            if kind is PartKind.JSON:
                raise self._refusal(line, "JSON stands in lines that begin with `|`")
            return Part(name=name, kind=PartKind.VALUE if kind is PartKind.TEXT else kind, value=value)
        if kind is PartKind.TEXT:
            return Part(name=name, kind=kind, value="" if found["nothing"] else self._block(line, self._unescaped))
        found_value = None if found["nothing"] else read_json(self._block(line, str))
        if kind is not PartKind.JSON or found_value is None:
            raise self._refusal(line, f"what stands below `{name}` is not {found['kind']}")
        return Part(name=name, kind=kind, value=found_value)

    def _block(self, line: int, meant: Callable[[str], str]) -> str:
        lines = []
        while self._at < len(self._lines) and self._here().startswith(_BLOCK):
            lines.append(meant(self._of_block()) + "\n")
            self._at += 1
        if not lines:
            raise self._refusal(line, "no line that begins with `|` stands below this")
        if self._at < len(self._lines) and self._here() == _NO_END:
            self._at += 1
            return "".join(lines)[:-1]
        return "".join(lines)

    def _of_block(self) -> str:
        written = self._here()[len(_BLOCK) :]
        if written and not written.startswith(" "):
            raise self._refusal(self._at + 1, "a space is missing behind `|`")
        return written[1:]

    def _name(self, written: str) -> str:
        if not written.startswith('"'):
            return written
        try:
            return str(json.loads(written))
        except ValueError:
            raise self._refusal(self._at, "the name of this part is not written as JSON writes text") from None

    def _take(self, pattern: str, what: str) -> str:
        found = self._optional(pattern)
        if found is None:
            raise self._refusal(self._at + 1, f"{what} is missing here")
        return found

    def _optional(self, pattern: str) -> str | None:
        found = re.fullmatch(pattern, self._here()) if self._at < len(self._lines) else None
        if not found:
            return None
        self._at += 1
        return found[1]

    def _here(self) -> str:
        return self._lines[self._at]

    def _unescaped(self, text: str) -> str:
        try:
            return unescaped(text)
        except ValueError as error:
            raise self._refusal(self._at + 1, str(error)) from None

    def _refusal(self, line: int, what: str) -> Exception:
        return self._collector.refuse(_codes.BROKEN, min(line, max(len(self._lines), 1)), what, _RESTORE)
