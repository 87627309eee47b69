from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.domain.cards import Section
from harness.domain.golden import Capture, Part, PartKind, Snapshot
from harness.errors import DocumentError
from harness.golden.escaping import escaped, unescaped
from harness.golden.json_values import read_json, write_json
from harness.golden.snapshot_text import digest_of_snapshot, read_snapshot, write_snapshot
from tests.support.captures import PATIENT, body, snapshot, step, text, value

PATH = "golden/CASE-1.golden"
TRICKY = (
    "(nothing)",
    "\\",
    "\\n",
    "a\\x20",
    "== Steps 1: Run",
    "  | not a block",
    "  \\ no line feed at the end",
    "digest: sha256:" + "0" * 64,
    "<<<<<<< ours\n=======\n>>>>>>> theirs\n",
    "unstable: Steps 1 / stdout",
    "name = value",
    "a\r\nb\r",
    "\ufeffbyte order mark",
    "one\u2028two\u2029three\x85four\x0bfive\x0csix",
    "\x00\x1b[31mred\x1b[0m\x7f",
    "trailing space \nand\ttab\t\n",
    "\n\n\n",
    "no end",
    "\ud800 lone",
    "\U000e0001 tag, \u202e turned, \u200b zero",
    " leading",
    "x" * 5000,
)
words = st.one_of(st.sampled_from(TRICKY), st.text(st.characters(), max_size=40))
numbers = st.one_of(
    st.integers(-(10**30), 10**30),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.sampled_from([read_json(one) for one in ("-0", "1.0", "1E400", "0.0000001", "1e-400", "-0.0")]),
)
leaves = st.one_of(st.none(), st.booleans(), numbers, words)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4), max_leaves=10
)
names = st.one_of(
    st.sampled_from(["stdout", "exit code", "header content-type", "content of a b.csv", "file ü/ö = x: y", '"', "a "]),
    st.text(st.characters(), min_size=1, max_size=20),
)
parts = st.one_of(
    st.builds(Part, name=names, kind=st.just(PartKind.VALUE), value=words),
    st.builds(Part, name=names, kind=st.just(PartKind.TEXT), value=words),
    st.builds(Part, name=names, kind=st.just(PartKind.BINARY), value=words),
    st.builds(Part, name=names, kind=st.just(PartKind.PICTURE), value=st.just("sha256:" + "cd" * 32)),
    st.builds(Part, name=names, kind=st.just(PartKind.JSON), value=values.filter(lambda one: one is not None)),
)
captures = st.builds(
    Capture,
    section=st.sampled_from(Section),
    number=st.integers(1, 99),
    did=words,
    parts=st.lists(parts, max_size=4, unique_by=lambda part: part.name).map(tuple),
)
snapshots = st.builds(
    Snapshot,
    case=st.sampled_from(["A", "BANK-OPEN", "a.b_c-1"]),
    case_sha256=st.just("0f" * 32),
    redacted=st.lists(st.sampled_from(["uuids", "timestamps", "<order>"]), unique=True).map(tuple),
    unstable=st.lists(words.filter(bool), max_size=2, unique=True).map(tuple),
    captures=st.lists(captures, max_size=3, unique_by=lambda one: one.place).map(tuple),
)


def written(*parts: Part) -> str:
    return write_snapshot(snapshot([step(*parts)]))


def read(data: str | bytes):
    return read_snapshot(data.encode() if isinstance(data, str) else data, PATH)


def mistake(data: str | bytes) -> tuple[str, str]:
    with pytest.raises(DocumentError) as caught:
        read(data)
    (found,) = caught.value.mistakes
    assert found.hint
    return str(found), found.code


def same_to_the_letter(one: object, other: object) -> bool:
    """Equal, and of the same kinds: 1 is not 1.0, and -0 is not 0."""
    return one == other and repr(one) == repr(other)


@settings(PATIENT, max_examples=100)
@given(snapshots)
def test_whatever_was_shown_is_read_back_to_the_letter(written_one):
    shown = write_snapshot(written_one)
    reading = read(shown.encode("utf-8"))
    assert reading.untouched
    assert reading.digest == digest_of_snapshot(shown)
    assert reading.snapshot == written_one
    before = [part.value for one in written_one.captures for part in one.parts if part.kind is not PartKind.JSON]
    after = [part.value for one in reading.snapshot.captures for part in one.parts if part.kind is not PartKind.JSON]
    assert same_to_the_letter(before, after)
    assert write_snapshot(reading.snapshot) == shown


@settings(PATIENT, max_examples=40)
@given(values.filter(lambda one: one is not None))
def test_numbers_of_json_stay_the_numbers_that_they_were(found):
    (capture,) = read(written(body_of(found))).snapshot.captures
    assert json_kinds(capture.parts[0].value) == json_kinds(found)


