"""The fences of a principle to its checks and samples; what a check means lies with its kind."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from harness.domain.nearest import did_you_mean
from harness.domain.places import Place
from harness.domain.principles import CheckSpec, Sample, Use
from harness.errors import DocumentError
from harness.markdown import codes as document_codes
from harness.markdown.collector import Collector
from harness.markdown.front_matter import read_table, refuse_unknown_keys
from harness.markdown.tree import Fence, Listing, Table, Value
from harness.markdown.values import Json, plain_value
from harness.readers import _codes

ROLES = ("check", "bad", "good")
KINDS = frozenset(
    {"text", "file", "data", "dependency", "import", "command", "python", "judge", "review", "dataflow", "pattern"}
)
_RULE_KEYS = frozenset({"pattern", "any", "all", "not", "regex", "kind", "at-least-one", "everywhere"})
_YAML = frozenset({"yaml", "yml", "json"})
_WORD = re.compile(r"[A-Za-z]+")


def role_of(fence: Fence) -> str:
    """Whether a fence is a check or a sample; empty for any other."""
    words = fence.info.lower().split()
    return words[1] if len(words) > 1 and words[1] in ROLES else ""


def refuse_role(fence: Fence, collector: Collector) -> None:
    """Note what is wrong in the first line of a fence that stands in a principle."""
    words = fence.info.split()
    role = role_of(fence)
    if words and words[0].lower() in ROLES and not role:
        what, hint = f"'{fence.info}' names no language", f"write it before the role: `python {words[0].lower()}`"
        collector.add(_codes.FENCE, fence.line, what, hint)
    elif len(words) > 1 and not role and _WORD.fullmatch(words[1]):
        hint = did_you_mean(words[1], ROLES)
        collector.add(_codes.FENCE, fence.line, f"unknown role '{words[1]}' of a block", hint)
    elif role and len(words) > (2 if role == "check" else 3):
        hint = "write `yaml check`" if role == "check" else f"write `{words[0]} {role} path`, the path without blanks"
        collector.add(_codes.FENCE, fence.line, f"'{fence.info}' says too much", hint)


def read_sample(fence: Fence, good: bool, collector: Collector) -> Sample:
    """The sample that a fence is."""
    language, _, *rest = fence.info.split()
    path = rest[0] if rest else ""
    if path and not _is_inside(path):
        hint = "write it relative to the project, with forward slashes, such as `deploy/app.yaml`"
        collector.add(_codes.FENCE, fence.line, f"a sample cannot lie at '{path}'", hint)
    place = Place(path=collector.path, line=fence.line)
    return Sample(language=language.lower(), good=good, text=fence.content, path=path, place=place)


def read_checks(fence: Fence, collector: Collector) -> Iterator[CheckSpec]:
    """The checks that a fence holds."""
    if fence.info.split()[0].lower() not in _YAML:
        collector.add(_codes.CHECK, fence.line, "a check is written in YAML", "begin it with ```yaml check")
        return
    table = _table(fence, collector)
    if table is None:
        return
    if not table.values:
        hint = "write `forbid:` or `require:` and what below it"
        collector.add(_codes.CHECK, fence.line, "the check says nothing", hint)
    refuse_unknown_keys(table, frozenset(Use), collector)
    for use in Use:
        if use in table.values:
            yield from _checks(use, table.values[use], table.key_lines[use], collector)


def _table(fence: Fence, collector: Collector) -> Table | None:
    try:
        return read_table(fence.content, collector.path, fence.line + 1, "check")
    except DocumentError as error:
        for mistake in error.mistakes:
            code = _codes.CHECK if mistake.code == document_codes.FRONT_MATTER.code else document_codes.DUPLICATE_KEY
            line = max(mistake.place.line, fence.line)
            collector.add(code, line, mistake.what, mistake.hint)
        return None


def _checks(use: Use, value: Value, line: int, collector: Collector) -> Iterator[CheckSpec]:
    listed = isinstance(value, Listing)
    for item in value.items if isinstance(value, Listing) else (value,):
        at = item.line if listed else line
        if not isinstance(item, Table) or not item.values:
            hint = f"write keys below it, such as `{use}:`, `  language: python`, `  pattern: eval($$$)`"
            collector.add(_codes.CHECK, at, f"'{use}' is not made of keys", hint)
        else:
            yield from _check(use, item, at, collector)


def _check(use: Use, table: Table, line: int, collector: Collector) -> Iterator[CheckSpec]:
    named = sorted(key for key in table.values if key in KINDS)
    # A key of the rule language may have the name of a kind: where there is a language, the check is a pattern.
    others = [key for key in named if key != "pattern"]
    if len(others) > 1:
        what = f"one check cannot be of the kinds {' and '.join(repr(key) for key in others)}"
        collector.add(_codes.CHECK, line, what, "make a list of two checks of it")
        return
    body = canonical(plain_value(table))
    if body is None:
        hint = "write plain words, and numbers of ordinary size"
        collector.add(_codes.CHECK, line, "the check holds a character or number that cannot be", hint)
        return
    yield CheckSpec(use=use, kind=_kind(table, others), body=body, place=Place(path=collector.path, line=line))


def _kind(table: Table, named: list[str]) -> str:
    if named:
        return named[0]
    if "language" in table.values or _RULE_KEYS & set(table.values):
        return "pattern"
    nested = [key for key, value in table.values.items() if isinstance(value, Table)]
    return next(iter(nested or table.values))


def canonical(value: Json) -> str | None:
    """JSON with sorted keys and no blanks, as a check's body holds it; None where JSON cannot hold the value."""
    try:
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        text.encode()
    except ValueError:
        return None
    return text


def _is_inside(path: str) -> bool:
    pure = PurePosixPath(path)
    return bool(pure.parts) and not pure.is_absolute() and ".." not in pure.parts and "\\" not in path
