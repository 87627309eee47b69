from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.domain.golden import PartKind, Redaction
from harness.golden.masking import NAMED, masks_of, pieces_of
from harness.golden.masks import MASK, Hidden, Numbers, Pieces, Spelling, has_own, without_numbers
from harness.golden.redaction import masked as masked_text
from harness.golden.redaction import masked_in, samples, unknown_names
from tests.support.captures import PATIENT, U1, U2, U3, body, case, compared, kinds, masked, same, step, text, value

SAMPLES = [
    (name, sample, shown)
    for name, (masks, keeps) in samples().items()
    for sample, shown in [*masks.items(), *((kept, kept) for kept in keeps)]
]
ORDER_ID = Redaction(pattern="order [0-9]+", mask="<order>")


def shown_in(captures, *redactions) -> list:
    return [part.value for one in masked(captures, *redactions).captures for part in one.parts]


# --- each family ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "sample", "shown"), SAMPLES)
def test_each_named_redaction_masks_and_keeps_what_its_samples_say(name, sample, shown):
    assert masked_text(sample, Redaction(name=name)) == shown


@pytest.mark.parametrize("name", NAMED.names())
def test_each_named_redaction_says_what_it_masks_and_keeps(name):
    module = NAMED.load(name)
    assert module.__doc__
    assert module.MASKED
    assert module.KEPT
    assert isinstance(module.NUMBERED, bool)
    assert all(MASK.fullmatch(f"<{mask}>") for mask in module.MASKS)


@pytest.mark.parametrize(("name", "sample", "shown"), SAMPLES)
def test_what_is_masked_is_masked_wherever_it_stands(name, sample, shown):
    (one,) = shown_in([step(text(f"first\n[{sample}]\nlast\n"))], name)
    lone = masked_text(f"[{sample}]", Redaction(name=name))
    assert one == f"first\n{lone}\nlast\n"
    if not lone.startswith("["):
        pytest.fail("what stands before it was masked as well")


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("uuids", U1, U1[:-1]),
        ("uuids", U1, U1.upper()),
        ("uuids", U1, U1.replace("-", "")),
        ("uuids", U1, "00000000-0000-0000-0000-000000000000"),
        ("timestamps", "2026-11-21T13:05:09Z", "2026-11-21T13:05:09"),
        ("timestamps", "2026-11-21T13:05:09Z", "2026-11-21 13:05:09Z"),
        ("timestamps", "2026-11-21T13:05:09Z", "2026-11-21T13:05:09+01:00"),
        ("timestamps", "2026-11-21T13:05:09Z", "2026-11-21T13:05:09.120Z"),
        ("timestamps", "2026-11-21T13:05:09Z", "2026-11-21T13:05Z"),
        ("timestamps", "2026-11-21T13:05:09Z", "21.11.2026 13:05"),
        ("epochs", "1763730309", "1763730309123"),
        ("epochs", "1763730309", "1763730309.5"),
        ("durations", "0.53 s", "0.53 ms"),
        ("durations", "0.53 s", "-0.53 s"),
        ("times", "13:05:09", "13:05"),
        ("dates", "2026-11-21", "2026/11/21"),
        ("paths", "/tmp/tmpx1y2/a.csv", "/tmp/tmpx1y2/b.csv"),
        ("ports", "http://127.0.0.1:43121/a", "http://127.0.0.1:43121/b"),
        ("addresses", "0x7f3a5c2d1e80", "7f3a5c2d1e80"),
        ("tokens", "9f86d081884c7d659a2feaa0c55ad015", "9f86d081884c7d65"),
        ("tokens", "9f86d081884c7d659a2feaa0c55ad015", ""),
    ],
)
def test_a_value_that_lost_its_shape_is_a_difference(name, one, other):
    assert not same(text(f"it is {one}\n"), text(f"it is {other}\n"), name)


# --- equal values -----------------------------------------------------------------------------------------------------


def test_equal_values_stay_equal_across_steps_parts_bodies_and_names():
    captures = [
        step(text(f"made {U1} and {U2}\n"), text(U1, f"content of {U2}.txt")),
        step(body({"b": [U2, {"id": U1}], U3: U3}), value(f"/a/{U1}", "header location"), number=2),
    ]
    first, second = masked(captures, "uuids").captures
    assert first.parts[0].value == "made <uuid#1> and <uuid#2>\n"
    assert (first.parts[1].name, first.parts[1].value) == ("content of <uuid#2>.txt", "<uuid#1>")
    assert second.parts[0].value == {"<uuid#3>": "<uuid#3>", "b": ["<uuid#2>", {"id": "<uuid#1>"}]}
    assert second.parts[1].value == "/a/<uuid#1>"