def body_of(found: object) -> Part:
    return Part(name="body", kind=PartKind.JSON, value=found)


def json_kinds(found: object) -> object:
    if isinstance(found, dict):
        return {key: json_kinds(inner) for key, inner in found.items()}
    if isinstance(found, list):
        return [json_kinds(inner) for inner in found]
    return type(found).__name__, str(found)


@settings(PATIENT, max_examples=60)
@given(st.lists(words, min_size=2, max_size=2, unique=True))
def test_two_texts_are_never_written_alike(texts):
    one, other = (written(text(shown)) for shown in texts)
    assert one != other
    assert escaped(texts[0]) != escaped(texts[1])
    assert [unescaped(escaped(shown)) for shown in texts] == texts


@settings(PATIENT, max_examples=60)
@given(snapshots, st.booleans())
def test_the_file_has_nothing_that_cannot_be_seen(one, crlf):
    shown = write_snapshot(one)
    assert all(line.isprintable() for line in shown.split("\n"))
    assert not any(line.endswith(" ") for line in shown.split("\n") if line.startswith("  |"))
    assert read(shown.replace("\n", "\r\n") if crlf else shown).untouched


def test_a_file_is_text_that_a_person_reviews():
    shown = write_snapshot(
        snapshot(
            [
                step(value("0"), text("alice  1.00\n\nbob\n"), text("", "stderr"), did="Run `bank list`"),
                step(value("200", "status"), body({"b": 1, "a": [True]}), number=2, did="Send `GET /x`"),
                step(
                    text("a\tb", "content of a b.csv"),
                    Part(name="zip", kind=PartKind.BINARY, value="3 bytes"),
                    number=3,
                ),
            ],
            redacted=("uuids",),
            unstable=("Steps 3 / zip",),
        )
    )
    head, *rest = shown.split("\n\n")
    first, sha, digest, *more = head.split("\n")
    assert first == "# CASE-1: a golden of `harness golden`: change it by `harness golden review`, never by hand"
    assert sha == f"case: sha256:{'ab' * 32}"
    assert digest == f"digest: sha256:{digest_of_snapshot(shown)}"
    assert more == ["redacted: uuids", "unstable: Steps 3 / zip"]
    assert "\n\n".join(rest) == (
        "== Steps 1: Run `bank list`\nexit code = 0\nstdout:\n  | alice  1.00\n  |\n  | bob\nstderr: (nothing)\n\n"
        '== Steps 2: Send `GET /x`\nstatus = 200\nbody, JSON:\n  | {\n  |   "a": [\n  |     true\n  |   ],\n  |   "b": 1\n'
        "  | }\n\n"
        "== Steps 3: Run `it`\ncontent of a b.csv:\n  | a\\tb\n  \\ no line feed at the end\nzip, binary = 3 bytes\n"
    )


@pytest.mark.parametrize("kind", [PartKind.VALUE, PartKind.TEXT, PartKind.BINARY, PartKind.PICTURE])
@pytest.mark.parametrize("shown", ["", "(nothing)"])
def test_nothing_is_not_the_word_for_it(kind, shown):
    part = Part(name="body", kind=kind, value=shown)
    assert read(written(part)).snapshot.captures[0].parts == (part,)


def test_a_letter_changed_by_hand_is_noticed_wherever_it_stands():
    shown = write_snapshot(snapshot([step(text("alice 1\n"))], redacted=("uuids",), unstable=("Steps 1 / stdout",)))
    changes = {
        "alice 1": "alice 2",
        "stdout:": "stderr:",
        "Run `it`": "Run `at`",
        "redacted: uuids\n": "",
        "unstable: Steps 1 / stdout\n": "",
        "case: sha256:ab": "case: sha256:cd",
        "# CASE-1": "# CASE-2",
        "digest: sha256:" + digest_of_snapshot(shown)[0]: "digest: sha256:g",
    }
    for before, after in changes.items():
        changed = shown.replace(before, after, 1)
        assert changed != shown
        if "sha256:g" in after:
            assert mistake(changed)[0].startswith(f"{PATH}:3: the digest of the snapshot is missing here")
        else:
            assert not read(changed).untouched, before


def test_a_file_as_windows_checks_it_out_is_the_same():
    shown = written(text("a\r\nb\n"))
    reading = read(b"\xef\xbb\xbf" + shown.replace("\n", "\r\n").encode())
    assert reading.untouched
    assert reading.snapshot == read(shown).snapshot


