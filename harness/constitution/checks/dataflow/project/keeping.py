"""Keeps what was found out about files, and tells what of it still holds after files have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from harness.constitution.checks.dataflow.project.analyst import FileResult
from harness.constitution.checks.dataflow.project.facts import Facts
from harness.constitution.checks.dataflow.project.layout import Layout
from harness.constitution.checks.dataflow.project.records import (
    Head,
    Kept,
    Unusable,
    digest,
    facts_bytes,
    facts_of,
    layout_bytes,
    layout_of,
    result_bytes,
)
from harness.ports.blobs import Blobs

_BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError)
"""What reading bytes may raise that something else has written."""


def digest_of(words: Iterable[object]) -> str:
    """The digest of a set."""
    return digest(*sorted(map(repr, words)))[:24]


@dataclass
class Found:
    """Results that still hold; ``carriers`` is the digest of those they were found with (empty: they differ)."""

    results: dict[str, FileResult] = field(default_factory=dict)
    carriers: str = ""


class Keeper:
    """Keeps facts, layouts and results of files of known contents; ``base`` tells catalogues and versions apart."""

    def __init__(self, blobs: Blobs | None, base: str, contents: Mapping[str, str]) -> None:
        self._blobs = blobs
        self._base = base
        self._contents = contents
        self._paths = digest(*contents)[:24]
        self._as_kept: dict[str, tuple[FileResult, str]] = {}
        self._layouts: dict[str, Layout] = {}
        self._common = ""

    def facts(self) -> dict[str, Facts]:
        """The facts that are known of files."""
        found: dict[str, Facts] = {}
        for path, data in self._get("facts", self._contents).items():
            try:
                found[path] = facts_of(data)
            except _BROKEN:
                continue
        return found

    def keep_facts(self, facts: Mapping[str, Facts]) -> None:
        """Keep facts."""
        self._put({self._key("facts", path, self._contents[path]): facts_bytes(each) for path, each in facts.items()})

    def keep_layouts(self, layouts: Mapping[str, Layout]) -> None:
        """Keep layouts."""
        self._layouts.update(layouts)

    def results(
        self,
        facts: Mapping[str, Facts],
        common: Iterable[object],
        layout: Callable[[str], Layout | None],
    ) -> Found:
        """The results that still hold with what is ``common`` to all; ``layout`` tells that of a file as it is now."""
        self._common = digest_of(common)
        judge = _Judge(self, facts, layout)
        found = Found()
        heads: set[str] = set()
        for path, data in self._get("result", self._contents).items():
            try:
                kept = Kept.read(path, data)
                result = judge.result(kept) if kept.head.common == self._common else None
            except (*_BROKEN, Unusable):
                continue
            if result is not None:
                found.results[path] = result
                heads.add(kept.head.carriers)
                if kept.head.files == {each: self._contents.get(each, "") for each in kept.head.files}:
                    self._as_kept[path] = (result, kept.head.carriers + kept.head.paths)
        found.carriers = heads.pop() if len(heads) == 1 else ""
        return found

    def keep(self, results: Mapping[str, FileResult], carriers: frozenset[str], common: Iterable[object]) -> None:
        """Keep results, those that are not kept already."""
        if self._blobs is None:
            return
        told, shared = digest_of(carriers), digest_of(common)
        blobs: dict[str, bytes] = {}
        for path, result in results.items():
            if self._as_kept.get(path) != (result, told + self._paths):
                files = {each: self._contents[each] for each in (path, *result.depends) if each in self._contents}
                head = Head(told, shared, self._paths, files)
                blobs[self._key("result", path, self._contents[path])] = result_bytes(head, result)
        for path, each in self._layouts.items():
            blobs[self._key("layout", path, self._contents[path])] = layout_bytes(each)
        if blobs:
            blobs[self._key("paths", self._paths, "")] = "\n".join(self._contents).encode("utf-8", "surrogatepass")
        self._put(blobs)

    def content(self, path: str) -> str | None:
        """The digest of a file's content as it is now; None where there is none."""
        return self._contents.get(path)

    def layout(self, path: str, content: str) -> Layout | None:
        """A layout that was kept."""
        data = self._one("layout", path, content)
        try:
            return None if data is None else layout_of(data)
        except _BROKEN:
            return None

    def added(self, paths: str) -> frozenset[str] | None:
        """The words by which files are imported that have come since the paths had a digest; None if that is not known."""
        if paths == self._paths:
            return frozenset()
        data = self._one("paths", paths, "")
        if data is None:
            return None
        before = data.decode("utf-8", "surrogatepass").split("\n")
        folders = {folder for path in before for folder in _folders(path)}
        new = self._contents.keys() - set(before)
        return frozenset(word for path in new for word in _words(path, folders))

    def _get(self, kind: str, contents: Mapping[str, str]) -> Mapping[str, bytes]:
        if self._blobs is None:
            return {}
        keys = {self._key(kind, path, content): path for path, content in contents.items()}
        return {keys[key]: data for key, data in self._blobs.get(list(keys)).items()}

    def _one(self, kind: str, path: str, content: str) -> bytes | None:
        return self._get(kind, {path: content}).get(path)

    def _put(self, blobs: Mapping[str, bytes]) -> None:
        if self._blobs is not None and blobs:
            self._blobs.put(blobs)

    def _key(self, kind: str, path: str, content: str) -> str:
        return digest(self._base, kind, path, content)