def test_two_values_that_are_exchanged_are_a_difference():
    made = f"alice {U1}\nbob {U2}\n"
    for shown in (U1, U2):
        asked = [step(text(made)), step(text(f"alice has {shown}\n"), number=2)]
        found = compared([step(text(made)), step(text(f"alice has {U1}\n"), number=2)], asked, "uuids")
        assert kinds(found) == ([] if shown == U1 else ["redacted only"])


def test_one_value_for_two_is_a_difference():
    assert not same(text(f"{U1} {U2}\n"), text(f"{U3} {U3}\n"), "uuids")
    assert same(text(f"{U1} {U2}\n"), text(f"{U3} {U1}\n"), "uuids")


def test_the_order_of_keys_gives_no_numbers():
    assert same(body(f'{{"a": "{U1}", "b": "{U2}"}}'), body(f'{{"b": "{U3}", "a": "{U1}"}}'), "uuids")


def test_keys_that_are_masked_are_told_apart_by_what_stands_below_them():
    before, after = {U1: "alice", U2: "bob"}, {U3: "bob", U1: "alice"}
    assert same(body(before), body(after), "uuids")
    assert not same(body(before), body({U3: "bob", U1: "bob"}), "uuids")


def test_keys_with_one_mask_are_counted():
    days = {"2026-11-20": 1, "2026-11-21": 2}
    (found,) = shown_in([step(body(days))], "dates")
    assert found == {"<date>": 1, "<date> (2)": 2}


def test_files_with_masked_names_are_told_apart_by_their_content():
    def captures(first: str, second: str):
        files = [(first, "alice\n"), (second, "bob\n")]
        parts = [
            part
            for name, shown in sorted(files)
            for part in (value("created", f"file {name}.txt"), text(shown, f"content of {name}.txt"))
        ]
        return [step(value("0"), *parts)]

    assert not compared(captures(U1, U2), captures(U2, U1), "uuids")
    assert compared(captures(U1, U2), [step(value("0"))], "uuids")


def test_files_with_one_masked_name_are_counted():
    names = [f"content of out-2026112{day}-145431.txt" for day in "123"]
    (found,) = masked([step(*(text(f"{name}\n", name) for name in names))], "timestamps").captures
    assert [part.name for part in found.parts] == [
        "content of out-<stamp>.txt",
        "content of out-<stamp>.txt (2)",
        "content of out-<stamp>.txt (3)",
    ]
    assert len({part.value for part in found.parts}) == 1


# --- what only looks like a mask --------------------------------------------------------------------------------------


@pytest.mark.parametrize("printed", ["<uuid#1>", "\\<uuid#1>", "\\\\<uuid#1>", "<uuid>", "<uuid-upper#1>", "<uuid#2>"])
def test_what_a_product_prints_is_never_a_mask(printed):
    assert not same(text(f"id {U1}\n"), text(f"id {printed}\n"), "uuids")
    assert not same(text(f"id \\{U1}\n"), text(f"id {printed}\n"), "uuids")
    assert same(text(f"id {printed}\n"), text(f"id {printed}\n"), "uuids")


def test_a_timestamp_that_is_printed_as_its_mask_is_a_difference():
    assert not same(text("at 2026-11-21T13:05:09Z\n"), text("at <timestamp>Z\n"), "timestamps")
    assert not same(body({"at": 1763730309}), body({"at": "<epoch>"}), "epochs")
    assert not same(body({"at": 1763730309}), body({"at": "<number:epoch>"}), "epochs")
    assert not same(text("order 17 of 20 is open\n"), text("<order> of 20 is open\n"), ORDER_ID)


def test_the_tags_of_a_page_stay_readable():
    assert shown_in([step(text("<p>hello</p> <b>you</b>\n"))], "uuids") == ["<p>hello</p> <b>you</b>\n"]


pieces = st.lists(
    st.one_of(st.sampled_from(["\\", "<", ">", "#1", "uuid", "<uuid#1>", "<uuid>", "number:", U1, U2, " "]), st.text()),
    max_size=6,
).map("".join)


