"""Rules are narrowed to what can match in one file; that nothing is lost by it is tried on all constitutions and the bank."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import re2

from harness.adapters.structure import AstGrep
from harness.app.constitution_paths import shipped
from harness.constitution._pattern_syntax import syntax_rules
from harness.constitution._regex_texts import NOTHING, Texts, needed_texts
from harness.constitution.checks.pattern import read
from harness.constitution.narrowing import narrowed
from harness.constitution.trees import memory_bytes, memory_file, sample_path
from harness.domain.languages import language_of
from harness.domain.principles import Principle
from harness.ports.sources import RuleMatch, SourceFile, StructuralRule
from harness.readers import read_constitution

BANK = Path(__file__).parents[2] / "examples" / "bank"
FILES = int(os.environ.get("HARNESS_NARROWED_FILES", "8"))
"""How many files of each lot are tried; all of them take minutes."""
DOCUMENTS = {**shipped(), "bank": BANK / "constitutions" / "bank.md"}
PYTHON = memory_file("a.py", "def f(amount):\n    return db.execute(amount)\n")


def narrow(document: dict[str, Any], file: SourceFile = PYTHON, blobs: Any = None) -> dict[str, Any] | None:
    left = narrowed(
        [StructuralRule("r", "python", json.dumps(document))], file, blobs, "1" if blobs is not None else ""
    )
    return json.loads(left[0].document) if left else None


# --- what an expression needs ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("token", "token"),
        ("ToKen", "token"),
        (r"(?i)^(\w+_)?(Amount|deposit)$", ["|", "amount", "deposit"]),
        (r"ab?c+d{2}e{0,3}fg", ["&", "a", "c", "d", "fg"]),
        (r"from random ", ["&", "from", "random"]),
        (r"(?:foo(bar|baz)|q+?ux)x", ["&", ["|", ["&", "foo", ["|", "bar", "baz"]], ["&", "q", "ux"]], "x"]),
        (r"(?P<n>abc)(?<m>de)", ["&", "abc", "de"]),
        (r"a{2}*bc", "bc"),
        (r"(|a)b", "b"),
        (r"a[^\]]b\.c", ["&", "a", "b.c"]),
        (r"\bdef\b", "def"),
        (r"\d{3}x", "x"),
    ],
)
def test_what_an_expression_cannot_match_without_is_told(pattern: str, texts: Texts) -> None:
    assert needed_texts(pattern) == texts


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "",
            "x*",
            "a|",
            "(a|b",
            "a)b",
            "*a",
            "x{2",
            "a{,3}b",
            "é",
            r"\x41b",
            r"\<ab",
            r"ab\b{start}",
            r"\Qab\E",
            r"\1a",
        ),
        *(
            "(?x)a b",
            "(?R)ab",
            "(?=ab)c",
            "(?-u:ab)",
            "[a&&b]c",
            "[a--b]c",
            "[a~~b]c",
            "[[:alpha:]]c",
            "[a[bc]]c",
            "[]a]b",
        ),
        *("[^]a]b", "a]", "[a", "(" * 70 + "abc" + ")" * 70, r"\u0041b", r"\p{L}b"),
    ],
)
def test_an_expression_that_is_not_understood_needs_nothing(pattern: str) -> None:
    assert needed_texts(pattern) == NOTHING


def test_what_expressions_of_chance_need_is_in_all_that_they_match():
    chance = random.Random(7)
    hits = 0
    for _ in range(1000):
        pattern = _expression(chance, 3)
        texts = needed_texts(pattern)
        for _ in range(8):
            told = "".join(chance.choice("abAB .\n") for _ in range(chance.randrange(1, 9)))
            if re.search(pattern, told):
                hits += 1
                assert _holds(texts, told), (pattern, told)
    assert hits > 1000


def _expression(chance: random.Random, depth: int) -> str:
    parts = []
    for _ in range(chance.randrange(1, 4)):
        choice = chance.randrange(8 if depth else 6)
        part = chance.choice(["a", "b", "A", "ab", ".", "[ab]", "[^a]", r"\.", r"\w", r"\b", "^", r"\s", " "])
        if choice >= 6:
            opening = chance.choice(["(", "(?:", "(?i:"])
            part = opening + "|".join(_expression(chance, depth - 1) for _ in range(chance.randrange(1, 4))) + ")"
        if part not in (r"\b", "^") and chance.random() < 0.4:
            part += chance.choice(["*", "+", "?", "{2}", "{0,2}", "{1,}", "+?", "*?"])
        parts.append(part)
    return "".join(parts)


def _holds(texts: Texts, told: str) -> bool:
    if isinstance(texts, str):
        return texts in told.lower()
    join = any if texts[0] == "|" else all
    return join(_holds(one, told) for one in texts[1:])


def test_what_expressions_of_the_shipped_constitutions_need_is_in_all_that_they_match():
    expressions = {one for name in DOCUMENTS for rule in _rules(name) for one in _regexes(json.loads(rule.document))}
    telling = {one: texts for one in expressions if (texts := needed_texts(one)) != NOTHING}
    assert len(telling) > len(expressions) / 2
    lines = {line for name in DOCUMENTS for file in _samples(name) for line in file.data.decode().splitlines()}
    hits = 0
    for one, texts in telling.items():
        found = re2.compile(one)
        for line in lines:
            if found.search(line):
                hits += 1
                assert _holds(texts, line), (one, line)
    assert hits > 1000


# --- what is left of a rule -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "left"),
    [
        ({"kind": "call", "regex": "execute"}, {"kind": "call", "regex": "execute"}),
        ({"kind": "call", "regex": "query"}, None),
        ({"pattern": "eval($X)"}, None),
        ({"any": [{"regex": "query"}, {"regex": "amount"}]}, {"any": [{"regex": "amount"}]}),
        ({"any": [{"regex": "query"}, {"pattern": "eval($X)"}]}, None),
        ({"all": [{"kind": "call"}, {"regex": "query"}]}, None),
        ({"kind": "call", "not": {"regex": "query"}}, {"kind": "call"}),
        ({"kind": "call", "not": {"regex": "amount"}}, {"kind": "call", "not": {"regex": "amount"}}),
        ({"not": {"regex": "query"}}, {"not": {"regex": "query"}}),
        ({"kind": "call", "inside": {"regex": "query", "stopBy": "end"}}, None),
        (
            {"has": {"field": "function", "not": {"regex": "query"}, "stopBy": "neighbor"}},
            {"has": {"field": "function", "not": {"regex": "query"}, "stopBy": "neighbor"}},
        ),
        (
            {"kind": "call", "inside": {"kind": "block", "stopBy": {"regex": "query"}}},
            {"kind": "call", "inside": {"kind": "block", "stopBy": {"regex": "query"}}},
        ),
        (
            {"pattern": {"context": "query($X)", "selector": "call"}},
            {"pattern": {"context": "query($X)", "selector": "call"}},
        ),
    ],
)
def test_a_branch_that_cannot_match_is_taken_out(rule: dict[str, Any], left: dict[str, Any] | None) -> None:
    assert narrow({"rule": rule}) == (None if left is None else {"rule": left})


def test_rules_of_its_own_that_nothing_refers_to_any_more_are_taken_out():
    utils = {
        "gone": {"regex": "query"},
        "there": {"any": [{"regex": "query"}, {"matches": "deeper"}]},
        "deeper": {"regex": "amount"},
        "loop": {"any": [{"matches": "loop"}, {"kind": "call"}]},
    }
    rule = {"any": [{"matches": "gone"}, {"matches": "there"}, {"kind": "call", "matches": "loop"}]}
    left = narrow({"rule": rule, "utils": utils})
    assert left is not None
    assert left["rule"] == {"any": [{"matches": "there"}, {"kind": "call", "matches": "loop"}]}
    assert left["utils"] == {
        "there": {"any": [{"matches": "deeper"}]},
        "deeper": utils["deeper"],
        "loop": utils["loop"],
    }


def test_what_speaks_of_variables_stays_whole():
    document = {
        "rule": {"any": [{"pattern": "db.execute($X)"}, {"pattern": "query($Y)"}]},
        "constraints": {"Y": {"kind": "string"}},
    }
    assert narrow(document) == document


@pytest.mark.parametrize("text", ["to\u212aen = 1", "acce\u017fs = 1"])
def test_a_file_with_letters_that_are_others_in_another_case_is_asked_everything(text: str) -> None:
    assert narrow({"rule": {"regex": "(?i)token|access"}}, memory_file("a.py", text)) is not None


def test_what_expressions_need_is_kept_for_the_next_time():
    kept: dict[str, bytes] = {}

    class Blobs:
        def get(self, keys: Sequence[str]) -> Mapping[str, bytes]:
            return {key: kept[key] for key in keys if key in kept}

        def put(self, blobs: Mapping[str, bytes]) -> None:
            kept.update(blobs)

    document = {"rule": {"any": [{"regex": "query"}, {"regex": "amount"}]}}
    first = narrow(document, blobs=Blobs())
    assert len(kept) == 1
    assert narrow(document, blobs=Blobs()) == first
    kept.update(dict.fromkeys(kept, b'{"query": "amount"}'))
    assert narrow(document, blobs=Blobs()) == document


# --- nothing is lost by it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_narrowed_rules_find_in_the_samples_what_all_of_them_find(name: str) -> None:
    _same(_rules(name), _samples(name))


def test_narrowed_rules_find_in_the_bank_with_its_defects_what_all_of_them_find(tmp_path: Path) -> None:
    files = {(one.path, one.sha256): one for one in _broken_banks(tmp_path)}
    assert len(files) > 20
    _same([rule for name in ("bank", "python-service", "web-service") for rule in _rules(name)], list(files.values()))


def _same(rules: Sequence[StructuralRule], files: Sequence[SourceFile]) -> None:
    """Each file by itself, under a name of its own, so that the matcher has to be started twice only."""
    chosen = random.Random(7).sample(list(files), min(len(files), FILES))
    apart = [replace(file, path=f"{at}/{file.path}") for at, file in enumerate(chosen)]
    every = [*(one for language in sorted({rule.language for rule in rules}) for one in syntax_rules(language)), *rules]
    every = [replace(rule, id=f"{at}") for at, rule in enumerate(every)]
    few = []
    for file in apart:
        own = [rule for rule in every if rule.language == language_of(file.path)]
        few += [
            replace(rule, id=f"{rule.id} {file.path}", paths=frozenset({file.path})) for rule in narrowed(own, file)
        ]
    assert _found(few, apart) == _found(every, apart)


def _found(rules: Sequence[StructuralRule], files: Sequence[SourceFile]) -> set[tuple[Any, ...]]:
    results = [one for one in AstGrep(kept=10**6).begin(rules, files).results() if isinstance(one, RuleMatch)]
    return {
        (one.rule.partition(" ")[0], one.path, one.start, one.end, one.replacement, *sorted(one.metavariables.items()))
        for one in results
    }


@cache
def _principles(name: str) -> tuple[Principle, ...]:
    return tuple(read_constitution(DOCUMENTS[name].read_text(), f"{name}.md").principles)


@cache
def _rules(name: str) -> tuple[StructuralRule, ...]:
    checks = [read(spec) for one in _principles(name) for spec in one.checks if spec.kind == "pattern"]
    documents = [(check.language, text) for check in checks for text in (check.document, check.second) if text]
    return tuple(StructuralRule(f"{at}", *one) for at, one in enumerate(documents))


@cache
def _samples(name: str) -> tuple[SourceFile, ...]:
    samples = [sample for one in _principles(name) for sample in one.samples]
    return tuple(memory_file(one.path or sample_path(one.language), one.text) for one in samples)


def _broken_banks(folder: Path) -> Iterator[SourceFile]:
    """The files of the bank, and of the bank with each of its patches."""
    patches = sorted(path for name in ("violations", "vulnerabilities") for path in (BANK / name).glob("*.patch"))
    assert patches
    for patch in patches:
        bank = folder / patch.stem
        shutil.copytree(BANK / "bank", bank / "bank", ignore=shutil.ignore_patterns("__pycache__"))
        subprocess.run(["git", "apply", "--include=bank/*", str(patch)], cwd=bank, check=True)
        for path in sorted((bank / "bank").rglob("*.py")):
            yield memory_bytes(path.relative_to(bank).as_posix(), path.read_bytes())


def _regexes(document: Any) -> Iterable[str]:
    if isinstance(document, dict):
        for key, value in document.items():
            yield from [value] if key == "regex" and isinstance(value, str) else _regexes(value)
    elif isinstance(document, list):
        for one in document:
            yield from _regexes(one)