GOOD = written(value("0"), text("one\ntwo\n"), body({"a": 1}))
MISTAKES = [
    (GOOD.encode("utf-16"), 1, "the file is UTF-16, not UTF-8"),
    (GOOD.encode("utf-16-le"), 1, "there is a NUL byte"),
    (GOOD.replace("one", "\xfcne").encode("latin-1"), 8, "byte 0xfc is not UTF-8"),
    ("", 1, "the first line is missing here"),
    ("\n", 1, "the first line is missing here"),
    ("# CASE-1: something else\n", 1, "the first line is missing here"),
    (GOOD.split("case:")[0], 1, "the digest of the case is missing here"),
    (GOOD.replace("case: sha256:ab", "case: sha1:ab"), 2, "the digest of the case is missing here"),
    (GOOD.replace("digest: ", "digests: "), 3, "the digest of the snapshot is missing here"),
    (GOOD.replace("\n\n==", "\n=="), 4, "an empty line before a step is missing here"),
    (GOOD.replace("== Steps 1", "== Step 1"), 5, "this is not the head of a step"),
    (GOOD.replace("== Steps 1", "== Steps 0"), 5, "this is not the head of a step"),
    (GOOD + "\n== Steps 1: again\nexit code = 0\n", 15, "a second `Steps 1`"),
    (GOOD + "\n\n", 15, "this is not the head of a step"),
    (GOOD + "exit code = 1\n", 14, "a second `exit code` in one step"),
    (GOOD + "Exit code = 1\n", 14, "this is not a part of a step"),
    (GOOD + "header x, XML = 1\n", 14, "this is not a part of a step"),
    (GOOD + '"a\\q" = 1\n', 14, "the name of this part is not written as JSON writes text"),
    (GOOD + "more, JSON = 1\n", 14, "JSON stands in lines that begin with `|`"),
    (GOOD + "more, picture:\n  | x\n", 14, "what stands below `more` is not picture"),
    (GOOD + "more, JSON:\n  | {,}\n", 14, "what stands below `more` is not JSON"),
    (GOOD + 'more, JSON:\n  | {"a": 1, "a": 2}\n', 14, "what stands below `more` is not JSON"),
    (GOOD + "more:\n", 14, "no line that begins with `|` stands below this"),
    (GOOD + "more:\n  |x\n", 15, "a space is missing behind `|`"),
    (GOOD + "more = \\q\n", 14, "`\\q` stands for nothing"),
    (GOOD + "more:\n  | \\U00110000\n", 15, "`\\U00110000` stands for nothing"),
    (GOOD + "more: (nothing)\n  | x\n", 15, "this is not a part of a step"),
    (GOOD.removesuffix("\n"), 13, "the file ends in the middle of a line"),
    (GOOD[: len(GOOD) // 2], 3, "the file ends in the middle of a line"),
    (GOOD.replace("\n", "\r"), 1, "the file ends in the middle of a line"),
]


@pytest.mark.parametrize(("data", "line", "what"), MISTAKES)
def test_a_broken_file_is_told_with_its_line(data, line, what):
    told, code = mistake(data)
    assert told.startswith(f"{PATH}:{line}: {what}")
    assert code == "GOLD101"


@pytest.mark.parametrize("mark", ["<<<<<<< ours", "=======", ">>>>>>> theirs", "||||||| base", "<<<<<<<"])
def test_the_markers_of_a_merge_are_told_as_what_they_are(mark):
    told, code = mistake(GOOD.replace("  | two", f"{mark}\n  | two"))
    assert told.startswith(f"{PATH}:9: the markers of a merge stand here")
    assert code == "GOLD102"


def test_markers_that_a_product_shows_are_no_merge():
    assert read(written(text("<<<<<<< ours\n=======\n"), value("=======", "title"))).untouched


def test_every_cut_of_a_file_is_refused_or_noticed():
    whole = 0
    for end in range(len(GOOD)):
        try:
            whole += read(GOOD[:end]).untouched
        except DocumentError:
            continue
    assert whole == 0


@pytest.mark.parametrize("code", ["GOLD101", "GOLD102"])
def test_the_samples_of_the_codes_are_accepted_and_refused(code):
    from harness.golden._codes import CODES

    (found,) = (one for one in CODES if one.code == code)
    assert read(found.good).snapshot.case == "BANK-OPEN"
    assert mistake(found.bad)[1] == code


@pytest.mark.parametrize(
    "shown", ["null", "{,}", '{"a": 1, "a": 1}', "NaN", "[Infinity]", "1" * 5000, "[" * 300 + "]" * 300, "\ufeff1", ""]
)
def test_json_that_two_readers_take_differently_is_none(shown):
    assert read_json(shown) is None


def test_json_tells_numbers_apart_as_they_are_written():
    written_ones = ["1", "1.0", "1.00", "1e0", "-5e0", "-5", "-0", "0", "-0.0", "1e400", "1e2", "100"]
    assert len({json.dumps([type(one).__name__, str(one)]) for one in map(read_json, written_ones)}) == 12
    assert [json_kinds(read_json(write_json(read_json(one)))) for one in written_ones] == [
        json_kinds(read_json(one)) for one in written_ones
    ]
