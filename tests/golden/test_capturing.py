"""What was recorded of a step as the parts that are compared."""

from __future__ import annotations

import pytest

from harness.domain.cards import Section
from harness.domain.golden import Part, PartKind
from harness.domain.observations import (
    ActionObservation,
    CommandObservation,
    Dialog,
    EntryKind,
    FileObservation,
    FolderChange,
    FolderObservation,
    LongOutput,
    PageObservation,
    ResponseObservation,
    ScreenObservation,
)
from harness.golden.capturing import MOST_TEXT, Material, beside_name, captures_of, digest_of_picture
from harness.golden.comparing import differences
from harness.golden.snapshot_text import read_snapshot, write_snapshot
from tests.support.captures import case, snapshot

CASE = case()


def material(observation=None, *changes: FolderChange, number: int = 1, skipped: str = "", **files: bytes) -> Material:
    folder = FolderObservation(id="f", changes=changes) if changes else None
    named = {name.replace("__", " "): data for name, data in files.items()}
    return Material(Section.STEPS, number, "Run `it`", observation, folder, named, skipped)


def parts(*materials: Material, of=CASE) -> list[tuple[str, str, object]]:
    captures = captures_of(of, materials)
    shown = write_snapshot(snapshot(captures))
    assert read_snapshot(shown.encode(), "x").snapshot.captures == captures
    return [(part.name, part.kind.value, part.value) for one in captures for part in one.parts]


def differ(one: Material, other: Material, of=CASE) -> bool:
    return any(differences(captures_of(of, [one]), captures_of(of, [other])))


# --- commands ---------------------------------------------------------------------------------------------------------


def command(**facts) -> CommandObservation:
    return CommandObservation(**{"id": "o", "command": "it", "stdout": "", "stderr": "", "shown": "", **facts})


def test_a_command_shows_how_it_ended_and_both_streams():
    shown = material(command(exit_code=3), stdout=b"a\n", stderr=b"")
    assert parts(shown) == [("exit code", "value", "3"), ("stdout", "text", "a\n"), ("stderr", "text", "")]


@pytest.mark.parametrize(
    ("facts", "ending"),
    [
        ({"exit_code": 0}, "0"),
        ({"signal": 11}, "none: signal 11"),
        ({"stopped": "was stopped after 3.0 s"}, "none: was stopped"),
    ],
)
def test_every_ending_is_another_value(facts, ending):
    assert parts(material(command(**facts)))[0] == ("exit code", "value", ending)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"stdout": b"a\n", "stderr": b""}, {"stdout": b"", "stderr": b"a\n"}),
        ({"stdout": b"a\n"}, {"stdout": b"a"}),
        ({"stdout": b"a\n"}, {"stdout": b"a\r\n"}),
        ({"stdout": b"a\n"}, {"stdout": b"a\n\x00"}),
        ({"stdout": b"a\x00"}, {"stdout": b"b\x00"}),
        ({"stdout": b"\xff"}, {"stdout": b"\xfe"}),
        ({"stdout": b"\xff"}, {"stdout": "\ufffd".encode()}),
        ({"stdout": b"\xed\xa0\x80"}, {"stdout": b"\xed\xb0\x80"}),
        ({"stdout": b"\xef\xbb\xbfa\n"}, {"stdout": b"a\n"}),
        ({"stdout": b""}, {"stdout": b"(nothing)"}),
        ({"stdout": b"x\x00"}, {"stdout": b"2 bytes, sha256:" + b"0" * 64}),
    ],
)
def test_each_byte_of_a_stream_counts(before, after):
    assert differ(material(command(exit_code=0), **before), material(command(exit_code=0), **after))


