"""Which words show that a rule may speak of code, and that a flow may begin there; the rules themselves are in ``index``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from harness.constitution.checks.dataflow.catalogue import words
from harness.constitution.checks.dataflow.catalogue.conditions import All, HasWords
from harness.constitution.checks.dataflow.catalogue.entries import Entry
from harness.constitution.checks.dataflow.catalogue.grammar import Form, Pattern
from harness.constitution.checks.dataflow.catalogue.mistakes import EntryError
from harness.constitution.checks.dataflow.catalogue.names import Names
from harness.constitution.checks.dataflow.rules import Role

_BEGINS = frozenset({Role.SOURCE, Role.MISUSE})
_FUNCTIONS = frozenset({Form.DECORATED, Form.FUNCTION, Form.METHOD})
Several = tuple[str, ...]


@dataclass(slots=True)
class Marks:
    """The words of ``marks`` and ``heads``, those that make a mark of a name, and the names that rules speak of anywhere.

    ``first`` are the words of which one stands in every function, or file, in which a flow begins: instead of those of the
    parts of an object (``get`` of ``os.environ.get``) its own (``environ``), for wherever the object is handed on that is
    told. ``owners`` are the names of such objects.
    """

    marks: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    spoken: set[str] = field(default_factory=set)
    several: set[Several] = field(default_factory=set)
    first: set[str] = field(default_factory=set)
    several_first: set[Several] = field(default_factory=set)
    owners: set[str] = field(default_factory=set)

    def marked(self, word: str) -> bool:
        """Whether rules may speak of any attribute or variable of that name."""
        return word in self.marks or word in self.spoken or _contains(word, self.several)

    def begins(self, word: str) -> bool:
        """Whether a flow may begin where a word stands."""
        return word in self.first or _contains(word, self.several_first)


def marks_of(entries: Iterable[Entry], names: Names) -> Marks:
    """Those of some entries. Raises EntryError for one that matches too much."""
    found = Marks()
    for entry in entries:
        pattern, rule = entry.pattern, entry.rule
        begins = rule is not None and rule.role in _BEGINS
        if pattern.form in _FUNCTIONS:
            if rule is not None and rule.role is Role.SOURCE:
                found.heads.update(_heads_of(pattern))
        elif pattern.name_variable or (pattern.key and not pattern.names):
            if begins:
                found.several_first.add(_words_of(entry))
            if begins or (pattern.name_variable and not entry.receiver_known):
                found.several.add(_words_of(entry))
        elif pattern.receiver is not None and pattern.form is not Form.CALL:
            found.spoken.update(pattern.names)
        if begins and pattern.form not in _FUNCTIONS:
            _mark(found, pattern, names)
    return found


def _mark(found: Marks, pattern: Pattern, names: Names) -> None:
    if not pattern.names and not pattern.name_variable and not pattern.key:
        raise EntryError(f"'{pattern.text}' matches too much to begin a flow", "name what is called or read")
    for name in pattern.names:
        found.marks.add(_mark_of(name))
        owner = "" if pattern.receiver is not None else names.owner(name)
        if owner:
            found.owners.add(owner)
            found.first.update(map(_mark_of, names.called(owner)))
        else:
            found.first.add(_mark_of(name))


def _heads_of(pattern: Pattern) -> Iterable[str]:
    """What stands in the decorators, the name or the parameters of every function that the pattern matches."""
    shown = [parameter.name or _mark_of(parameter.annotation) for parameter in pattern.parameters or ()]
    named = [name for name in shown if name][:1]
    if pattern.form is Form.METHOD:
        found: Iterable[str] = pattern.methods or named
    elif pattern.form is Form.FUNCTION:
        found = pattern.names or named
    else:
        found = [_mark_of(name) for name in pattern.names]
    if not found:
        raise EntryError(f"'{pattern.text}' names nothing to look for", "name the function, a parameter or the method")
    return found


def _mark_of(name: str) -> str:
    """The word of a dotted name that stands wherever it is used: its last part (``default`` of a module is written anyhow)."""
    return name.rpartition(".")[2].rpartition("/")[2].rpartition("-")[2]


def _contains(word: str, several: Iterable[Several]) -> bool:
    return any(words.contains(word, some) for some in several)


def _words_of(entry: Entry) -> Several:
    key = entry.pattern.key.variable if entry.pattern.key else ""
    for name, condition in entry.conditions:
        if name in (entry.pattern.name_variable, key):
            for one in _parts(condition):
                if isinstance(one, HasWords):
                    return one.words
    text = entry.pattern.text
    raise EntryError(
        f"'{text}' matches any name", "say with `if: { NAME: { word: [password] } }` of which words it is made"
    )


def _parts(condition: object) -> Iterator[object]:
    yield from condition.inner if isinstance(condition, All) else (condition,)
