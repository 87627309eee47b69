"""How a structural check is written, and which rules for ast-grep come of it; carrying them out lies in ``checks.pattern``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from harness.constitution import _codes
from harness.constitution._pattern_rules import KEYS, Rule, RuleReader, patterns_of, used_utils
from harness.constitution.kinds import canonical
from harness.domain.base import Frozen
from harness.domain.languages import LANGUAGES, language_named
from harness.domain.nearest import did_you_mean
from harness.domain.places import Mistake
from harness.domain.principles import CheckSpec, Use
from harness.errors import DocumentError

_COMMON = ("language", "constraints", "utils", "transform", "fix", "safe", "note")
_CONDITIONS = {
    "must": "{} is missing",
    "before": "{} does not come before it in the same function",
    "within": "it is not within {}",
}
"""What may be required everywhere, and what is said where it is not so."""
_HOW_OFTEN = "write `at-least-one: RULE`, or `everywhere: RULE` with one of `must`, `before` and `within`"


class Wanted(StrEnum):
    """What a check wants of what its rule matches: none of it, one at least, or that each fulfils a second rule.

    ``MUST``: the same node matches the second rule as well. ``BEFORE``: a match of the second comes before it in its function.
    """

    ABSENT = "absent"
    AT_LEAST_ONE = "at-least-one"
    MUST = "must"
    BEFORE = "before"


class PatternCheck(Frozen):
    """A check as it is carried out: one or two documents for ast-grep, as JSON.

    ``missing`` says what a place lacks that matches the first and does not fulfil the second; ``note`` is the author's own.
    """

    language: str
    wanted: Wanted
    document: str
    second: str = ""
    missing: str = ""
    safe: bool = False
    note: str = ""


def read_check(spec: CheckSpec) -> PatternCheck:
    """The check. Raises DocumentError with every mistake that can be found without asking ast-grep."""
    reading = _Reading(spec.use, json.loads(spec.body))
    check = reading.check()
    if reading.mistakes:
        raise DocumentError([_mistake(spec, what, hint) for what, hint in reading.mistakes])
    return check


def _mistake(spec: CheckSpec, what: str, hint: str) -> Mistake:
    return Mistake(place=spec.place, what=f"{spec.use} pattern: {what}", hint=hint, code=_codes.INVALID_CHECK.code)


@dataclass
class _Reading:
    """The reading of one check."""

    use: Use
    body: Mapping[str, Any]
    reader: RuleReader = field(default_factory=RuleReader)
    _shared: dict[str, dict[str, Rule]] = field(default_factory=dict)

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        return self.reader.mistakes

    def check(self) -> PatternCheck:
        """The check; of no use where there are mistakes."""
        self._shared = {
            key: self.reader.rules(self.body[key], key) for key in ("constraints", "utils") if key in self.body
        }
        language, unknown, fixing = self._language(), self._refuse_unknown_keys(), self._fixing()
        wanted, rule, second, missing = self._rules(unknown)
        document = self._document(rule) | fixing
        check = PatternCheck(
            language=language,
            wanted=wanted,
            document=canonical(document),
            second=canonical(self._document(second)) if second else "",
            missing=missing,
            safe=self.body.get("safe") is True,
            note=self._text("note"),
        )
        self._refuse_what_is_idle(rule, second)
        return check

    def _rules(self, unknown: Sequence[str]) -> tuple[Wanted, Rule, Rule, str]:
        """What is wanted, the rule, the second rule if there is one, and what is said where that is not fulfilled."""
        if self.use is Use.FORBID:
            mistyped = unknown and not self.body.keys() & set(KEYS)
            return Wanted.ABSENT, {} if mistyped else self.reader.rule(self.body, "", (*_COMMON, *unknown)), {}, ""
        if "at-least-one" in self.body:
            return Wanted.AT_LEAST_ONE, self.reader.rule(self.body["at-least-one"], "at-least-one"), {}, ""
        conditions = [key for key in _CONDITIONS if key in self.body]
        if "everywhere" not in self.body or len(conditions) != 1:
            if not self.mistakes:
                self._wrong("it does not say what is required", _HOW_OFTEN)
            return Wanted.AT_LEAST_ONE, {}, {}, ""
        [key] = conditions
        rule, condition = self.reader.rule(self.body["everywhere"], "everywhere"), self.reader.rule(self.body[key], key)
        pattern = next(patterns_of(condition), "")
        missing = _CONDITIONS[key].format(f"`{pattern}`" if pattern else f"what `{key}` asks for")
        if key == "before":
            return Wanted.BEFORE, rule, condition, missing
        if key == "within":
            condition = {"inside": {"all": [condition], "stopBy": "end"}}
        return Wanted.MUST, rule, {"all": [rule, condition]}, missing

    def _document(self, rule: Rule) -> dict[str, Any]:
        """A rule with what is shared by two of them, as far as it concerns this one: ast-grep refuses constraints on others."""
        document = {"rule": rule, **self._shared}
        if "constraints" in self._shared:
            constraints = self._shared["constraints"]
            document["constraints"] = {name: one for name, one in constraints.items() if self._concerns(name, rule)}
        return document

    def _concerns(self, name: str, rule: Rule) -> bool:
        text = canonical([rule, self._shared.get("utils", {})])
        return re.search(rf"\$+{re.escape(name)}(?!\w)", text) is not None

    def _refuse_what_is_idle(self, *rules: Rule) -> None:
        for name in self._shared.get("constraints", ()):
            if not any(self._concerns(name, rule) for rule in rules):
                self._wrong(f"`constraints` speaks of `${name}`, which is in no rule", "correct the name")
        utils = self._shared.get("utils", {})
        for name in used_utils([*rules, self._shared]):
            if name not in utils:
                self._wrong(f"there is no `{name}` in `utils`", did_you_mean(name, utils))

    def _language(self) -> str:
        name = self.body.get("language", "")
        language = language_named(name) if isinstance(name, str) else None
        if language is None:
            what = f"the language '{name}' is not known" if name else "`language` is missing"
            self._wrong(what, did_you_mean(str(name), LANGUAGES))
        return language or ""

    def _refuse_unknown_keys(self) -> list[str]:
        own = ("at-least-one", "everywhere", *_CONDITIONS)
        known = {*_COMMON, *(KEYS if self.use is Use.FORBID else own)}
        unknown = [key for key in self.body if key not in known]
        for key in unknown:
            if self.use is Use.REQUIRE and key in KEYS:
                hint = _HOW_OFTEN
            elif self.use is Use.FORBID and key in own:
                hint = "what is forbidden may be nowhere: write the rule itself, or use `require`"
            else:
                hint = did_you_mean(key, known)
            self._wrong(f"`{key}` is not known here", hint)
        if "at-least-one" in self.body and (extra := [key for key in own[1:] if key in self.body]):
            self._wrong(f"`at-least-one` and `{extra[0]}` exclude each other", "keep one of the two")
        return unknown

    def _fixing(self) -> dict[str, Any]:
        fixing: dict[str, Any] = {}
        if "fix" in self.body:
            fixing["fix"] = self._text("fix")
            if "at-least-one" in self.body:
                self._wrong("`fix` has nothing to change in what is required at least once", "leave it out")
        if "transform" in self.body:
            fixing["transform"] = self.body["transform"]
            if not isinstance(self.body["transform"], dict):
                self._wrong(
                    "`transform` must be a mapping", "see https://ast-grep.github.io/reference/yaml/transformation.html"
                )
        if "fix" not in self.body and (idle := [key for key in ("safe", "transform") if key in self.body]):
            self._wrong(f"`{idle[0]}` says something of a `fix`, and there is none", "add a `fix`, or leave it out")
        if self.body.get("safe", True) not in (True, False):
            self._wrong("`safe` must be true or false", "leave it out where the fix may change what the code does")
        return fixing

    def _text(self, key: str) -> str:
        value = self.body.get(key, "")
        if not isinstance(value, str):
            self._wrong(f"`{key}` must be text", "put it in quotes")
            return ""
        return value

    def _wrong(self, what: str, hint: str) -> None:
        self.mistakes.append((what, hint))