def test_bytes_that_are_no_text_are_told_by_size_and_digest():
    (_, stdout, _) = parts(material(command(exit_code=0), stdout=b"\x00"))
    assert stdout == (
        "stdout",
        "binary",
        "1 bytes, sha256:6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    )


def test_what_is_longer_than_people_review_is_told_by_size_and_digest():
    one, other = (material(command(exit_code=0), stdout=b"a" * MOST_TEXT + end) for end in (b"b", b"c"))
    assert parts(one)[1][1] == "binary"
    assert differ(one, other)
    cut = command(exit_code=0, longer={"stdout": LongOutput(size=10**8, sha256="ab" * 32)})
    assert parts(material(cut, stdout=b"aaaa"))[1] == ("stdout", "binary", f"100000000 bytes, sha256:{'ab' * 32}")


# --- answers ----------------------------------------------------------------------------------------------------------


def response(*headers: tuple[str, str], status: int = 200, **facts) -> ResponseObservation:
    return ResponseObservation(**{"id": "o", "request": "GET /", "status": status, "headers": headers, **facts})


JSON = ("content-type", "application/json; charset=utf-8")


def test_an_answer_shows_status_chosen_headers_and_body():
    shown = material(response(JSON, ("date", "today"), ("location", "/a"), ("location", "/b")), body=b'{"b": 1.0}')
    assert [(name, kind) for name, kind, _ in parts(shown)] == [
        ("status", "value"),
        ("header content-type", "value"),
        ("header location", "value"),
        ("header location 2", "value"),
        ("body", "json"),
    ]
    assert [name for name, *_ in parts(shown, of=case("headers: [Date, date]\n"))] == ["status", "header date", "body"]


@pytest.mark.parametrize(
    ("kind", "body", "told"),
    [
        ("application/json", b'{"a": 1}', "json"),
        ("application/problem+json", b"[1]", "json"),
        ("APPLICATION/JSON", b"1", "json"),
        ("application/jsonp", b"[1]", "text"),
        ("text/html", b'{"a": 1}', "text"),
        ("", b'{"a": 1}', "text"),
        ("application/json", b"", "text"),
        ("application/json", b"null", "text"),
        ("application/json", b'{"a": 1, "a": 2}', "text"),
        ("application/json", b'{"a": NaN}', "text"),
        ("application/json", b"[1e999999999999999999999]", "text"),
        ("application/json", b"[" + b"1" * 5000 + b"]", "text"),
        ("application/json", b"[" * 5000 + b"]" * 5000, "text"),
        ("application/json", b"\xef\xbb\xbf{}", "text"),
        ("application/json", b'"\xff"', "binary"),
        ("application/json", b'{"a": "\\ud800"}', "json"),
    ],
)
def test_a_body_is_json_only_if_it_says_so_and_reads_one_way(kind, body, told):
    headers = [("content-type", kind)] if kind else []
    assert parts(material(response(*headers), body=body))[-1][1] == told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'{"a": 1}', b'{"a": 1.0}'),
        (b'{"a": 1}', b'{"a": "1"}'),
        (b'{"a": 1}', b'{"a": true}'),
        (b'{"a": 0}', b'{"a": -0}'),
        (b'{"a": 1, "a": 2}', b'{"a": 2}'),
        (b'{"a": 1, "a": 2}', b'{"a": 0, "a": 2}'),
        (b'{"a": 1e400}', b'{"a": 1e500}'),
        (b'{"a": 0.1}', b'{"a": 0.10000000000000000000001}'),
        (b'{"a": 12345678901234567890123}', b'{"a": 12345678901234567890124}'),
        (b'{"a": NaN}', b'{"a": null}'),
        (b"null", b""),
        (b"{}", b"[]"),
        (b'{"a": null}', b"{}"),
        (b'["a", "b"]', b'["b", "a"]'),
    ],
)
def test_bodies_of_json_that_only_look_alike_differ(before, after):
    assert differ(material(response(JSON), body=before), material(response(JSON), body=after))


def test_only_the_form_of_json_does_not_count():
    one = material(response(JSON), body=b'{"b": [1,2],\n "a": "\\u00e9"}\n')
    assert not differ(one, material(response(JSON), body='{"a":"\u00e9","b":[1, 2]}'.encode()))


def test_an_answer_that_did_not_come_is_a_value():
    assert parts(material(response(status=None, failure="no connection"))) == [("failure", "value", "no connection")]


# --- pages ------------------------------------------------------------------------------------------------------------


def page(snapshot_: str, **facts) -> Material:
    return material(PageObservation(id="o", did="x", url="http://a/b", title="T", snapshot=snapshot_, **facts))


def test_a_page_shows_url_title_and_what_assistive_technology_is_told():
    shown = page(
        '- heading "A" [level=1] [ref=e2]\n- button "Go" [active] [ref=e3] [cursor=pointer]:\n  - text: x\n'
        "- 'link \"a: b\" [ref=e4] [box=1,2,3.5,4]':\n  - /url: /a",
        status=200,
        dialog=Dialog(kind="alert", message="No!"),
        downloads=("a.csv", "a.csv"),
    )
    assert parts(shown) == [
        ("url", "value", "http://a/b"),
        ("title", "value", "T"),
        ("status", "value", "200"),
        ("dialog", "value", "alert: No!"),
        ("download a.csv", "value", "yes"),
        ("download a.csv (2)", "value", "yes"),
        (
            "page",
            "text",
            '- heading "A" [level=1]\n- button "Go":\n  - text: x\n- \'link "a: b"\':\n  - /url: /a\n',
        ),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "- text: see [ref={}]",
        '- text: "see [ref={}] there"',
        '- button "Go [ref={}]" [ref=e1]',
        "- paragraph [ref=e1]: Go [ref={}]",
        "- 'link \"a: [ref={}]\" [ref=e1]': b",
        "[ref={}]",
    ],
)
def test_marks_that_the_product_itself_shows_count(line):
    assert differ(page(line.format("e5")), page(line.format("e6")))
    assert differ(page(line.format("e5")), page(line.replace(" [ref={}]", "").replace("[ref={}]", "")))


def test_marks_of_the_recorder_do_not_count():
    assert not differ(page("- main [ref=e1]: a [b]"), page("- main [ref=f2e1] [active]: a [b]"))
    assert differ(page("- checkbox [checked] [ref=e1]"), page("- checkbox [ref=e1]"))