@settings(PATIENT, max_examples=100)
@given(pieces, pieces)
def test_two_texts_are_equal_only_if_all_but_their_uuids_is_equal(one, other):
    redaction = Redaction(name="uuids")
    alike = masked_text(one, redaction) == masked_text(other, redaction)
    assert alike == (_by_hand(one) == _by_hand(other))


def _by_hand(shown: str) -> list[object]:
    """The text cut at its UUIDs, with each as the number of the first that is equal."""
    found = masked_in(shown, Redaction(name="uuids"))
    first = list(dict.fromkeys(found))
    cut: list[object] = []
    for one in found:
        before, _, shown = shown.partition(one)
        cut += [before, first.index(one)]
    return [*cut, shown]


EVERY = tuple(Redaction(name=name) for name in NAMED.names())
fragments = st.lists(
    st.one_of(st.sampled_from([sample for _, sample, _ in SAMPLES]), st.text("abc<>#\\/ 019:-", max_size=6)),
    min_size=1,
    max_size=5,
).map(" ".join)


@settings(PATIENT, max_examples=100)
@given(fragments, st.integers(0, 200), st.sampled_from("Z7 -"))
def test_a_letter_that_is_not_masked_counts_whatever_stands_around_it(shown, at, other):
    own = [
        place
        for place, piece in _places(pieces_of(shown, masks_of(EVERY)))
        if isinstance(piece, str) and shown[place] != other
    ]
    if own:
        place = own[at % len(own)]
        assert not same(text(shown), text(shown[:place] + other + shown[place + 1 :]), *EVERY)


def _places(pieces: Pieces) -> Iterator[tuple[int, str | Hidden]]:
    """The piece that each character lies in."""
    at = 0
    for piece in pieces:
        size = len(piece if isinstance(piece, str) else piece.value)
        yield from ((place, piece) for place in range(at, at + size))
        at += size


def test_masks_are_told_from_own_text():
    assert not has_own("<uuid#1> <number:epoch>, <timestamp>")
    assert has_own("<uuid#1>Z")
    assert without_numbers("a <uuid#1> \\<uuid#2> \\\\<uuid#3>") == "a <uuid> \\<uuid#2> \\\\<uuid>"
    hidden = Hidden("uuid", U1, numbered=True, redaction=Redaction(name="uuids"))
    assert Spelling({"uuid"}).text(("\\", hidden), Numbers()) == "\\\\<uuid#1>"


# --- kinds of JSON ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1763730309", '"1763730309"'),
        ("1763730309", "1763730309.5"),
        ("1763730309", "null"),
        ("1763730309", "true"),
        ("1763730309", "[1763730309]"),
        ("1763730309", "-1763730309"),
    ],
)
def test_a_masked_number_is_still_a_number(one, other):
    assert not same(body(f'{{"at": {one}}}'), body(f'{{"at": {other}}}'), "epochs")
    assert same(body(f'{{"at": {one}}}'), body('{"at": 1763730310}'), "epochs")


def test_a_pattern_does_not_hide_whether_something_was_a_number():
    digits = Redaction(pattern="[0-9]+", mask="<n>")
    many = '"name": "alice", "city": "Bern", "note": "moved"'
    assert not same(body(f'{{"n": 7, {many}}}'), body(f'{{"n": "7", {many}}}'), digits)
    assert not same(body(f'{{"n": 7.5, {many}}}'), body(f'{{"n": "7.5", {many}}}'), digits)
    assert same(body(f'{{"n": 7.5, {many}}}'), body(f'{{"n": 8.25, {many}}}'), digits)


def test_a_path_masks_leaves_whole_but_not_that_they_are_missing_or_empty():
    field = Redaction(path="user.token", mask="<token-of-user>")
    many = {"name": "alice", "city": "Bern", "note": "moved here in May"}
    before = body({"user": {**many, "token": "abc"}})
    assert same(before, body({"user": {**many, "token": "defgh"}}), field)
    for token in ("", None, 7, True, ["abc"], {"a": "abc"}):
        assert not same(before, body({"user": {**many, "token": token}}), field), token
    assert not same(before, body({"user": many}), field)


def test_a_path_narrows_a_named_redaction():
    redaction = Redaction(name="uuids", path="items.*.id")
    before = body({"items": [{"id": U1, "of": U2}], "id": U1})
    assert same(before, body({"items": [{"id": U3, "of": U2}], "id": U1}), redaction)
    assert not same(before, body({"items": [{"id": U3, "of": U3}], "id": U1}), redaction)
    assert not same(before, body({"items": [{"id": U1, "of": U2}], "id": U3}), redaction)