class _Judge:
    """Says whether kept results hold."""

    def __init__(self, keeper: Keeper, facts: Mapping[str, Facts], layout: Callable[[str], Layout | None]) -> None:
        self._keeper = keeper
        self._facts = facts
        self._layout = layout
        self._added: dict[str, frozenset[str] | None] = {}
        self._pairs: dict[tuple[str, str], tuple[Layout, Layout] | None] = {}

    def result(self, kept: Kept) -> FileResult | None:
        """A kept result as it is now; None if it does not hold. Raises Unusable."""
        head = kept.head
        changed: dict[str, tuple[Layout, Layout]] = {}
        for path, content in head.files.items():
            now = self._keeper.content(path)
            if now != content:
                pair = None if now is None or path == kept.path else self._pair(path, content)
                if pair is None:
                    return None
                changed[path] = pair
        if not self._finds_the_same(head):
            return None
        if changed and not _alike(kept.depends(), changed):
            return None

        def move(path: str, place: int) -> tuple[int, int] | None:
            if path not in changed:
                return (0, 0)
            return None if place < 0 else changed[path][0].moved(changed[path][1], place)

        return kept.result(move)

    def _pair(self, path: str, content: str) -> tuple[Layout, Layout] | None:
        """The layouts of a file as it was and as it is now."""
        key = (path, content)
        if key not in self._pairs:
            before = self._keeper.layout(path, content)
            now = None if before is None else self._layout(path)
            self._pairs[key] = None if before is None or now is None else (before, now)
            if now is not None:
                self._keeper.keep_layouts({path: now})
        return self._pairs[key]

    def _finds_the_same(self, head: Head) -> bool:
        """Whether no file has come that one of its files may import."""
        if head.paths not in self._added:
            self._added[head.paths] = self._keeper.added(head.paths)
        added = self._added[head.paths]
        if added is None:
            return False
        return not added or all(
            path in self._facts and added.isdisjoint(self._facts[path].imports) for path in head.files
        )


def _alike(depends: Mapping[str, frozenset[str]], changed: Mapping[str, tuple[Layout, Layout]]) -> bool:
    """Whether of the files that have changed everything says the same that had a part."""
    for path, (before, now) in changed.items():
        for name in depends.get(path, frozenset(("",))):
            said = before.digest(name)
            if not said or said != now.digest(name):
                return False
    return True


def _folders(path: str) -> Iterable[str]:
    while path := path.rpartition("/")[0]:
        yield path


def _words(path: str, folders: set[str]) -> Iterable[str]:
    """The words by which a file that is new may be imported."""
    stem = path.rpartition("/")[2].partition(".")[0]
    if stem in ("__init__", "index"):
        yield path.rpartition("/")[0].rpartition("/")[2]
    yield stem
    yield from (folder.rpartition("/")[2] for folder in _folders(path) if folder not in folders)
