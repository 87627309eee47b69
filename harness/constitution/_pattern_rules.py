"""Rules in ast-grep's language as they are written in a check: their shape, and ``stopBy: end`` where nothing is said.

Without it, ``inside`` and the like look one step far, which is hardly ever what is meant but where a ``field`` is named. What a
rule finds is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from harness.domain.nearest import did_you_mean

Rule = dict[str, Any]
"""A rule as JSON; only this module and those that begin with ``_pattern`` look into one."""

RELATIONS = ("inside", "has", "follows", "precedes")
KEYS = ("pattern", "kind", "regex", "nthChild", "range", *RELATIONS, "all", "any", "not", "matches")
STRICTNESS = ("ast", "cst", "relaxed", "signature", "smart", "template")
_SEE = "see https://ast-grep.github.io/guide/rule-config.html"
_DEEPEST = 40


@dataclass
class RuleReader:
    """Reads the rules of one check; what is wrong is collected, each with a hint."""

    mistakes: list[tuple[str, str]] = field(default_factory=list)

    def rule(self, value: Any, where: str, others: tuple[str, ...] = (), depth: int = 0) -> Rule:
        """A rule, complete; ``others`` are the keys that may stand beside those of a rule, and are left out."""
        if not isinstance(value, dict) or depth > _DEEPEST:
            return self._wrong(where, "it must be a rule, that is a mapping", f"such as `pattern: eval($$$)`; {_SEE}")
        own = {key: below for key, below in value.items() if key not in others}
        if not own:
            return self._wrong(where, "there is no rule in it", f"a rule has at least one of {_listed(KEYS)}")
        rule: Rule = {}
        for key, below in own.items():
            rule |= self._part(key, below, f"{where}.{key}" if where else key, depth)
        return rule

    def rules(self, value: Any, where: str) -> dict[str, Rule]:
        """Rules by name."""
        if not isinstance(value, dict) or not value:
            return self._wrong(where, "it must be a mapping of names to rules", _SEE)
        return {name: self.rule(below, f"{where}.{name}") for name, below in value.items()}

    def _part(self, key: str, value: Any, where: str, depth: int) -> Rule:
        if key in RELATIONS:
            return {key: self._relation(value, where, depth)}
        if key in ("all", "any"):
            if not isinstance(value, list) or not value:
                return self._wrong(where, "it must be a list of rules", "write one rule at least")
            return {key: [self.rule(one, f"{where}.{number}", (), depth + 1) for number, one in enumerate(value, 1)]}
        if key == "not":
            return {key: self.rule(value, where, (), depth + 1)}
        if key not in _PLAIN:
            return self._wrong(where, "it is no key of a rule", did_you_mean(key, KEYS))
        fits, shape = _PLAIN[key]
        return {key: value} if fits(value) else self._wrong(where, f"it must be {shape}", "put text in quotes")

    def _relation(self, value: Any, where: str, depth: int) -> Rule:
        rule = self.rule(value, where, ("stopBy", "field"), depth + 1)
        if not isinstance(value, dict):
            return rule
        stop = value.get("stopBy", "neighbor" if "field" in value else "end")
        rule["stopBy"] = stop if stop in ("end", "neighbor") else self.rule(stop, f"{where}.stopBy", (), depth + 1)
        if "field" in value:
            rule["field"] = value["field"]
        return rule

    def _wrong(self, where: str, what: str, hint: str) -> Rule:
        self.mistakes.append((f"`{where}`: {what}" if where else what, hint))
        return {}


def patterns_of(rule: Any, everywhere: bool = False) -> Iterator[str]:
    """Every pattern in a rule, outermost first; what must not be there is none of them, unless they are wanted everywhere."""
    if isinstance(rule, dict):
        if "pattern" in rule:
            pattern = rule["pattern"]
            yield pattern if isinstance(pattern, str) else str(pattern["context"])
        for key, value in rule.items():
            if key != "pattern" and (everywhere or key not in ("not", "stopBy")):
                yield from patterns_of(value, everywhere)
    elif isinstance(rule, list):
        for one in rule:
            yield from patterns_of(one, everywhere)


def strictness_of(rule: Any) -> Iterator[str]:
    """How strictly each pattern in a rule is matched that says so."""
    if isinstance(rule, dict):
        if isinstance(rule.get("pattern"), dict):
            yield rule["pattern"].get("strictness", "smart")
        for value in rule.values():
            yield from strictness_of(value)
    elif isinstance(rule, list):
        for one in rule:
            yield from strictness_of(one)


def used_utils(rule: Any) -> Iterator[str]:
    """The names of all rules that a rule refers to."""
    if isinstance(rule, dict):
        for key, value in rule.items():
            if key == "matches" and isinstance(value, str):
                yield value
            else:
                yield from used_utils(value)
    elif isinstance(rule, list):
        for one in rule:
            yield from used_utils(one)


def _listed(keys: tuple[str, ...]) -> str:
    return ", ".join(f"`{key}`" for key in keys)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_pattern(value: Any) -> bool:
    if not isinstance(value, dict):
        return _is_text(value)
    return (
        value.keys() <= {"context", "selector", "strictness"}
        and _is_text(value.get("context"))
        and _is_text(value.get("selector", "-"))
        and value.get("strictness", "smart") in STRICTNESS
    )


_PLAIN: dict[str, tuple[Callable[[Any], bool], str]] = {
    "pattern": (_is_pattern, "text, or a mapping of `context`, `selector` and `strictness`"),
    "kind": (_is_text, "the name of a kind of node"),
    "regex": (_is_text, "a regular expression"),
    "matches": (_is_text, "the name of one of `utils`"),
    "nthChild": (lambda value: isinstance(value, int | str | dict), "a position"),
    "range": (lambda value: isinstance(value, dict), "a mapping of `start` and `end`"),
}