def test_a_path_may_be_the_name_of_a_part():
    redaction = Redaction(name="uuids", path="stdout")
    assert same(text(f"{U1}\n"), text(f"{U2}\n"), redaction)
    assert not same(text(f"{U1}\n", "stderr"), text(f"{U2}\n", "stderr"), redaction)


# --- what is never masked ---------------------------------------------------------------------------------------------

DIGITS = Redaction(pattern="[0-9]+", mask="<n>")
LETTERS = Redaction(pattern="[a-z]+", mask="<word>")


@pytest.mark.parametrize(
    ("one", "other", "redaction"),
    [
        (value("0"), value("1"), DIGITS),
        (value("200", "status"), value("500", "status"), DIGITS),
        (value("created", "file a"), value("deleted", "file a"), LETTERS),
        (text("a", "stdout"), text("a", "stderr"), LETTERS),
    ],
)
def test_how_a_step_ended_is_never_masked(one, other, redaction):
    assert not same(one, other, redaction)


def test_how_a_field_is_called_is_never_masked_by_a_pattern():
    short = Redaction(pattern="own[a-z]+", mask="<own>")
    many = {"city": "Bern", "note": "moved here in May"}
    assert not same(body({"owner": "alice", **many}), body({"owned": "alice", **many}), short)
    assert same(body({"own": "owner", **many}), body({"own": "owned", **many}), short)


def test_the_digest_of_bytes_is_never_masked():
    one, other = (f"3 bytes, sha256:{letter * 8}1{letter * 55}" for letter in "ab")
    parts = [text(one).model_copy(update={"kind": PartKind.BINARY, "value": shown}) for shown in (one, other)]
    assert not same(parts[0], parts[1], "tokens")
    assert not same(parts[0], parts[1], DIGITS)


def test_what_stands_beside_a_match_stays():
    assert not same(text("order 17 open, all is well\n"), text("order 18 shut, all is well\n"), ORDER_ID)
    assert same(text("order 17 open, all is well\n"), text("order 18 open, all is well\n"), ORDER_ID)
    grouped = Redaction(pattern="order (?P<value>[0-9]+) open", mask="<number>")
    assert shown_in([step(text("the order 17 open, all is well\n"))], grouped) == [
        "the order <number> open, all is well\n"
    ]


def test_of_two_that_overlap_the_first_counts():
    wide = Redaction(pattern="id [0-9a-f-]+", mask="<id>")
    line = f"this is the line with the id {U1} of alice, who has more to tell than that, and tells it here\n"
    assert shown_in([step(text(line))], "uuids", wide)[0].count("id <uuid#1> of") == 1
    assert shown_in([step(text(line))], wide, "uuids")[0].count("the <id> of") == 1


def test_lone_surrogates_and_odd_texts_are_masked_around():
    redaction = Redaction(pattern="n[0-9]+", mask="<n>")
    (found,) = shown_in(
        [step(body({"a": "\ud800 n17 \U0001f600 is what there was", "z": "more text here"}))], redaction
    )
    assert found["a"] == "\ud800 <n> \U0001f600 is what there was"


def test_a_group_that_takes_no_part_masks_nothing():
    optional = Redaction(pattern="order(?: (?P<value>[0-9]+))?", mask="<order>")
    shown = "the order 17 of alice, and the order of bob\n"
    assert shown_in([step(text(shown))], optional) == ["the order <order> of alice, and the order of bob\n"]


def test_many_names_with_one_mask_are_counted():
    days = {
        f"2026-{month:02}-{day:02} {number}": number
        for month in range(1, 13)
        for day in range(1, 29)
        for number in "ab"
    }
    many = {f"{day}-{number}": 1 for day in ("2026-11-20", "2026-11-21") for number in range(1500)}
    (found,) = shown_in([step(body(days))], "dates")
    assert sorted(found)[:3] == ["<date> a", "<date> a (10)", "<date> a (100)"]
    assert len(found) == len(days)
    assert len(shown_in([step(body(many))], "dates")[0]) == len(many)


def test_an_empty_match_masks_nothing():
    assert shown_in([step(text("abc\n"))], Redaction(pattern="x*", mask="<x>")) == ["abc\n"]


# --- no order ---------------------------------------------------------------------------------------------------------


