"""What an evaluator is shown of a page: short, and nothing that its card names is out of reach; snapshots are Chromium's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.evaluation.blind.briefing import words_in
from harness.evaluation.page_view import compact, find, interactive, subtree
from tests.support.growth import ending

SNAPSHOTS = {path.stem: path.read_text() for path in (Path(__file__).parent / "snapshots").glob("*.yaml")}
FORM, FRAMES, ODD, TABLE, SHOP = (SNAPSHOTS[name] for name in ("form", "frames", "odd", "table", "shop"))
MOST = 8000
NO_WORDS = frozenset[str]()


def article(chapters: int = 15, paragraphs: int = 8) -> str:
    """As Chromium tells a long text with a link in each paragraph."""
    lines = ["- main [ref=e2]:", '  - heading "A long article" [level=1] [ref=e3]']
    ref = 4
    for chapter in range(1, chapters + 1):
        lines.append(f'  - heading "Section {chapter}" [level=2] [ref=e{ref}]')
        for number in range(1, paragraphs + 1):
            ref += 2
            lines += [
                f"  - paragraph [ref=e{ref}]:",
                f"    - text: Paragraph {number} of section {chapter} goes on about",
                f'    - link "Note {chapter}.{number}" [ref=e{ref + 1}] [cursor=pointer]:',
                f"      - /url: /wiki/{chapter}-{number}",
                f"    - text: and says much that is of no interest. {'It goes on and on about nothing at all. ' * 9}",
            ]
        ref += 2
    return "\n".join([*lines, '  - textbox "Your comment" [ref=e9998]', '  - button "Send" [ref=e9999]'])


LARGE = {"shop": SHOP, "table": TABLE, "article": article()}
NAMED = {
    "shop": ("Add product 37 to cart", "Search", "Terms"),
    "table": ("Refund 77", "Order 42", "Export"),
    "article": ("Note 7.3", "Section 9", "Your comment", "Send"),
}


@pytest.mark.parametrize("page", LARGE)
def test_a_large_page_takes_at_most_half_the_room_and_what_the_card_names_is_there(page: str) -> None:
    card = "\n".join(f'Click "{name}".' for name in NAMED[page])
    told = compact(LARGE[page], words_in(card), MOST)
    assert len(told) <= min(MOST, len(LARGE[page]) // 2)
    assert [name for name in NAMED[page] if f'"{name}"' not in told] == []


@pytest.mark.parametrize("page", LARGE)
def test_what_is_left_out_is_found(page: str) -> None:
    everything = re.findall(r'- (?:link|button|heading|textbox|searchbox) "([^"]+)"', LARGE[page])
    told = compact(LARGE[page], NO_WORDS, MOST)
    hidden = [name for name in dict.fromkeys(everything) if f'"{name}"' not in told]
    assert hidden
    assert [name for name in hidden[::7] if f'"{name}"' not in find(LARGE[page], name)] == []


def test_a_form_is_told_whole() -> None:
    assert compact(FORM, NO_WORDS, MOST).split("\n")[:16] == [
        "main:",
        """ heading "Pay: "now" & 'then'" [level=1]""",
        ' textbox "Amount" [ref=e6]: 30',
        ' textbox "Memo" [ref=e8]: line one line two: "quoted"',
        ' textbox "Empty" [ref=e10]',
        ' textbox "Hint" [ref=e12] placeholder "e.g. 12: x"',
        ' textbox "Tricky" [ref=e14]: - "x": [y]',
        ' textbox "Yes" [ref=e16]: yes',
        ' searchbox "Search" [ref=e18]: a: b',
        ' spinbutton "Number" [ref=e20]: 3',
        ' slider "Level" [ref=e22]: 3',
        ' combobox "From" [ref=e24]: bob: "x" (of: alice (100.00); bob: "x")',
        " Many",
        ' listbox "Many" [ref=e26]: option "a" [selected] [ref=e27] option "b" [selected] [ref=e28] option "c" [ref=e29]',
        ' combobox "Town" [ref=e31]: Bern',
        ' checkbox "Remember me" [checked] [ref=e33]',
    ]


def test_a_value_behind_a_placeholder_is_told() -> None:
    field = '- textbox "P" [ref=e1]:\n  - /placeholder: a hint\n  - text: the value'
    assert compact(field, NO_WORDS, MOST) == 'textbox "P" [ref=e1] placeholder "a hint": the value'


def test_what_has_no_name_is_called_by_what_is_in_it() -> None:
    page = (
        '- link [ref=e1] [cursor=pointer]:\n  - /url: /x\n  - heading "Card" [level=3] [ref=e2]\n  - img "Cat" [ref=e3]'
    )
    assert compact(page, NO_WORDS, MOST) == 'link "Card Cat" [ref=e1]'


def test_references_stand_only_where_something_can_be_done() -> None:
    told = compact(ODD, NO_WORDS, MOST)
    assert 'link "more" [ref=e92]' in told
    assert 'generic "pointer" [ref=e113]' in told
    assert 'heading "- dash" [level=1]\n' in told
    assert "e81" not in told


def test_frames_are_told_where_they_stand() -> None:
    assert compact(FRAMES, NO_WORDS, MOST).split("\n")[2:] == [
        "iframe:",
        ' heading "Inside" [level=2]',
        ' textbox "Code" [ref=f1e4]: 7',
        ' iframe: button "Deep" [ref=f3e2]',
    ]


def test_of_a_long_table_the_first_rows_the_last_and_those_of_the_card_are_told() -> None:
    rows = [line.strip() for line in compact(TABLE, words_in('Click "Refund 77".'), MOST).split("\n") if "row" in line]
    assert rows[0] == "row: Order   Day   Customer   Amount   State   Action"
    assert rows[1].startswith(
        'row: link "Order 1" [ref=e153]   2026-11-02   Customer 1   7.00   paid   button "Refund 1"'
    )
    assert [number for number in (7, 16, 77, 100) if any(f'"Refund {number}"' in row for row in rows)] == [7, 77, 100]
    left_out = [row for row in rows if row.startswith("…")]
    assert left_out == ["… 61 more rows: use find", "… 22 more rows: use find"]


def test_parts_that_are_left_out_are_named_by_their_headings() -> None:
    assert "… 32 more articles (Product 16; Product 17; " in compact(SHOP, NO_WORDS, MOST)


def test_a_single_one_is_never_left_out() -> None:
    page = "\n".join(f"- listitem [ref=e{number}]: entry {number}" for number in range(14))
    told = compact(page, frozenset({"7"}), 400).split("\n")
    assert [line for line in told if line.startswith("… 1 ")] == []


def test_a_long_text_is_told_by_its_beginning_and_by_what_the_card_looks_for() -> None:
    page = f"- paragraph [ref=e1]: {'word ' * 200}the secret zebra sleeps {'word ' * 200}"
    told = compact(page, frozenset({"zebra"}), MOST)
    assert told.startswith("word word")
    assert "the secret zebra sleeps" in told
    assert len(told) < 800


def test_what_the_card_names_is_told_even_where_the_page_is_cut() -> None:
    lines = [f"- {role} [ref=e{number}]: {role} {number}" for number in range(300) for role in ("paragraph", "code")]
    page = "\n".join([*lines, '- button "Pay the bill" [ref=e999]', *lines])
    told = compact(page, words_in('Click "Pay the bill".'), 2000)
    assert len(told) <= 2000
    assert "… the rest is left out: use find" in told
    assert told.endswith('… and among what is left out:\n button "Pay the bill" [ref=e999]')


def test_the_room_is_never_exceeded_however_small() -> None:
    assert [len(compact(TABLE, words_in("Refund 77"), most)) <= most for most in (1, 10, 100, 1000)] == [True] * 4


def test_an_empty_page_says_so() -> None:
    assert (compact("", NO_WORDS, MOST), interactive(""), find("", "x")) == ("(nothing)",) * 3


def test_a_search_finds_best_what_is_called_just_so() -> None:
    first = find(TABLE, "Order 7").split("\n")[0]
    assert first == 'link "Order 7" [ref=e207]  — in row: Order 7 2026-11-08 Customer 7 49.00 paid Refund 7'


def test_a_search_tells_at_most_twenty() -> None:
    assert len(find(TABLE, "refund").split("\n")) == 20


def test_a_search_finds_text_roles_and_what_fields_hold() -> None:
    assert "insufficient funds: alice has 70.00" in find(FORM, "insufficient funds")
    assert "option" in find(FORM, "alice")
    assert find(FORM, "spinbutton") == 'spinbutton "Number" [ref=e20]: 3'
    assert find(FORM, "nowhere") == "(nothing)"


def test_only_what_can_be_acted_on_is_told_where_that_is_asked_for() -> None:
    told = interactive(FORM).split("\n")
    assert told[:2] == ['textbox "Amount" [ref=e6]: 30', 'textbox "Memo" [ref=e8]: line one line two: "quoted"']
    assert 'radio "Small" [checked] [ref=e40]  — in group: Size' in told
    assert [line for line in told if line.startswith(("alert", "heading", "status"))] == []


def test_a_part_of_a_page_is_what_its_reference_stands_for() -> None:
    assert subtree(FORM, "e24", None).split("\n") == [
        '      - combobox "From" [ref=e24]:',
        '        - option "alice (100.00)"',
        """        - 'option "bob: \\"x\\"" [selected]'""",
    ]
    assert compact(subtree(FORM, "e37", None), NO_WORDS, MOST).startswith("Size:")


def test_a_part_ends_at_the_depth_that_is_asked_for() -> None:
    assert subtree(FRAMES, None, 0) == FRAMES.split("\n")[0]
    assert subtree(FRAMES, "e70", 1) == "  - iframe [ref=e70]:\n    - generic [ref=f1e1]:"


def test_a_reference_that_is_no_more_stands_for_nothing_nor_does_one_in_a_name() -> None:
    assert subtree(FORM, "e999", None) == ""
    assert subtree(FORM, "e1", None) == ""
    assert subtree(FORM, None, None) == FORM


_LINES = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.one_of(
            st.text(max_size=30),
            st.sampled_from([line.strip() for text in (FORM, ODD) for line in text.split("\n")]),
        ),
    ),
    max_size=60,
)


@given(_LINES, st.frozensets(st.sampled_from(["alice", "bob", "2", "yes", "line"])), st.integers(0, 900))
def test_no_snapshot_breaks_a_view_or_exceeds_its_room(
    lines: list[tuple[int, str]], words: frozenset[str], most: int
) -> None:
    snapshot = "\n".join(" " * indent + text for indent, text in lines)
    assert len(compact(snapshot, words, most)) <= max(most, len("(nothing)"))
    assert len(find(snapshot, " ".join(words)).split("\n")) >= 1
    assert interactive(snapshot)
    assert len(subtree(snapshot, "e6", 1)) <= len(snapshot)


HOSTILE = {
    "deep": "\n".join(" " * (2 * depth) + "- generic [ref=e1]:" for depth in range(1500)),
    "deep rows": "\n".join(f'{" " * depth}- row "r" [ref=e{depth}]:' for depth in range(1500)),
    "wide": "\n".join(f'  - button "b {number}" [ref=e{number}]' for number in range(8_000)),
    "one row of all": "- row [ref=e0]:\n" + "\n".join(f'  - link "l {n}" [ref=e{n}]' for n in range(8_000)),
    "one long line": '- button "' + "x " * 500_000 + '" [ref=e1]',
    "no end of a name": '- button "' + '\\"' * 500_000,
    "marks": "- button" + " [a]" * 200_000 + "!",
    "blanks": " " * 1_000_000 + "x",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_takes_neither_for_ever_nor_more_room(name: str) -> None:
    snapshot, words = HOSTILE[name], frozenset({"button", "7999", "x"})
    with ending():
        assert len(compact(snapshot, words, MOST)) <= MOST
        assert len(find(snapshot, "7999 x").split("\n")) <= 20
        interactive(snapshot)
