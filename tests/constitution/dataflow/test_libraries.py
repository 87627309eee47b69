"""Every library's samples are flagged for what they say, through the real readers, interpreter and project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
import yaml

from harness.adapters.syntax._grammars import parse
from harness.constitution.checks.dataflow.catalogue import Rules, build, libraries
from harness.constitution.checks.dataflow.catalogue.spec import CATEGORIES, DEFAULT_KINDS, KINDS, CatalogueSpec
from harness.constitution.checks.dataflow.project.analyst import Analyst, Task
from harness.constitution.checks.dataflow.project.facts import reassigned
from harness.constitution.checks.dataflow.values import Hit, Source

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


def _hits(rules: Rules, path: str, code: str) -> list[Hit]:
    data = {path: code.encode()}
    analyst = Analyst(list(data.items()), lambda: rules, _tree)
    facts = dict(zip(data, analyst.facts(list(data)), strict=True))
    stores = reassigned(facts.values(), data)
    carriers: frozenset[str] = frozenset()
    for _ in range(3):
        results = analyst.analyse(Task(facts, carriers, stores))
        assert not [trouble for result in results for trouble in result.troubles]
        carriers = carriers.union(*(result.carriers for result in results))
    return [hit for result in results for hit in result.hits]


def _flagged(hits: list[Hit], kinds: frozenset[str]) -> set[str]:
    return {hit.category for hit in hits if hit.taint is None or _counts(hit.category, hit.taint.origin, kinds)}


def _counts(category: str, origin: object, kinds: frozenset[str]) -> bool:
    """Secrets are no request, and a request is no secret: each such category goes with one kind only."""
    if not isinstance(origin, Source) or origin.kind not in kinds:
        return False
    return PAIRS.get(category, origin.kind) == origin.kind and (category in PAIRS or origin.kind not in PAIRS.values())


@pytest.mark.parametrize(("language", "sample"), _samples())
def test_a_sample_is_flagged_for_what_it_says(language: str, sample: Mapping[str, object]) -> None:
    assert sample.keys() <= {"flag", "code", "kinds"}
    wanted, kinds = sample["flag"], sample.get("kinds")
    assert isinstance(wanted, list)
    assert set(wanted) <= CATEGORIES
    asked = frozenset(kinds) if isinstance(kinds, list) else DEFAULT_KINDS
    assert asked <= KINDS
    rules = build(CatalogueSpec(language))
    assert _flagged(_hits(rules, NAMES[language], str(sample["code"])), asked) == set(wanted), sample["code"]


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
