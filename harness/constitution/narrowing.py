"""Rules without what cannot match in one file, so that the matcher has less to read; what they find in it stays the same.

A branch of a rule that needs a text or a word which the file does not have is taken out: of ``any`` the branch, of ``not`` the
``not`` itself. Whatever is not understood stays. Which rules can match in which of many files is a matter of ``prefilter``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from harness.constitution._pattern_words import words_of
from harness.constitution.prefilter import Sieve
from harness.ports.blobs import Blobs
from harness.ports.sources import SourceFile, StructuralRule

if TYPE_CHECKING:
    from harness.constitution._regex_texts import Texts

_RELATIONS = ("inside", "has", "follows", "precedes")
_OF_RELATIONS = {"stopBy", "field"}
"""What says how far a relation reaches; a rule of nothing else is refused."""
_MOST_BYTES = 1_000_000
"""A larger file takes so long to be matched that reading the rules no longer counts."""
_FOLDED = ("\u017f".encode(), "\u212a".encode())
"""What is ``s`` and ``k`` to an expression that knows no case (https://www.unicode.org/Public/UNIDATA/CaseFolding.txt)."""
_OF_VARIABLES = {"constraints", "fix", "transform"}
"""What the matcher refuses where the variables that it speaks of are no longer in the rule."""
_FORMAT = "needed texts 1"


def narrowed(
    rules: Sequence[StructuralRule], file: SourceFile, blobs: Blobs | None = None, version: str = ""
) -> list[StructuralRule]:
    """The rules that can match in a file, without what in them cannot; all of its language.

    ``blobs`` keep what the expressions need, told apart by the ``version`` of the tools.
    """
    if len(file.data) > _MOST_BYTES or any(one in file.data for one in _FOLDED):
        return list(rules)
    documents = [json.loads(rule.document) for rule in rules]
    looking = _Looking(file.data, rules[0].language if rules else "", _texts(rules, documents, blobs, version))
    looking.look_for_words(documents)
    found = []
    for rule, document in zip(rules, documents, strict=True):
        narrow = _Narrowing(looking, document.get("utils") or {})
        if (left := narrow.document(document)) is not None:
            found.append(replace(rule, document=json.dumps(left, ensure_ascii=False)))
    return found


@dataclass
class _Looking:
    """What of that which rules need a file has."""

    data: bytes
    language: str
    needed: Mapping[str, Texts]

    def look_for_words(self, documents: Iterable[Any]) -> None:
        """Look for the words of all patterns at once."""
        patterns = {one for document in documents for one in _values(document, "pattern")}
        sieve = Sieve({one: frozenset({words_of(one, self.language)}) for one in patterns})
        self._patterns = sieve.passing(self.data)
        self._texts: dict[str, bool] = {}
        self._expressions: dict[str, bool] = {}

    def has_words(self, pattern: str) -> bool:
        """Whether the words of a pattern are there."""
        return pattern in self._patterns

    def has_texts(self, expression: str) -> bool:
        """Whether what an expression needs is there."""
        if expression not in self._expressions:
            self._expressions[expression] = expression not in self.needed or self._has(self.needed[expression])
        return self._expressions[expression]

    def _has(self, texts: Texts) -> bool:
        if isinstance(texts, list):
            join = any if texts[0] == "|" else all
            return join(map(self._has, texts[1:]))
        if texts not in self._texts:
            self._texts[texts] = texts.encode() in self._lower
        return self._texts[texts]

    @cached_property
    def _lower(self) -> bytes:
        return self.data.lower()


class _Narrowing:
    """One document, and the rules that it defines for itself."""

    def __init__(self, looking: _Looking, utils: Mapping[str, Any]) -> None:
        self._looking = looking
        self._utils = utils
        self._known: dict[str, bool] = {}

    def document(self, document: Mapping[str, Any]) -> dict[str, Any] | None:
        """What is left of it; None where nothing can match."""
        rule = self._rule(document.get("rule"))
        if rule is None:
            return None
        if document.keys() & _OF_VARIABLES:
            return dict(document)
        left = {**document, "rule": rule}
        if self._utils:
            # what can never match is never referred to any more, unless from where nothing is taken out
            narrow = {name: self._rule(one) for name, one in self._utils.items()}
            left["utils"] = {name: self._utils[name] if one is None else one for name, one in narrow.items()}
            left["utils"] = _used(left)
            if not left["utils"]:
                del left["utils"]
        return left

    def _rule(self, rule: Any) -> Any:
        """A rule without what cannot match; None where it cannot."""
        if not isinstance(rule, dict):
            return rule
        left: dict[str, Any] = {}
        for key, value in rule.items():
            if key == "not":
                within = self._rule(value)
                if within is not None:
                    left[key] = within
                continue
            found = self._part(key, value)
            if found is None:
                return None
            left[key] = found
        return left if left.keys() - _OF_RELATIONS else rule

    def _part(self, key: str, value: Any) -> Any:
        if key == "pattern" and isinstance(value, str):
            return value if self._looking.has_words(value) else None
        if key == "regex" and isinstance(value, str):
            return value if self._looking.has_texts(value) else None
        if key == "all" and isinstance(value, list):
            every = [self._rule(one) for one in value]
            return None if None in every else every
        if key == "any" and isinstance(value, list):
            return [one for one in map(self._rule, value) if one is not None] or None
        if key in _RELATIONS and isinstance(value, dict):
            return self._rule(value)
        if key == "matches" and isinstance(value, str):
            return value if self._may_match(value) else None
        return value

    def _may_match(self, name: str) -> bool:
        if name not in self._known:
            self._known[name] = True  # while it is looked at: what refers to itself asks for nothing more
            self._known[name] = name not in self._utils or self._rule(self._utils[name]) is not None
        return self._known[name]


def _used(document: Mapping[str, Any]) -> dict[str, Any]:
    """The rules of a document's own that it refers to, also by way of each other."""
    utils = document["utils"]
    used: dict[str, Any] = {}
    asked = [*_values({key: value for key, value in document.items() if key != "utils"}, "matches")]
    while asked:
        name = asked.pop()
        if name in utils and name not in used:
            used[name] = utils[name]
            asked += _values(utils[name], "matches")
    return used


def _values(document: Any, wanted: str) -> Iterator[str]:
    """Every text that stands under a key, however deep."""
    if isinstance(document, dict):
        for key, value in document.items():
            if key == wanted and isinstance(value, str):
                yield value
            else:
                yield from _values(value, wanted)
    elif isinstance(document, list):
        for one in document:
            yield from _values(one, wanted)


def _texts(
    rules: Sequence[StructuralRule], documents: Sequence[Any], blobs: Blobs | None, version: str
) -> Mapping[str, Texts]:
    """What each expression of some rules needs, from what was kept if it can be."""
    told = "\0".join([_FORMAT, version, *(rule.document for rule in rules)])
    key = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
    if blobs is not None and version and (kept := blobs.get([key]).get(key)):
        texts: Mapping[str, Texts] = json.loads(kept)
        return texts
    from harness.constitution._regex_texts import NOTHING, needed_texts  # late: most edits find what was kept

    made = {one: needed_texts(one) for document in documents for one in _values(document, "regex")}
    telling = {one: texts for one, texts in made.items() if texts != NOTHING}
    if blobs is not None and version:
        blobs.put({key: json.dumps(telling).encode()})
    return telling
