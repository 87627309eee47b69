"""Safe fixes of findings, joined to one new content for each file; showing them lies in ``patches``, writing in ``app``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from harness.domain.findings import Finding, Role, Standing
from harness.ports.sources import SourceFile, Syntax, Unread

_MOST_SHOWN = 64 * 1024


@dataclass(frozen=True)
class Edit:
    """New bytes in place of those from ``start`` up to ``end``."""

    start: int
    end: int
    text: bytes


@dataclass(frozen=True)
class FilePatch:
    """What fixes make of one file: its edits by place, none touching another, and the findings that they put right.

    ``sha256`` is of the content before. ``refused`` says why the file is left as it is; empty where it may be written.
    """

    path: str
    sha256: str = ""
    before: bytes = field(default=b"", repr=False)
    edits: tuple[Edit, ...] = ()
    fixed: tuple[Finding, ...] = ()
    refused: str = ""

    @property
    def after(self) -> bytes:
        """The content with all edits made."""
        parts, at = [], 0
        for edit in self.edits:
            parts += [self.before[at : edit.start], edit.text]
            at = edit.end
        return b"".join([*parts, self.before[at:]])


def plan_fixes(findings: Iterable[Finding], read: Callable[[str], SourceFile | Unread]) -> tuple[FilePatch, ...]:
    """One patch for each file in which counting findings have safe fixes, sorted by path.

    Of fixes that touch each other the first one is taken; the others are found again once it is made.
    """
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        if _is_fixable(finding):
            by_path.setdefault(finding.span.path, []).append(finding)
    patches = (_patch(path, read(path), by_path[path]) for path in sorted(by_path))
    return tuple(patch for patch in patches if patch.edits or patch.refused)


def parsed(patches: Sequence[FilePatch], syntax: Syntax) -> tuple[FilePatch, ...]:
    """The patches, with those refused after which a file has a mistake of syntax."""
    files = [_after(patch) for patch in patches if not patch.refused]
    if not files:
        return tuple(patches)
    mistakes = syntax.begin(files, frozenset(file.path for file in files)).results()
    return tuple(_refused_if_broken(patch, mistakes.get(patch.path)) for patch in patches)


def _is_fixable(finding: Finding) -> bool:
    counts = finding.role is Role.VIOLATES and finding.standing is Standing.COUNTS
    return counts and finding.fix is not None and finding.fix.safe and finding.span.end > 0


def _patch(path: str, file: SourceFile | Unread, findings: Sequence[Finding]) -> FilePatch:
    if isinstance(file, Unread):
        return FilePatch(path, refused=file.reason)
    refused = FilePatch(path, file.sha256, file.data)
    if not _is_utf8(file.data):
        return replace(refused, refused="it is not UTF-8")
    if not all(_is_still_there(file.data, finding) for finding in findings):
        return replace(refused, refused="it has changed since it was checked")
    chosen = list(_chosen(file.data, findings))
    patch = replace(refused, edits=tuple(edit for edit, _ in chosen), fixed=tuple(one for _, one in chosen))
    return patch if _is_utf8(patch.after) else replace(refused, refused="a fix would leave it no UTF-8")


def _chosen(data: bytes, findings: Sequence[Finding]) -> Iterator[tuple[Edit, Finding]]:
    """Edits from left to right, none of which touches the one before."""
    newline = b"\r\n" if data.count(b"\r\n") * 2 > data.count(b"\n") else b"\n"
    last: Edit | None = None
    for finding in sorted(findings, key=lambda one: (one.span.start, one.span.end, one.fingerprint)):
        assert finding.fix is not None
        text = finding.fix.text.encode("utf-8", "replace").replace(b"\r\n", b"\n").replace(b"\n", newline)
        edit = Edit(finding.span.start, finding.span.end, text)
        touches = last is not None and (edit.start < last.end or edit.start == last.start)
        if not touches and data[edit.start : edit.end] != text:
            last = edit
            yield edit, finding


def _is_still_there(data: bytes, finding: Finding) -> bool:
    """Whether a finding's lines stand where they were seen."""
    span = finding.span
    if not 0 <= span.start <= span.end <= len(data):
        return False
    if data.count(b"\n", span.start, span.end) != span.end_line - span.line:
        return False
    at = data.rfind(b"\n", 0, span.start) + 1
    for line in finding.lines:
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        if _shown(data[at : min(end, at + _MOST_SHOWN)]) != line:
            return False
        at = end + 1
    return True


def _shown(line: bytes) -> str:
    return line.decode("utf-8", "replace").rstrip("\r\n")


def _after(patch: FilePatch) -> SourceFile:
    after = patch.after
    return SourceFile(patch.path, after, hashlib.sha256(after).hexdigest())


def _refused_if_broken(patch: FilePatch, mistake: tuple[int, str] | None) -> FilePatch:
    if mistake is None:
        return patch
    line, what = mistake
    return replace(patch, refused=f"it would no longer parse: line {line}: {what}")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
