"""What several runs of one case tell of what changes by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.domain.golden import Capture, Part, PartKind, Redaction
from harness.golden.candidates import path_of
from harness.golden.stability import proposals_for, stability
from tests.support.captures import U1, U2, U3, body, compared, named, step, text, value

IDS = (U1, U2, U3)
Run = list[Capture]


def three(shown: Callable[[int], Part | tuple[Part, ...]], *more: Part) -> list[Run]:
    """Three runs of a case with one step, whose parts depend on the number of the run."""
    made = [shown(number) for number in range(3)]
    return [[step(*(one if isinstance(one, tuple) else (one,)), *more)] for one in made]


def proposed(runs: list[Run], *declared: Redaction) -> list[str]:
    found = stability(runs, declared)
    return [f"{one.name} at {one.path}" if one.path else one.name for one in found.proposed]


STAMPS = ("2026-11-21T13:05:09Z", "2026-11-21T13:05:10Z", "2026-11-21T13:05:11Z")
SHAPES = {
    "uuids": IDS,
    "timestamps": STAMPS,
    "durations": ("took 0.53s", "took 0.61s", "took 1.02s"),
    "addresses": ("<Account at 0x7f3a5c2d1e80>", "<Account at 0x7f3a5c2d1f10>", "<Account at 0x7f3a5c2aa0c0>"),
    "ports": ("on port 43121", "on port 51022", "on port 38211"),
    "paths": ("/tmp/tmpab12/x", "/tmp/tmpcd34/x", "/tmp/tmpef56/x"),
    "dates": ("on 2026-11-21", "on 2026-11-22", "on 2026-11-23"),
    "times": ("at 13:05:09", "at 13:05:10", "at 13:05:11"),
    "epochs": ("at 1763730309", "at 1763730310", "at 1763730311"),
    "tokens": tuple(f"{one}f86d081884c7d659a2feaa0c55ad01{one}" for one in "123"),
}


@pytest.mark.parametrize(("name", "shown"), SHAPES.items())
def test_what_has_a_shape_is_masked_by_the_redaction_of_that_shape(name, shown):
    for runs in (
        three(lambda number: text(f"it is {shown[number]}\n")),
        three(lambda number: body({"all": [{"it": shown[number]}, {"it": shown[number]}]})),
        three(lambda number: value(f"{shown[number]}", "title")),
    ):
        found = stability(runs)
        assert proposed(runs) == [name]
        assert found.unstable == ()
        assert all(one.proposals for one in found.wavering)
        assert not compared(runs[0], runs[1], *found.redactions)
        assert not compared(runs[0], runs[2], *found.redactions)


def test_a_number_of_json_is_masked_as_an_epoch():
    runs = three(lambda number: body({"at": 1763730309 + number, "n": 1}))
    assert proposed(runs) == ["epochs"]
    assert stability(runs).unstable == ()


def test_names_of_files_and_keys_are_masked():
    files = three(
        lambda number: (value("created", f"file out/{IDS[number]}.txt"), text("a\n", f"content of {IDS[number]}"))
    )
    assert proposed(files) == ["uuids"]
    assert stability(files).unstable == ()
    keys = three(lambda number: body({IDS[number]: {"of": "alice"}, "n": 1}))
    assert proposed(keys) == ["uuids"]
    assert stability(keys).unstable == ()


def test_what_has_no_shape_is_unstable_and_never_masked():
    for shown in (
        lambda number: text(f"call {number + 7} of many\n"),
        lambda number: body({"n": number, "of": "alice"}),
        lambda number: value(f"{number}", "title"),
        lambda number: text("".join(["a\n"] * (number + 1))),
        lambda number: (value("created", f"file a{number}"),),
        lambda number: value("0" if number else "1"),
        lambda number: body({"n": "x" if number else None}),
    ):
        found = stability(three(shown))
        assert found.proposed == ()
        assert found.unstable
        assert [one.proposals for one in found.wavering] == [()] * len(found.wavering)
        assert found.redactions == ()


def test_leaves_are_named_that_waver_and_no_others():
    runs = three(lambda number: (text(f"call {number}\nsecond\n"), body({"a": [{"n": number, "of": "b"}], "n": 1})))
    assert stability(runs).unstable == ("Steps 1 / stdout", "Steps 1 / body / a / 0 / n")


def test_the_third_run_counts_as_well():
    late = three(lambda number: text(f"call {number // 2}\n"))
    assert stability(late).unstable == ("Steps 1 / stdout",)


def test_what_changes_its_shape_or_its_number_is_unstable():
    for shown in (
        lambda number: text(f"{IDS[0]}\n" * (number + 1)),
        lambda number: text(("2026-11-21T13:05:09Z", "just now", "yesterday")[number] + "\n"),
        lambda number: text(("took 1 s", "took 20 ms", "took 3 s")[number] + "\n"),
        lambda number: text(("a" * 16 + "1B2c", "b" * 20 + "1B2c", "c" * 24 + "1B2c")[number] + "\n"),
    ):
        assert stability(three(shown)).unstable == ("Steps 1 / stdout",)


def test_a_part_that_wavers_beside_one_with_a_shape_is_unstable_alone():
    runs = three(lambda number: body({"id": IDS[number], "n": number}))
    found = stability(runs)
    assert proposed(runs) == ["uuids"]
    assert found.unstable == ("Steps 1 / body / n",)
    both = stability(three(lambda number: text(f"{IDS[number]} is call {number}\n")))
    assert both.unstable == ("Steps 1 / stdout",)


# --- no wider than needed ---------------------------------------------------------------------------------------------


def test_a_redaction_is_kept_to_its_leaf_where_it_would_hide_what_is_the_same():
    fixed = body({"currency": U3, "id": U3}, "seen")
    runs = [[step(body({"items": [{"id": IDS[number]}], "n": 1}), fixed)] for number in (0, 1)]
    assert proposed(runs) == ["uuids at items.*.id"]
    found = stability(runs)
    other = [step(body({"items": [{"id": U1}], "n": 1}), body({"currency": U1, "id": U3}, "seen"))]
    assert [str(one) for one in compared(runs[0], other, *found.redactions)] == ["Steps 1 / seen / currency"]


def test_a_redaction_of_text_is_kept_to_its_part():
    runs = three(lambda number: text(f"id {IDS[number]}\n"), text(f"fixed {U3}\n", "stderr"))[:2]
    assert proposed(runs) == ["uuids at stdout"]
    assert stability(runs).unstable == ()


def test_a_fixed_path_of_a_service_is_not_hidden_by_a_token_beside_it():
    shown = SHAPES["tokens"]
    page = value("http://127.0.0.1:8000/a/9f86d081884c7d659a2feaa0c55ad015", "url")
    runs = three(lambda number: body({"token": shown[number], "of": "alice"}), page)
    assert proposed(runs) == ["tokens at token"]


def test_keys_that_cannot_stand_in_a_path_become_any():
    runs = [[step(body({"a.b": {"": [IDS[number]]}}), text(f"{U3}\n"))] for number in (0, 1)]
    assert proposed(runs) == ["uuids at *.*.*"]
    assert stability(runs).unstable == ()


def test_what_is_declared_is_not_proposed_again():
    runs = three(lambda number: text(f"{IDS[number]} {STAMPS[number]}\n"))
    assert proposed(runs) == ["uuids", "timestamps"]
    assert proposed(runs, *named("uuids")) == ["timestamps"]
    assert proposed(runs, *named("uuids", "timestamps")) == []


def test_nothing_is_proposed_where_nobody_asks_for_it():
    runs = three(lambda number: text(f"{IDS[number]}\n"))
    found = stability(runs, propose=False)
    assert (found.proposed, found.redactions, found.unstable) == ((), (), ("Steps 1 / stdout",))


def test_what_is_the_same_in_every_run_asks_for_nothing():
    found = stability(three(lambda _: (text(f"{U1} {STAMPS[0]}\n"), body({"id": U1}))))
    assert (found.proposed, found.wavering, found.unstable) == ((), (), ())


def test_names_and_keys_are_masked_wherever_they_stand():
    fixed = text(f"{U3}\n", "stderr")
    runs = three(lambda number: value("created", f"file {IDS[number]}.txt"), fixed)[:2]
    assert proposed(runs) == ["uuids"]
    keys = three(lambda number: body({IDS[number]: 1, STAMPS[number]: 2}))
    assert proposed(keys, *named("uuids")) == ["timestamps"]


def test_what_cannot_be_masked_is_not_looked_at():
    shown = Part(name="body", kind=PartKind.BINARY, value=f"3 bytes, sha256:{'ab1' * 21}")
    runs = three(lambda number: body({"t": SHAPES["tokens"][number], "n": None, "b": True}), shown)
    assert proposed(runs) == ["tokens"]


# --- orders -----------------------------------------------------------------------------------------------------------

ORDERS = ([1, 2, 3], [3, 1, 2], [2, 3, 1])


def test_a_list_without_an_order_is_sorted_there_alone():
    runs = three(lambda number: body({"a": {"tags": ORDERS[number]}, "fixed": [2, 1]}))
    assert proposed(runs) == ["order at a.tags"]
    assert proposed(three(lambda number: body(ORDERS[number]))) == ["order at body"]
    nested = three(lambda number: body({"a": [{"tags": ORDERS[number]}, {"tags": [2, 1]}]}))
    assert proposed(nested) == ["order at a.*.tags"]


def test_items_without_an_order_are_sorted_with_what_is_masked_in_them():
    def shown(number: int) -> Part:
        items = [{"id": IDS[at], "who": who} for at, who in enumerate(("alice", "bob", "carol"))]
        return body({"items": [items[at - 1] for at in ORDERS[number]]})

    def fresh(number: int) -> Part:
        items = [{"id": f"{IDS[at][:-1]}{number}", "who": who} for at, who in enumerate(("alice", "bob", "carol"))]
        return body({"items": [items[at - 1] for at in ORDERS[number]]})

    assert proposed(three(shown)) == ["order at items"]
    assert set(proposed(three(fresh))) == {"uuids", "order at items"}
    assert stability(three(fresh)).unstable == ()


def test_sets_and_lines_without_an_order():
    sets = three(lambda number: text(f"{{{str(ORDERS[number])[1:-1]}}}\nz\na\n"))
    assert proposed(sets) == ["sets at stdout"]
    lines = three(lambda number: text("".join(f"{one}\n" for one in ORDERS[number])))
    assert proposed(lines) == ["order at stdout"]
    assert stability(lines).unstable == ()


def test_the_keys_of_an_object_have_no_order():
    runs = three(lambda number: body("{" + ", ".join(f'"{one}": {one}' for one in ORDERS[number]) + "}"))
    assert stability(runs).wavering == ()


# --- pictures and bytes -----------------------------------------------------------------------------------------------


def test_nothing_masks_pictures_and_bytes():
    for kind in (PartKind.PICTURE, PartKind.BINARY):
        runs = three(lambda number, kind=kind: Part(name="shot", kind=kind, value=SHAPES["tokens"][number]))
        found = stability(runs)
        assert (found.proposed, found.unstable) == ((), ("Steps 1 / shot",))
        if kind is PartKind.PICTURE:
            assert stability(runs, pictures=lambda *_: True).unstable == ()


# --- one difference ---------------------------------------------------------------------------------------------------


def test_one_difference_has_its_proposals():
    (found,) = compared([step(text(f"{U1} at {STAMPS[0]}\n"))], [step(text(f"{U2} at {STAMPS[1]}\n"))])
    assert [one.name for one in proposals_for(found)] == ["uuids", "timestamps"]
    assert [one.name for one in proposals_for(found, named("uuids"))] == ["timestamps"]
    assert path_of(found) == "stdout"


def test_many_leaves_that_waver_take_little_time():
    runs = three(lambda number: body({"items": [{"n": number * 1000 + at, "id": IDS[number]} for at in range(60)]}))
    found = stability(runs)
    assert len(found.unstable) == 60
    assert proposed(runs) == ["uuids"]
