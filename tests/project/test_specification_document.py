"""The page on specifications says what is true: of each code its level and what it stands for."""

from __future__ import annotations

import re
from pathlib import Path

from harness.readers.configuration import read as read_configuration
from harness.readers.specifications import SPECIFICATIONS
from harness.specification.ignores import CODES
from harness.specification.lint import RULES, known_codes
from tests.support.specifications import codes

PAGE = (Path(__file__).parents[2] / "docs" / "specifications.md").read_text()
_ROW = re.compile(r"^\| (SPEC[0-9]+) \| (error|warning) \| ([^|]+) \| [^|]+ \|$", re.MULTILINE)


def test_the_table_has_every_code_with_its_level_and_title() -> None:
    told = {code: (level, title) for code, level, title in _ROW.findall(PAGE)}
    rules = {rule.CODE: (str(rule.LEVEL), rule.TITLE) for _, rule in RULES.load_all()}
    of_ignores = {code.code: (str(code.level), code.title) for code in CODES}
    assert told == {**rules, **of_ignores}


def test_every_list_of_words_names_its_sources() -> None:
    words = Path(__file__).parents[2] / "harness" / "specification" / "words"
    for path in words.glob("*.txt"):
        assert re.search(r"^# Sources?: ", path.read_text(), re.MULTILINE), path.name


def test_the_samples_of_ignores_on_the_page_work() -> None:
    settings = next(one for one in _settings() if "ignores" in one)
    (ignore,) = read_configuration(settings, "harness.toml").spec.ignores
    assert set(ignore.codes) <= known_codes()
    (requirement,) = re.findall(r"```markdown\n(.*?)```", PAGE, re.DOTALL)
    assert codes(f"# Feature Specification: Plans\n\n{requirement}") == []
    assert codes(f"# Feature Specification: Plans\n\n{requirement.partition('<!--')[0]}") == ["SPEC304"]


def test_the_places_on_the_page_can_be_set() -> None:
    places = next(one for one in _settings() if "paths =" in one and "ignores" not in one)
    assert read_configuration(places, "harness.toml").spec.paths == ("docs/requirements", "docs/decisions/*.md")


def test_every_format_that_is_read_stands_on_the_page() -> None:
    names = {
        "speckit": "Spec Kit",
        "openspec": "OpenSpec",
        "kiro": "Kiro",
        "bmad": "BMAD",
        "nlspec": "NLSpec",
        "tessl": "Tessl",
    }
    formats = {name.partition("-")[0] for name in SPECIFICATIONS.names()}
    assert formats == {*names, "plain"}
    assert all(f"| {name}" in PAGE for name in names.values())


def _settings() -> list[str]:
    return re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
