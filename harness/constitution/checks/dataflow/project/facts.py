"""What is seen of a file without reading its code: words that may begin a flow, and what it changes of other files.

It is quick, and errs to one side only: a word too many costs time, none is missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from harness.constitution.checks.dataflow.project.python_names import is_python
from harness.constitution.checks.dataflow.project.standard import BUILTINS
from harness.constitution.checks.dataflow.rules import Catalogue

_WORD = re.compile(rb"[\w$\x80-\xff]+")
_AS = re.compile(rb"[ \t]as[ \t]+([\w$]+)")
_SAME = re.compile(rb"^([\w$]+)[ \t]*=[ \t]*(?:[\w$]+\.)*([\w$]+)[ \t]*;?[ \t]*\r?$", re.MULTILINE)
_STORE = re.compile(rb"\.([\w$]+)(?:\[[^\]\n]*\])?[ \t]*=(?!=)")
_IMPORT = re.compile(rb"\b(?:from|import|require)\b[ \t]*[\w.\"'(@{*,][^\n(]*(?:\([^)]*\))?")
_CONTINUED = re.compile(rb"\\\r?\n")
_STAR = re.compile(rb"\bimport[ \t]*\(?[ \t]*\*")
_ATTRIBUTE = re.compile(rb"\.\s*([\w$\x80-\xff]+)")
_KEY = re.compile(rb"[\[(]\s*[bBrRuU]?[\"']([\w$\x80-\xff]+)[\"']")
_BEFORE = re.compile(rb"[\w$]+\Z")
_LONGEST = 80
_OWN = frozenset({b"self", b"cls", b"this", b""})
BRINGING = frozenset({"__import__", "import_module"})
"""What imports a module whose name need not stand in an import."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one file: its ``marks`` are words that may begin a flow (behind a dot, if they begin with one), ``heads`` those that
    do in the head of a function; ``aliases`` are other words of the file for such words;
    ``stores`` are what it assigns to attributes of what, by their last words; ``imports`` the words in its imports."""

    marks: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    stores: frozenset[tuple[str, str]] = frozenset()
    imports: frozenset[str] = frozenset()
    aliases: frozenset[tuple[str, str]] = frozenset()

    def within(self, catalogue: Catalogue) -> Facts:
        """The same with the marks and heads of fewer rules, their other words among them."""
        heads = self.heads & catalogue.heads()
        marks = {mark for mark in self.marks if mark in BRINGING or catalogue.begins(mark.removeprefix("."))}
        known = {mark.removeprefix(".") for mark in marks}
        marks.update(alias for alias, name in self.aliases if name in known)
        more = frozenset(alias for alias, name in self.aliases if name in heads)
        return Facts(frozenset(marks), heads | more, self.stores, self.imports)


NO_ALIASES: frozenset[tuple[str, str]] = frozenset()


class Scanner:
    """Tells facts of files by one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._marked = catalogue.begins
        self._marks = catalogue.marks()
        self._heads = catalogue.heads()
        self._known: dict[bytes, str] = {}
        self._unmarked: set[bytes] = set()

    def facts(self, path: str, data: bytes) -> Facts:
        """What a file shows."""
        words = word_set(data)
        imports = imported_words(data)
        marks = self._placed(path, data, self._marked_words(words), imports)
        heads = frozenset(word for word in self._heads if word.encode() in words)
        known = {mark.removeprefix(".") for mark in marks} | heads
        aliases = frozenset((alias, name) for name, alias in _aliases(data) if name in known) if known else NO_ALIASES
        return Facts(frozenset(marks), heads, frozenset(_stores(data)), imports, aliases)

    def _marked_words(self, words: set[bytes]) -> set[str]:
        marks: set[str] = set()
        for word in words - self._unmarked:
            text = self._known.get(word)
            if text is None:
                text = word.decode("utf-8", "replace")
                if text not in BRINGING and not self._marked(text):
                    self._unmarked.add(word)
                    continue
                self._known[word] = text
            marks.add(text)
        return marks

    def _placed(self, path: str, data: bytes, marks: set[str], imports: frozenset[str]) -> set[str]:
        """The marks that count: by themselves, or behind a dot where nothing else could be meant by them.

        In Python the last part of a dotted name stands behind a dot, unless it is imported by itself; keys have no dot, and
        rules may speak of them as well.
        """
        if not is_python(path) or _STAR.search(data):
            return marks
        attributes = set(_ATTRIBUTE.findall(data))
        keys = set(_KEY.findall(data))
        found: set[str] = set()
        for mark in marks:
            if mark not in self._marks or mark in BUILTINS or mark in imports or mark.encode() in keys:
                found.add(mark)
            elif mark.encode() in attributes:
                found.add(f".{mark}")
        return found


def imported_words(data: bytes) -> frozenset[str]:
    """The words that stand in the imports of a file."""
    return frozenset(_imports(data))


def words_that_may_import(data: bytes) -> frozenset[str]:
    """The same, but all words of a file that imports modules by names which need not stand in an import."""
    if any(name.encode() in data for name in BRINGING):
        return frozenset(map(_text, word_set(data)))
    return imported_words(data)


def word_set(data: bytes) -> set[bytes]:
    """Every word of a file."""
    return set(_WORD.findall(data))


def reassigned(facts: Iterable[Facts], paths: Iterable[str]) -> frozenset[tuple[str, str]]:
    """The attributes of modules and classes that some file assigns, by the last part of a module's name."""
    stems = {_stem(path) for path in paths}
    return frozenset(store for one in facts for store in one.stores if store[0] in stems or store[0][:1].isupper())


def is_reassigned(path: str, name: str, stores: frozenset[tuple[str, str]]) -> bool:
    """Whether a name of a file's own level is among them."""
    return (_stem(path), name) in stores


def _stem(path: str) -> str:
    folder, _, name = path.rpartition("/")
    stem = name.partition(".")[0]
    return folder.rpartition("/")[2] if stem in ("__init__", "index") else stem


def _aliases(data: bytes) -> Iterable[tuple[str, str]]:
    for found in _AS.finditer(data):
        yield _text(_before(data, found.start())), _text(found[1])
    for alias, name in _SAME.findall(data):
        yield _text(name), _text(alias)


def _stores(data: bytes) -> Iterable[tuple[str, str]]:
    for found in _STORE.finditer(data):
        owner = _before(data, found.start())
        if owner not in _OWN:
            yield _text(owner), _text(found[1])


def _imports(data: bytes) -> Iterable[str]:
    if b"\\" in data:
        data = _CONTINUED.sub(b" ", data)
    for found in _IMPORT.finditer(data):
        yield from map(_text, _WORD.findall(found[0]))


def _before(data: bytes, end: int) -> bytes:
    found = _BEFORE.search(data, max(0, end - _LONGEST), end)
    return found[0] if found else b""


def _text(word: bytes) -> str:
    return word.decode("utf-8", "replace")
