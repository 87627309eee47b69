"""How much of what a caller tells makes a difference to a function: so few contexts, and each function is analysed in few."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.project.modules import Modules, bindings
from harness.constitution.checks.dataflow.values import UNKNOWN, Given, Target, Value

MOST_CONTEXTS = 8
"""How many different things a function may be told by one caller; whatever more it tells is not looked at."""
LARGEST_CHOOSER = 1_500
"""Bytes of a function that may be told constants and what objects hold: one that does what it does by a word is short."""
MOST_TOLD = 6
LONGEST_WORD = 32
_SPACE = re.compile(r"[\s%{}]")
_ATTRIBUTE = re.compile(rb"\.([\w$\x80-\xff]+)")
_STORED = re.compile(
    rb"\.([\w$\x80-\xff]+)(?=[ \t]*(?:\[[^\]\n]*\][ \t]*)?(?:[-+*/|&%@^]*=(?!=)|:[^=\n]*=(?!=)|[,)\]][^\n=(]*=(?!=)))"
    rb"|(?<![\w$])(?:for|as)[ \t]+[\w$]+\.([\w$\x80-\xff]+)"
)
_BARE = re.compile(rb"(?<![\w$.])(?:self|cls)(?![\w$]|[ \t]*\.)")
_HEADS = re.compile(rb"(?<![\w$])def[ \t]+[\w$]+[ \t]*\([ \t\r\n]*(?:self|cls)(?![\w$])")
_ANY_NAME = re.compile(rb"(?<![\w$])(?:setattr|__dict__|__setattr__|vars)(?![\w$])")


class Relevance:
    """Leaves out of what callers tell what says nothing; ``lineage`` tells a class (``path::qualname``) with all its bases."""

    def __init__(self, modules: Modules, lineage: Callable[[str], tuple[str, ...]]) -> None:
        self._modules = modules
        self._lineage = lineage
        self._asked: dict[str, frozenset[bytes]] = {}
        self._said: dict[str, frozenset[bytes] | None] = {}
        self._seen: dict[tuple[str, str], str] = {}

    def of(self, target: Target, given: Given) -> Given:
        """Without messages, and what is no more than a method's own object; long functions are told names and types only."""
        if not given.values:
            return given
        large = self._is_large(target)
        values = [telling(replace(value, constants=None, form=None) if large else value) for value in given.values]
        owner = target.qualname.rpartition(".")[0]
        if owner:
            values[0] = self._of_class(f"{target.path}::{owner}", values[0])
        while values and values[-1] == UNKNOWN:
            values.pop()
        return Given(tuple(values))

    def _is_large(self, target: Target) -> bool:
        function = self._modules.definition("function", target.path, target.qualname)
        return function is not None and function.end - function.start > LARGEST_CHOOSER

    def _of_class(self, owner: str, value: Value) -> Value:
        """A method's own object, as one of the class that is the first to say something that the method's class asks for."""
        if not value.types or not all("::" in each for each in value.types):
            return value
        types = frozenset(self._seen_as(each, owner) for each in value.types)
        plain = replace(value, types=types)
        return UNKNOWN if plain == Value(types=frozenset((owner,))) else plain

    def _seen_as(self, type: str, owner: str) -> str:
        found = self._seen.get((type, owner))
        if found is None:
            found = self._seen[type, owner] = self._first(type, owner)
        return found

    def _first(self, type: str, owner: str) -> str:
        lineage = self._lineage(type)
        before = lineage[: lineage.index(owner)] if owner in lineage else ()
        if not before or not all("::" in each for each in before):
            return type
        asked = self._asks(owner)
        speaking = [each for each in before if (said := self._says(each)) is None or not said.isdisjoint(asked)]
        if not speaking:
            return owner
        known = self._lineage(speaking[0])
        return speaking[0] if owner in known and set(speaking) <= set(known) else type

    def _asks(self, owner: str) -> frozenset[bytes]:
        """The attributes that a class or its bases speak of, and where they hand on themselves, their files."""
        found = self._asked.get(owner)
        if found is None:
            texts = [self._text(each) for each in self._lineage(owner) if "::" in each]
            found = self._asked[owner] = frozenset(word for text in texts for word in _ATTRIBUTE.findall(text))
        return found

    def _text(self, type: str) -> bytes:
        path, _, qualname = type.partition("::")
        loaded, defined = self._modules.get(path), self._modules.definition("class", path, qualname)
        if loaded is None or defined is None:
            return b""
        text = loaded.data[defined.start : defined.end]
        return loaded.data if len(_BARE.findall(text)) > len(_HEADS.findall(text)) else text

    def _says(self, type: str) -> frozenset[bytes] | None:
        """The attributes that a class gives to its objects; None if that may be any."""
        if type not in self._said:
            self._said[type] = self._given(type)
        return self._said[type]

    def _given(self, type: str) -> frozenset[bytes] | None:
        path, _, qualname = type.partition("::")
        loaded, defined = self._modules.get(path), self._modules.definition("class", path, qualname)
        if loaded is None or not isinstance(defined, ir.Class):
            return None
        text = loaded.data[defined.start : defined.end]
        if _ANY_NAME.search(text):
            return None
        stored = {word for pair in _STORED.findall(text) for word in pair}
        return frozenset(stored.union(name.encode() for name in bindings(defined.body).names))


@dataclass(slots=True)
class Context:
    """A function that is being analysed (``of``): how far what it was given was passed on, and what it asked of each one.

    Of itself it is told nothing for constants: else one that counts its calls would be looked at for every number.
    """

    depth: int
    of: tuple[str, str] | None
    asked: dict[tuple[str, str], set[Given]]

    def admits(self, target: Target, given: Given) -> bool:
        """Whether it may ask this too."""
        asked = self.asked.setdefault((target.path, target.qualname), set())
        if given not in asked and len(asked) >= MOST_CONTEXTS:
            return False
        asked.add(given)
        return True


@dataclass(frozen=True, slots=True)
class Within:
    """As long as it is entered, a context is the innermost one."""

    contexts: list[Context]
    context: Context

    def __enter__(self) -> None:
        self.contexts.append(self.context)

    def __exit__(self, *_: object) -> None:
        while self.contexts.pop() is not self.context:
            pass


def telling(value: Value) -> Value:
    """What of a value may change what a function does with it: not a message, nor that it is some text."""
    if value is UNKNOWN:
        return value
    constants, form = value.constants, value.form
    if constants is not None and not all(map(_is_word, constants)):
        constants = None
    if form is not None and (form.rest is not None or len(form.items) + len(form.attributes) > MOST_TOLD):
        form = None
    types = frozenset(each for each in value.types if "." in each or "::" in each) if value.types else value.types
    return Value(value.taints, constants, value.names, types, value.targets, value.objects, form)


def _is_word(constant: object) -> bool:
    """Whether a constant may be what a function chooses by: a number, or the name of something."""
    if isinstance(constant, str | bytes):
        return len(constant) <= LONGEST_WORD and not _SPACE.search(str(constant))
    return not isinstance(constant, float | tuple)
