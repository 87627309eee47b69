"""Sentences in EARS to their parts, in the cases and languages in which people write them."""

from __future__ import annotations

import pytest

from harness.domain.ears import Ears, EarsKind, ears
from tests.support.growth import in_proportion


def parts(text: str) -> dict[str, object]:
    found = ears(text)
    assert found is not None
    return {name: value for name, value in found.model_dump(exclude={"kind"}).items() if value}


def test_a_sentence_has_its_parts_without_the_words_that_lead_them():
    assert ears("WHILE signed in, WHEN the user clicks, THE Shop SHALL NOT ask again.") == Ears(
        kind=EarsKind.COMPLEX,
        preconditions=("signed in",),
        triggers=("the user clicks",),
        subject="Shop",
        modal="SHALL NOT",
        response="ask again",
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The shop shall be open.", EarsKind.UBIQUITOUS),
        ("When a user pays, the shop shall send a receipt.", EarsKind.EVENT),
        ("Whenever a user pays, the shop shall send a receipt.", EarsKind.EVENT),
        ("While it rains, the shop shall be closed.", EarsKind.STATE),
        ("IF the card is refused THEN the shop SHALL say so", EarsKind.UNWANTED),
        ("WHERE gift wrap is sold, THE shop SHALL offer it", EarsKind.OPTIONAL),
        ("WHILE it rains, IF the roof leaks THEN the shop SHALL close", EarsKind.COMPLEX),
        ("WHEN it rains, WHEN it snows, THE shop SHALL close", EarsKind.EVENT),
        ("FOR ALL baskets, THE total SHALL be positive", EarsKind.UBIQUITOUS),
    ],
)
def test_each_pattern_has_its_kind(text, kind):
    found = ears(text)
    assert found is not None
    assert found.kind is kind


@pytest.mark.parametrize(
    ("text", "trigger", "subject", "response"),
    [
        ("WHEN a user, once signed in, clicks, THE Shop SHALL open", "a user, once signed in, clicks", "Shop", "open"),
        ("When the user must pay, the shop shall say so", "the user must pay", "shop", "say so"),
        ("when one clicks A then B, the shop shall open C", "one clicks A then B", "shop", "open C"),
        ("if x then the shop shall close", "x", "shop", "close"),
        ("WHEN THE user clicks, Shop SHALL open", "THE user clicks", "Shop", "open"),
        ("WHEN the user clicks THE Shop SHALL open", "the user clicks", "Shop", "open"),
        ("when it rains the shop shall close", "it rains", "shop", "close"),
        ("WHEN plan A is picked SHALL go", "plan A is picked", "", "go"),
        ("WHEN user picks plan A system SHALL go", "user picks plan A system", "", "go"),
        ("**WHEN** it rains **THEN** the shop **SHALL** close", "it rains", "shop", "close"),
        ("*When* it rains, the shop shall close", "it rains", "shop", "close"),
        ("WHEN the page opens, where it lies, THE Shop SHALL go", "the page opens, where it lies", "Shop", "go"),
        ("WHEN it rains OR WHEN it snows, THE Shop SHALL close", "it rains OR WHEN it snows", "Shop", "close"),
        ("When SHALL is written then lint SHALL say so", "SHALL is written", "lint", "say so"),
        (
            "IF it rains THEN `sign` MUST be lit, and THE user SHALL see it",
            "it rains",
            "`sign`",
            "be lit, and THE user SHALL see it",
        ),
    ],
)
def test_condition_subject_and_response_are_parted_where_a_reader_parts_them(text, trigger, subject, response):
    found = ears(text)
    assert found is not None
    assert (found.triggers, found.subject, found.response) == ((trigger,), subject, response)


def test_only_the_article_before_a_subject_is_no_part_of_it():
    assert parts("THE two whole los das systems SHALL go")["subject"] == "two whole los das systems"
    assert parts("l'autre système DOIT aller")["subject"] == "autre système"


def test_several_conditions_stand_each_for_itself():
    text = "WHERE gifts are sold, WHILE it rains AND WHEN a user pays, THE shop SHALL wrap"
    assert parts(text) == {
        "features": ("gifts are sold",),
        "preconditions": ("it rains",),
        "triggers": ("a user pays",),
        "subject": "shop",
        "modal": "SHALL",
        "response": "wrap",
    }