def test_a_picture_is_taken_only_where_one_is_asked_for():
    observation = PageObservation(id="o", did="x")
    shot = Material(Section.STEPS, 1, "x", observation, None, {"screenshot": b"png"})
    assert [name for name, *_ in parts(shot)] == ["url", "title", "page"]
    assert parts(shot, of=case("screenshot: 0.01\n"))[3] == ("screenshot", "picture", digest_of_picture(b"png"))


def test_what_could_not_be_done_is_told():
    assert parts(page("", problem="no such button"))[0] == ("problem", "value", "no such button")
    assert parts(material(ActionObservation(id="o", did="x", problem="no room"))) == [("problem", "value", "no room")]
    assert parts(material(skipped="not carried out: `{id}` was never kept")) == [
        ("problem", "value", "not carried out: `{id}` was never kept")
    ]
    assert parts(material(ActionObservation(id="o", did="x"))) == []


def test_no_kind_of_observation_is_overlooked():
    screen = ScreenObservation(id="o", command="x", screen="a\nb")
    assert parts(material(screen)) == [("exit code", "value", "none: it runs"), ("screen", "text", "a\nb")]
    ended = screen.model_copy(update={"running": False, "exit_code": 2})
    assert parts(material(ended))[0] == ("exit code", "value", "2")
    there = FileObservation(id="o", path="a", exists=True, content="x")
    assert parts(material(there)) == [("file a", "value", "there"), ("content of a", "text", "x")]
    assert parts(material(FileObservation(id="o", path="a", exists=False))) == [("file a", "value", "not there")]


# --- files ------------------------------------------------------------------------------------------------------------


def change(path: str = "a.csv", what: str = "created", entry: EntryKind = EntryKind.FILE, **facts) -> FolderChange:
    return FolderChange(change=what, path=path, entry=entry, **facts)


def of_file(one: FolderChange, content: bytes | None = None) -> Material:
    files = {} if content is None else {beside_name(one.path): content}
    return Material(Section.STEPS, 1, "x", None, FolderObservation(id="f", changes=(one,)), files)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (of_file(change(), b""), material()),
        (of_file(change(), b""), of_file(change(), b"\n")),
        (of_file(change(), b"a"), of_file(change(), None)),
        (of_file(change(), b"a"), of_file(change("b.csv"), b"a")),
        (of_file(change(), b"a"), of_file(change(executable=True), b"a")),
        (of_file(change(), b"a"), of_file(change(what="changed"), b"a")),
        (of_file(change(what="changed"), b"a"), of_file(change(what="deleted"))),
        (of_file(change(entry=EntryKind.LINK, target="x")), of_file(change(entry=EntryKind.LINK, target="y"))),
        (of_file(change(entry=EntryKind.LINK, target="x")), of_file(change(), b"x")),
        (of_file(change(entry=EntryKind.FOLDER)), of_file(change(), b"")),
        (of_file(change(entry=EntryKind.FOLDER)), of_file(change(entry=EntryKind.OTHER))),
        (of_file(change(size=3, sha256="ab")), of_file(change(size=3, sha256="cd"))),
        (of_file(change(size=3, sha256="ab")), of_file(change(size=4, sha256="ab"))),
        (of_file(change(what="deleted", entry=EntryKind.FOLDER)), of_file(change(what="deleted"))),
    ],
)
def test_each_fact_of_a_file_counts(before, after):
    assert differ(before, after)
    assert differ(after, before)


def test_odd_names_of_files_stay_apart():
    names = ["a / b", "a \\/ b", "a\nb", "\ud800", '"a"', "a = b", "a:", "content of a", "a (2)"]
    changes = [change(name) for name in names]
    folder = FolderObservation(id="f", changes=tuple(changes))
    files = {beside_name(name): name.encode("utf-8", "surrogatepass")[:1] for name in names}
    captures = captures_of(CASE, [Material(Section.STEPS, 1, "x", None, folder, files)])
    shown = [part.name for part in captures[0].parts]
    assert len(set(shown)) == 2 * len(names)
    assert not any(" / " in name for name in shown)
    assert read_snapshot(write_snapshot(snapshot(captures)).encode(), "x").snapshot.captures == captures


def test_hidden_files_are_a_products_own_unless_they_are_asked_for():
    folder = material(None, change(".cache/x"), change("a/.b"), change("a/b.csv"), change("c.txt"))
    assert [name for name, *_ in parts(folder)] == [
        "file a/b.csv",
        "content of a/b.csv",
        "file c.txt",
        "content of c.txt",
    ]
    chosen = parts(folder, of=case("files: ['*.csv', .cache/*]\n"))
    assert [name for name, *_ in chosen] == [
        "file .cache/x",
        "content of .cache/x",
        "file a/b.csv",
        "content of a/b.csv",
    ]


def test_parts_of_one_name_are_counted():
    both = Material(Section.STEPS, 1, "x", ActionObservation(id="o", did="x", problem="one"), None, {}, "two")
    assert [name for name, *_ in parts(both)] == ["problem", "problem (2)"]
    assert Part(name="x", kind=PartKind.VALUE).value == ""
