"""The page of a run: what is in it, that nothing of the product can act in it, and that it stays of a sane size."""

from __future__ import annotations

import base64
import hashlib
import html.parser
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from harness.adapters.records import RunEvidence
from harness.domain.observations import CommandObservation, Observation, PageObservation
from harness.domain.results import CardResult, Run
from harness.domain.verdicts import ExitCode, State
from harness.reports import html as report
from harness.reports._html import budget, words
from harness.reports._html.markup import card_words, element, lines, path_reference, script_data
from harness.reports._html.recording import recording
from harness.reports._view import View
from tests.support.gallery import cast, gallery, picture, view

HOSTILE = (
    '</script></style><script>hit=1</script><img src=x onerror="hit=2">\u202e\x00\x1b[31m\ud800 javascript:hit=3 \'"'
)


class Tags(html.parser.HTMLParser):
    """Every start tag with its attributes, and all text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    return gallery(tmp_path_factory.mktemp("gallery"))


@pytest.fixture(scope="module")
def shown(recorded: tuple[Path, Run]) -> Tags:
    folder, run = recorded
    return Tags(report.render(run, view(folder)))


@pytest.mark.parametrize(
    "told",
    [
        "1 of 3 cards flaky",
        "1 FAIL: a product failure",
        "the specification could not be read",
        "CPU time is not limited",
        "a-model",
        "9 turns, 27,030 tokens, $0.0421",
        "(at v1.2)",
        "63.2 s",
        "A customer finds a book, buys it, and gets a receipt.",
        "Attempt 2 (replay that missed; a live attempt followed)",
        "cause: product",
        "What to do: look for what differs between the attempts",
        "judged",
        "quoted",
        "“Buy” is hard to find",
        "no-console-error",
        "held: code-unchanged, within-limits",
        "You are a new user.",
        "The card:\n1. Open `/books`.",
        "not a conversation",
        "the button moved",
        "Buy it?",
        "receipt.pdf",
        'button "Buy" [ref=e2]',
        "looks exactly as at",
        "o99 is not in the record any more",
        "charged 1250\nwarning: old",
        "200 OK",
        "the connection was closed",
        "thank you\n\tall",
        "Good morning!",
        "still running",
        "2 calls of the product",
        "40,000 characters are left out here",
        "ended by signal 11",
        "not carried out: the time was up",
        "The rest needs this.",
        "3 more observations",
        "[an earlier answer]",
        "data/shop.db",
        "line 12 needs a model",
        "none named",
    ],
)
def test_the_page_tells(told: str, shown: Tags) -> None:
    assert told in shown.text


def test_what_failed_comes_first_and_unfolded(shown: Tags) -> None:
    cards = [attributes for attributes in shown.all("details") if "data-state" in attributes]
    assert [card["data-state"] for card in cards] == ["flaky", "inconclusive", "pass"]
    assert ["open" in card for card in cards] == [True, True, False]


def test_every_link_leads_to_a_file_or_to_a_place_in_the_page(shown: Tags, recorded: tuple[Path, Run]) -> None:
    ids = [attributes["id"] for _, attributes in shown.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    found = [link["href"] or "" for link in shown.all("a")]
    assert {link for link in found if link.startswith("#")} <= {f"#{id}" for id in ids} | {
        "#card-1-1-o99",
        "#card-1-2-o99",
    }
    files = [link for link in found if not link.startswith("#")]
    assert files
    assert [link for link in files if not (recorded[0] / link).is_file() and "/o9" not in link] == []


def test_the_policy_allows_only_the_pages_own_style_and_script(shown: Tags, recorded: tuple[Path, Run]) -> None:
    text = report.render(recorded[1], view(recorded[0]))
    policy = next(meta["content"] or "" for meta in shown.all("meta") if meta.get("http-equiv"))
    assert policy.startswith("default-src 'none'; img-src data:;")
    for tag in ("style", "script"):
        inside = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digests = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in inside]
        assert [f"'sha256-{digest}'" in policy for digest in digests] == [True]
    assert not [attributes for _, attributes in shown.tags if "style" in attributes]
    assert not [key for _, attributes in shown.tags for key in attributes if key.startswith("on")]
    assert all((image["src"] or "").startswith("data:image/png;base64,") for image in shown.all("img"))


def test_nothing_in_any_field_can_become_markup_or_hide(recorded: tuple[Path, Run], shown: Tags) -> None:
    folder, run = recorded
    spoilt = Run.model_validate(_spoilt(run.model_dump()))
    text = report.render(
        spoilt, replace(view(folder), folder=HOSTILE, links=HOSTILE, evidence=Hostile(RunEvidence(folder)))
    )
    assert "<script>hit" not in text
    assert not set("\u202e\x00\x1b\ud800") & set(text)
    tags = Tags(text)
    allowed = {name for name, _ in shown.tags}
    assert {name for name, _ in tags.tags} <= allowed
    assert not [key for _, attributes in tags.tags for key in attributes if key.startswith("on")]
    assert not [link for link in tags.all("a") if not (link["href"] or "").startswith(("#", "./"))]


def test_five_megabytes_of_output_are_cut_and_the_whole_is_named(recorded: tuple[Path, Run]) -> None:
    folder, run = recorded
    text = report.render(run, replace(view(folder), evidence=Long(RunEvidence(folder))))
    assert "4,980,000 characters are left out here" in text
    assert 'href="./cards/SHOP-BUY/1/observations/o1.stdout"' in text
    assert len(text) < 4_000_000


def test_a_page_keeps_to_its_budget_of_text_and_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "ALL_TEXT", 1_000)
    monkeypatch.setattr(budget, "ALL_PICTURES", 100)
    spent = budget.Budget()
    assert spent.excerpt("x" * 1_001).left_out == 0
    assert spent.excerpt("x" * 1_001) == budget.Excerpt("x" * 300, "x" * 100, 601)
    png = b"\x89PNG\r\n\x1a\n"
    assert [spent.place(png, "a"), spent.place(png, "b"), spent.place(png + b"x" * 100, "c")] == ["a", "a", None]
    assert spent.place(b"<svg onload='hit=1'>", "d") is None


def test_a_screenshot_without_room_is_linked(recorded: tuple[Path, Run], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "ALL_PICTURES", 10)
    text = report.render(recorded[1], view(recorded[0]))
    assert "<img" not in text
    assert 'href="./cards/SHOP-BUY/1/screenshots/o2.png"' in text


def test_without_evidence_paths_stand_in_for_it(recorded: tuple[Path, Run]) -> None:
    text = report.render(recorded[1], View(folder=".harness/runs/x"))
    assert ".harness/runs/x/cards/SHOP-BUY/1/observations/o5.json" in text
    assert 'href="./' not in text


def test_on_standard_output_files_are_named_and_not_linked(recorded: tuple[Path, Run]) -> None:
    folder, run = recorded
    text = report.render(run, view(folder, links=None))
    assert "<code>.harness/runs/x/cards/SHOP-BUY/1/observations/o10.stdout</code>" in text
    assert 'href="./' not in text


@pytest.mark.parametrize(
    ("states", "rest", "code", "told"),
    [
        ([], {}, ExitCode.UNDECIDED, "Nothing was shown: there are no cards"),
        (["pass"], {}, ExitCode.PASS, "The card passed"),
        (["pass", "pass"], {}, None, "All 2 cards passed"),
        (["pass", "pass"], {"interrupted": True}, None, "Every card passed, and yet this run does not count"),
        (["pass", "pass"], {}, ExitCode.UNDECIDED, "Every card passed, and yet this run does not count"),
        (["pass", "fail", "flaky"], {}, None, "1 of 3 cards failed"),
        (["inconclusive"], {}, ExitCode.UNDECIDED, "1 of 1 card undecided"),
    ],
)
def test_the_headline_says_what_came_of_the_run(
    states: list[str], rest: dict[str, bool], code: ExitCode | None, told: str, recorded: tuple[Path, Run]
) -> None:
    refused: CardResult = recorded[1].cards[2]
    cards = tuple(refused.model_copy(update={"state": State(state), "tree": None}) for state in states)
    run = recorded[1].model_copy(update={"cards": cards, "problems": (), "tree": None} | rest)
    assert f"<title>{told}" in report.render(run, View(folder="x", exit_code=code))


def test_what_cannot_be_played_is_linked(recorded: tuple[Path, Run], monkeypatch: pytest.MonkeyPatch) -> None:
    folder, run = recorded
    monkeypatch.setitem(sys.modules, "pyte", None)
    text = report.render(run, view(folder))
    assert "this recording cannot be played here" in text
    assert "<figure data-cast" not in text
    assert " data-cast>" not in text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no",
        b"[]",
        b'{"width": 5}',
        b'{"width": "x", "height": 1}',
        b'{"width": 3, "height": 2}\n[1]',
        b'{"width":9,"height":0}',
    ],
)
def test_a_broken_recording_is_none(data: bytes) -> None:
    found = recording(data)
    assert found is None or not found.frames


def test_a_recording_becomes_frames_of_what_changed() -> None:
    made = recording(cast())
    assert made is not None
    assert [frame.at for frame in made.frames] == [0.1, 1.0, 2.0, 3.0]
    assert made.frames[2].rows[2] == (("Good morning!", "c-green b"),)
    assert made.frames[2].rows[3] == ((" inverse ", "r"), (" ", ""), ("under", "c-red u"))
    assert made.last[:3] == ("shop chat", "> hello", "Good morning!")
    assert not made.cut


@pytest.mark.parametrize(("seconds", "told"), [(0.123, "0.12 s"), (12.34, "12.3 s"), (187.5, "3 min 7 s")])
def test_durations_are_for_people(seconds: float, told: str) -> None:
    assert words.seconds(seconds) == told


def test_markup_is_safe_by_construction() -> None:
    found = element("a", "<b>", href='"x"', title=None, hidden=True, open=False)
    assert found == '<a href="&quot;x&quot;" hidden>&lt;b&gt;</a>'
    assert lines("a\r\n\tb\x07") == "a\n\tb\\x07"
    assert card_words("Run `a <b>`.") == "Run <code>a &lt;b&gt;</code>."
    assert script_data("</script>") == '"\\u003c/script>"'
    assert [path_reference(path) for path in ("a b/ü?", "../x", "/x", "javascript:x")] == [
        "./a%20b/%C3%BC%3F",
        "../x",
        "/x",
        "./javascript%3Ax",
    ]


class Long(RunEvidence):
    """Evidence in which every command printed five megabytes."""

    def __init__(self, kept: RunEvidence) -> None:
        self.__dict__.update(kept.__dict__)

    def observation(self, attempt: str, id: str) -> Observation | None:
        seen = super().observation(attempt, id)
        huge = {"shown": "y" * 5_000_000, "stdout": "y"}
        return seen.model_copy(update=huge) if isinstance(seen, CommandObservation) else seen


class Hostile(RunEvidence):
    """Evidence in which every text is an attack."""

    def __init__(self, kept: RunEvidence) -> None:
        self.__dict__.update(kept.__dict__)

    def observation(self, attempt: str, id: str) -> Observation | None:
        seen = super().observation("cards/SHOP-BUY/1", id.partition(" ")[0])
        if seen is None:
            return None
        kept = {"id": id} | ({"screenshot": seen.screenshot} if isinstance(seen, PageObservation) else {})
        return type(seen).model_validate(_spoilt(seen.model_dump()) | kept)

    def file(self, attempt: str, name: str) -> bytes | None:
        if name.endswith(".cast"):
            return cast().replace(b"Good morning!", b"</script><script>hit=4</script>")
        return picture("red") if name.endswith(".png") else HOSTILE.encode("utf-8", "replace")

    def files(self, attempt: str) -> tuple[str, ...]:
        return ("card.md", "prompt.json", "answers/1.json", f"{HOSTILE}.cast", "observations/o1.json", HOSTILE)


_KEPT = frozenset(
    {"kind", "verdict", "state", "cause", "strength", "section", "tier", "isolation", "reached", "least", "name"}
)
_KEPT_TOO = frozenset({"observations", "page", "blame", "events", "started"})


def _spoilt(value: object, key: str = "") -> object:
    """The same with an attack in every text that is free."""
    if key in _KEPT_TOO or (key in _KEPT and not (key == "name" and value == "Buy")):
        return value
    if isinstance(value, dict):
        return {name: _spoilt(inner, name) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_spoilt(inner, key) for inner in value)
    return HOSTILE if isinstance(value, str) else value