def test_what_holds_for_all_is_told_apart_from_conditions():
    text = "FOR ALL valid texts, parsing then printing SHALL give the same"
    assert parts(text) == {
        "quantifier": "valid texts",
        "subject": "parsing then printing",
        "modal": "SHALL",
        "response": "give the same",
    }
    assert parts("*For any* basket, WHEN it is emptied, THE total SHALL be 0")["triggers"] == ("it is emptied",)
    assert parts("_For any_ basket, the total should be positive")["quantifier"] == "basket"


def test_a_sentence_without_a_binding_word_has_none():
    assert parts("WHEN it rains THEN the shop closes") == {"triggers": ("it rains",), "response": "the shop closes"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WHEN ユーザーが保存した場合、THE App SHALL 保存する", ("ユーザーが保存した場合", "App", "保存する")),
        ("WHEN 隙間(gap > 0)THEN the System SHALL 残す", ("隙間(gap > 0)", "System", "残す")),
        ("When 保存したとき、the system shall 残す。", ("保存したとき", "system", "残す")),
        ("利用者が押した場合、画面は結果を表示しなければならない。", ("利用者が押した場合", "画面", "結果を表示")),
        (
            "WHEN 管理者が保存する THEN Auth Serviceは記録しなければならない",
            ("管理者が保存する", "Auth Service", "記録"),
        ),
        ("IF 値が空である THEN 画面は値を返してはならない", ("値が空である", "画面", "値を返し")),
        ("FOR ALL 值WHEN 用户点击 THEN 系统 SHALL 显示", ("用户点击", "系统", "显示")),
        ("当用户点击按钮时\uff0c系统应显示结果", ("用户点击按钮时", "系统", "显示结果")),
        ("WHEN 用户 点击 THEN 系统 SHALL 响应", ("用户 点击", "系统", "响应")),
        ("WHEN 요청을 보내면, THE 서버 SHALL 전달한다", ("요청을 보내면", "서버", "전달한다")),
        ("버튼을 누르면, 시스템은 결과를 표시해야 한다.", ("버튼을 누르면", "시스템", "결과를 표시")),
        ("WENN ein Kunde zahlt DANN SOLL das System danken", ("ein Kunde zahlt", "", "das System danken")),
        ("CUANDO el cliente paga, ENTONCES el sistema DEBERÁ cobrar", ("el cliente paga", "sistema", "cobrar")),
        ("QUANDO o cliente paga ENTÃO o sistema NÃO DEVE cobrar", ("o cliente paga", "sistema", "cobrar")),
        ("SI aucun prix n'est donné, ALORS le système DOIT refuser", ("aucun prix n'est donné", "système", "refuser")),
        ("LORSQU'un client paie ALORS le système DOIT encaisser", ("un client paie", "système", "encaisser")),
    ],
)
def test_other_languages_are_read_alike(text, expected):
    found = ears(text)
    assert found is not None
    assert (*found.triggers, found.subject, found.response) == expected


def test_a_state_in_japanese_is_a_precondition():
    assert parts("処理している間、画面は進捗を表示すること。") == {
        "preconditions": ("処理している間",),
        "subject": "画面",
        "modal": "すること",
        "response": "進捗を表示",
    }
    assert parts("WHILE 処理が進行中である THE 画面は進捗を表示しなければならない") == {
        "preconditions": ("処理が進行中である",),
        "subject": "画面",
        "modal": "しなければならない",
        "response": "進捗を表示",
    }
    assert parts("画面は進捗を表示すること") == {"subject": "画面", "modal": "すること", "response": "進捗を表示"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The user clicks.",
        "After it rains, the shop shall close",
        "WHEN it rains, THE shop SHALL",
        "なければならない",
        "When it rains",
    ],
)
def test_what_is_no_such_sentence_has_no_parts(text):
    assert ears(text) is None


@pytest.mark.parametrize(
    "word", ["WHEN a, ", "then ", "shall ", "x, ", "a then b, ", "場合\u3001", "FOR ALL x, ", "*", "OR WHEN a ", "the "]
)
def test_a_long_sentence_takes_time_in_proportion_to_its_length(word):
    assert in_proportion(lambda count: ears("When " + word * count), 2_000, 32_000)