def test_a_list_is_sorted_where_its_order_does_not_count():
    order = Redaction(name="order", path="items")
    before = body({"items": [3, 1, 2], "others": [2, 1]})
    assert same(before, body({"items": [1, 2, 3], "others": [2, 1]}), order)
    assert not same(before, body({"items": [3, 1, 2], "others": [1, 2]}), order)
    assert not same(before, body({"items": [3, 1, 2, 2], "others": [2, 1]}), order)
    assert same(before, body({"items": [1, 2, 3], "others": [1, 2]}), "order")
    assert same(body([2, 1]), body([1, 2]), Redaction(name="order", path="body"))
    assert same(body({"a": [{"b": [2, 1]}]}), body({"a": [{"b": [1, 2]}]}), Redaction(name="order", path="a.*.b"))


def test_items_in_no_order_are_numbered_in_that_in_which_they_are_compared():
    order = (Redaction(name="uuids"), Redaction(name="order", path="*"))
    before = body({"items": [{"id": U1, "who": "alice"}, {"id": U2, "who": "bob"}]})
    after = body({"items": [{"id": U3, "who": "bob"}, {"id": U1, "who": "alice"}]})
    assert same(before, after, *order)


def test_lines_and_sets_are_sorted_each_for_itself():
    lines = Redaction(name="order", path="stdout")
    assert same(text("b\na\n"), text("a\nb\n"), lines)
    assert not same(text("b\na\n"), text("a\nb"), lines)
    assert not same(text("{2, 1}\n"), text("{1, 2}\n"), lines)
    sets = Redaction(name="sets", path="stdout")
    assert same(text(f"{{'{U1}', 'b'}}\nz\na\n"), text(f"{{'b', '{U2}'}}\nz\na\n"), sets, "uuids")
    assert not same(text("{2, 1}\nz\na\n"), text("{1, 2}\na\nz\n"), sets)
    assert not same(text("{2, 1}\n"), text("{1,2}\n"), sets)
    assert not same(text("{2, 1}\n", "stderr"), text("{1, 2}\n", "stderr"), sets)
    assert same(text("{2, 1}\n", "stderr"), text("{1, 2}\n", "stderr"), "sets")
    assert not same(value("{2,\x00 1}", "title"), value("{1,\x00 2}", "title"), "sets")


def test_items_that_are_objects_are_sorted_by_all_that_is_in_them():
    order = Redaction(name="order", path="*")
    one, other = {"a": {"b": 1}, "c": None}, {"a": {"b": 2}, "c": None}
    assert same(body({"items": [one, other]}), body({"items": [other, one]}), order)
    assert not same(body({"items": [one, one]}), body({"items": [one, other]}), order)
    tags, others = {"t": ["a", 1]}, {"t": ["b", 1]}
    assert same(body({"items": [tags, others]}), body({"items": [others, tags]}), order)
    deep = Redaction(name="order", path="a.b.c")
    assert same(body({"a": [1, 2]}), body({"a": [1, 2]}), deep)
    assert not same(body({"a": [1, 2]}), body({"a": [2, 1]}), deep)


def test_a_redaction_without_a_name_a_pattern_or_a_path_masks_nothing():
    assert shown_in([step(text("a\n"))], Redaction(mask="<x>")) == ["a\n"]


# --- names ------------------------------------------------------------------------------------------------------------


def test_a_redaction_that_is_not_known_is_told_with_its_line():
    (found,) = unknown_names(case("redact: [uuids,\n  uids]\n"))
    assert str(found).startswith("golden/case.md:4: unknown redaction 'uids'")
    assert "did you mean 'uuids'?" in found.hint
    assert unknown_names(case("redact: [uuids, order, sets]\n")) == ()


def test_a_mask_that_is_a_named_ones_is_told():
    (found,) = unknown_names(case('redact: [{pattern: "at .+", as: "<timestamp>"}]\n'))
    assert "`<timestamp>` is what stands for the redaction 'timestamps'" in str(found)
    own = '{pattern: "left: .+", as: "<time-left>"}'
    assert unknown_names(case(f"redact: [{own}]\n")) == ()
    (found,) = unknown_names(case(f"redact: [times, {own}]\n"))
    assert "`<time-left>` is what stands for the redaction 'times'" in str(found)


def test_a_long_text_is_masked_line_by_line():
    lines = "".join(f"2026-11-21T13:05:09Z order {number} {U1}\n" for number in range(5_000))
    found = masked([step(text(lines))], "timestamps", "uuids", Redaction(pattern=" order [0-9]+", mask="<order>"))
    assert found.captures[0].parts[0].value == "<timestamp>Z<order> <uuid#1>\n" * 5_000
