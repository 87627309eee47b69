"""Every library's samples are flagged for what they say, through the real readers, interpreter and project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import pytest
import yaml

from harness.adapters.syntax._grammars import parse
from harness.constitution.checks.dataflow.catalogue import build, libraries
from harness.constitution.checks.dataflow.catalogue.spec import CATEGORIES, DEFAULT_KINDS, KINDS, CatalogueSpec
from harness.constitution.checks.dataflow.project.analysis import ProjectAnalysis
from harness.constitution.checks.dataflow.project.analyst import Analyst
from harness.constitution.checks.dataflow.values import Hit, Source
from harness.ports.sources import SourceFile

NAMES = {"python": "app.py", "javascript": "app.js"}
PAIRS = {"weak-random": "random", "secret-log": "secret", "secret-response": "secret", "money": "money-float"}
BIG = (
    *("stdlib", "flask", "django", "fastapi", "dbapi", "requests", "werkzeug"),
    *("frameworks", "xml", "ldap", "serialization", "crypto", "nosql"),
)


def _samples() -> Iterator[object]:
    for language in NAMES:
        for name in libraries.names(language):
            for number, sample in enumerate(_listed(language, name), 1):
                yield pytest.param(language, sample, id=f"{language}-{name}-{number}")


def _listed(language: str, name: str) -> list[Mapping[str, object]]:
    found = libraries.samples(language, name)
    assert found is None or isinstance(found, list)
    return found or []


def _tree(language: str, data: bytes):  # type: ignore[no-untyped-def]
    return parse(language, data).root_node


class _Here:
    """A worker in this process."""

    def __init__(self, make: Callable[[], Analyst]) -> None:
        self._held = make()

    def __enter__(self) -> _Here:
        return self

    def __exit__(self, *raised: object) -> None:
        pass

    def each(self, work, tasks, *, apart: bool = True):  # type: ignore[no-untyped-def]
        return (work(self._held, task) for task in tasks)


def _hits(path: str, code: str, language: str) -> tuple[Hit, ...]:
    analysis = ProjectAnalysis(build, _tree, _Here)
    answers = analysis.analysed([SourceFile(path, code.encode(), "")], CatalogueSpec(language))
    assert not answers.unfollowed
    return tuple(answers.hits)


def _flagged(hits: Iterable[Hit], kinds: frozenset[str]) -> set[str]:
    return {hit.category for hit in hits if hit.taint is None or _counts(hit.category, hit.taint.origin, kinds)}


def _counts(category: str, origin: object, kinds: frozenset[str]) -> bool:
    """Secrets are no request, and a request is no secret: each such category goes with one kind only."""
    if not isinstance(origin, Source) or origin.kind not in kinds:
        return False
    return PAIRS.get(category, origin.kind) == origin.kind and (category in PAIRS or origin.kind not in PAIRS.values())


@pytest.mark.parametrize(("language", "sample"), list(_samples()))
def test_a_sample_is_flagged_for_what_it_says(language: str, sample: Mapping[str, object]) -> None:
    assert sample.keys() <= {"flag", "code", "kinds"}
    wanted, kinds = sample["flag"], sample.get("kinds")
    assert isinstance(wanted, list)
    assert set(wanted) <= CATEGORIES
    asked = frozenset(kinds) if isinstance(kinds, list) else DEFAULT_KINDS
    assert asked <= KINDS
    assert _flagged(_hits(NAMES[language], str(sample["code"]), language), asked) == set(wanted), sample["code"]


@pytest.mark.parametrize("name", BIG)
def test_a_big_library_shows_what_is_flagged_and_what_is_not(name: str) -> None:
    flags = [bool(sample["flag"]) for sample in _listed("python", name)]
    assert flags.count(True) >= 3
    assert flags.count(False) >= 2


@pytest.mark.parametrize("language", NAMES)
def test_no_library_says_the_same_key_twice(language: str) -> None:
    class Strict(yaml.SafeLoader):
        pass

    def mapping(loader: yaml.SafeLoader, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
        assert len(keys) == len(set(map(str, keys))), f"{keys} in line {node.start_mark.line + 1}"
        return {
            key: loader.construct_object(value, deep=True) for key, (_, value) in zip(keys, node.value, strict=True)
        }

    Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    for name in libraries.names(language):
        list(yaml.load_all(libraries.text(language, name), Loader=Strict))


def test_what_is_built_in_stays_known_where_a_library_calls_it_a_sanitizer() -> None:
    code = "import os, sys\n\nif len([1, 2]) == 3:\n    os.system(sys.stdin.read())\nos.system(str(len(sys.stdin.read())))\n"
    assert not _flagged(_hits("app.py", code, "python"), DEFAULT_KINDS)
