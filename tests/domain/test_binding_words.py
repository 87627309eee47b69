"""The words that bind, in English and in other languages."""

from __future__ import annotations

import pytest

from harness.domain.binding_words import binding_words, levels_named
from harness.domain.principles import Level


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("It MUST be, and SHOULD NOT hurt; you MAY.", [Level.MUST, Level.SHOULD, Level.MAY]),
        ("Cada consulta DEBE usar parámetros; DEBERÍA ser corta.", [Level.MUST, Level.SHOULD]),
        ("O código DEVE passar. Le code DOIT passer.", [Level.MUST, Level.MUST]),
        ("Code MUSS geprüft sein und DARF NICHT raten; er KANN warten.", [Level.MUST, Level.MUST, Level.MAY]),
        ("Код ДОЛЖЕН работать.", [Level.MUST]),
        ("所有接口必须有测试", [Level.MUST]),
        ("統合テストを必須とする", [Level.MUST]),
        ("結果を表示しなければならない。秘密を返してはならない", [Level.MUST, Level.MUST]),
        ("結果を表示すべきである", [Level.SHOULD]),
        ("시스템은 결과를 표시해야 한다", [Level.MUST]),
        ("It must be; debe ser; MUSTER; KANNE", []),
    ],
)
def test_each_binding_word_names_its_level(text, levels):
    assert list(levels_named(text)) == levels


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It MUST NOT be", ["MUST NOT"]),
        ("NO DEBE ser; DEBE estar", ["NO DEBE", "DEBE"]),
        ("NE DOIT PAS", ["NE DOIT PAS"]),
        ("代码不必须如此", ["不必须"]),
    ],
)
def test_a_word_that_is_turned_round_is_another(text, words):
    assert binding_words(text) == words
