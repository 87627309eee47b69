"""For which categories a string is harmless that a pattern matched."""

from __future__ import annotations

import re

import pytest

from harness.constitution.checks.dataflow.interpreter.regexes import class_of_pattern, fixes_host, safe_for, safe_with
from harness.constitution.checks.dataflow.values import TEXT


@pytest.mark.parametrize(
    ("pattern", "method", "safe", "unsafe"),
    [
        ("[0-9]+", "fullmatch", TEXT, ""),
        (r"^\d+$", "match", "sql deserialize", "header"),
        (r"\A\d+\Z", "search", TEXT, ""),
        ("[a-z]+", "fullmatch", "sql command path html redirect url header xpath ldap regex", "prototype deserialize"),
        ("[a-z]+", "match", "", "sql path"),
        ("[a-z]+$", "search", "", "sql path"),
        ("^[a-z]+$", "search", "sql", "header log"),
        (r"^[\w.-]+$", "match", "sql command path html", "url"),
        ("^[a-z/]+$", "match", "sql", "path"),
        ("^[^']+$", "match", "", "sql html"),
        ("x(^a|b$)", "match", "", "sql"),
        (r"[^\r\n]*", "fullmatch", "header log", "sql"),
        ("(a|b)", "fullmatch", "sql", ""),
        ("(^a$|^b$)", "match", "sql", ""),
        ("^a$|b", "match", "", "sql"),
        ("(?:[a-z]{2,3}-?)+", "fullmatch", "sql path", ""),
        (r"[a-z]+\.(png|jpe?g)", "fullmatch", "path upload", ""),
        (r"\.(png|jpe?g)$", "search", "upload", "path"),
        (r"\.[a-z]+$", "search", "", "upload"),
        (r"\.(?:.+)$", "search", "", "upload"),
        ("[0-9+*/(). -]+", "fullmatch", "code", "sql"),
        (r"https://example\.org/.*", "match", "url redirect cors", "sql"),
        (r"https?://[a-z]+/", "match", "", "url"),
        (r"web-[0-9]+\.example\.org", "fullmatch", "url", ""),
        ("/[a-z][a-z/]*", "fullmatch", "redirect", "path"),
        ("/[^/]+.*", "match", "", "redirect"),
        ("/[^/\\\\]+.*", "match", "redirect", "url"),
        ("(?=.*)[a-z]+(?!x)", "fullmatch", "sql", ""),
        (r"([a-z])\1", "fullmatch", "sql", ""),
        (r"[\d\s]+", "fullmatch", "html", "header"),
        (r"[\D]+", "fullmatch", "", "sql html"),
        (r"[\W\S]", "fullmatch", "", "sql"),
        ("a*?b+", "fullmatch", "sql", ""),
        ("(?>a)b*+", "fullmatch", "sql", ""),
        ("[a-z", "fullmatch", "", "sql"),
        ("(?m)^[a-z]+$", "search", "", "sql"),
        ("(?m)^[a-z]+$", "match", "", "sql"),
    ],
)
def test_what_a_match_makes_harmless(pattern: str, method: str, safe: str, unsafe: str) -> None:
    found = safe_for(pattern, method)
    assert TEXT in found or set(safe.split()) <= found
    assert not set(unsafe.split()) & found


def test_what_is_matched_line_by_line_is_not_safe() -> None:
    assert "sql" not in safe_for("^[a-z]+$", "match", re.MULTILINE)
    assert "header" not in safe_for(".+", "fullmatch", re.DOTALL)


def test_characters_decide() -> None:
    assert safe_with("0123") == {TEXT}
    assert "path" in safe_with("abc")
    assert "path" not in safe_with("a/")


@pytest.mark.parametrize(
    ("pattern", "characters"),
    [("[^a]", None), ("[ab]+", "ab"), ("a", "a"), ("ab", None), ("[", None), ("[^b]+", None)],
)
def test_a_pattern_of_one_character(pattern: str, characters: str | None) -> None:
    found = class_of_pattern(pattern)
    if characters is None:
        assert found is None or len(found) > 100
    else:
        assert found == frozenset(characters)


def test_hosts_that_are_fixed() -> None:
    assert fixes_host("https://example.org/")
    assert not fixes_host("https://example.org")
    assert not fixes_host("//example.org/")
