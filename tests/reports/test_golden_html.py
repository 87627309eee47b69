"""The pages of golden cases: what is in them, and that nothing of the product can act there; browsers see them elsewhere."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest

from harness.domain.golden import CaseOutcome, DifferenceClass
from harness.domain.verdicts import ExitCode
from harness.reports import html as report
from harness.reports._html import budget
from harness.reports._html.budget import Budget
from harness.reports._html.differences import Shots, difference_block, pictures
from harness.reports._review import review_page
from harness.reports._view import View
from tests.reports.test_html import Tags
from tests.support import golden_pages
from tests.support.golden_pages import AFTER, ATTACK, BAD, BEFORE, CHANGE, EVERY, EVIDENCE, NEW, OLD, UNUSED, waiting
from tests.support.golden_results import BROKEN, CHANGED, EXPLAINED, SAME, UNSTABLE, C, a_run, case, difference

VIEW = View(folder=".harness/runs/x", evidence=EVIDENCE, links="runs/x")


@pytest.fixture(scope="module")
def shown() -> Tags:
    return Tags(report.render(golden_pages.everything(), VIEW))


@pytest.fixture(scope="module")
def review() -> Tags:
    return Tags(review_page("bank", EVERY, "0.1.0"))


# --- the page of a run -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "told",
    [
        "harness · golden cases",
        "2 of 6 golden cases changed",
        "6 golden cases: 1 same, 3 changed, 1 broken snapshot, 1 unstable; 1 unused snapshot",
        "golden/OLD.golden",
        "golden/bank-transfer.md:9",
        "stdout / line 1",
        "order only",
        "redacted only",
        "… 9 lines the same",
        "10 differences",
        "a merge was left unfinished here",
        "What to do: mask it with a redaction",
        "FR-003, FR-009",
        "What was received, and other evidence (6)",
    ],
)
def test_the_page_tells(told: str, shown: Tags) -> None:
    assert told in shown.text


def test_what_changed_comes_first_and_unfolded(shown: Tags) -> None:
    cases = [attributes for attributes in shown.all("details") if "data-state" in attributes]
    assert [one["data-state"] for one in cases] == [
        "golden-changed",
        "golden-changed",
        "golden-unstable",
        "golden-broken-snapshot",
        "golden-same",
        "golden-changed",
    ]
    assert ["open" in one for one in cases] == [True, True, True, False, False, False]


def test_words_that_differ_are_marked_on_both_sides() -> None:
    text = difference_block(difference(C.VALUE, "stdout", "alice 70.00", "alice 71.00"), Budget())
    assert "alice <del>70</del>.00" in text
    assert "alice <ins>71</ins>.00" in text


@pytest.mark.parametrize("kind", list(DifferenceClass))
def test_each_class_is_named_and_told_in_words(kind: DifferenceClass) -> None:
    text = difference_block(difference(kind, "stdout", "a", "b"), Budget())
    assert re.search(rf'<span class="kind \w+" title="[^"]+">{kind.value}</span>', text)


def test_pictures_of_a_run_come_from_its_evidence(shown: Tags) -> None:
    sources = [one["src"] or "" for one in shown.all("img")]
    assert [base64.b64decode(one.partition(",")[2]) for one in sources] == [BEFORE, AFTER]
    assert all(one["alt"] for one in shown.all("img"))


class Attempts(golden_pages.Kept):
    """Evidence of two attempts, one on each of two revisions."""

    def file(self, attempt: str, name: str) -> bytes | None:
        return {"cards/BANK-PAGE/1": BEFORE, "cards/BANK-PAGE/3": AFTER}.get(attempt)

    def files(self, attempt: str) -> tuple[str, ...]:
        return ("screenshots/o1.png",)


def test_pictures_of_two_revisions_come_from_the_attempts_at_each() -> None:
    run = a_run(golden_pages.PICTURED.model_copy(update={"evidence": "cards/BANK-PAGE/3"}), base="v1")
    sources = [one["src"] or "" for one in Tags(report.render(run, replace(VIEW, evidence=Attempts()))).all("img")]
    assert [base64.b64decode(one.partition(",")[2]) for one in sources] == [BEFORE, AFTER]


def test_without_evidence_a_picture_is_told_by_its_digest() -> None:
    text = Tags(report.render(golden_pages.everything(), View(folder="x"))).text
    assert golden_pages.digest(AFTER)[:19] in text
    assert "evidence" in Tags(report.render(golden_pages.everything(), replace(VIEW, links=None))).text


@pytest.mark.parametrize(
    ("cases", "facts", "said"),
    [
        ((SAME,), {}, "The golden case is the same"),
        ((SAME, SAME), {}, "All 2 golden cases are the same"),
        ((SAME, EXPLAINED), {}, "What changed is explained"),
        ((SAME, EXPLAINED, CHANGED), {}, "1 of 3 golden cases changed"),
        ((SAME, UNSTABLE), {}, "1 of 2 golden cases unstable"),
        ((BROKEN, CHANGED), {}, "1 of 2 golden cases changed"),
        ((), {}, "Nothing was compared: there are no golden cases"),
        ((SAME,), {"problems": ("the disk is full",)}, "Every case is the same, and yet this run does not count"),
        ((SAME,), {"unused": UNUSED}, "Every case is the same, and yet this run does not count"),
    ],
)
def test_the_headline_never_says_more_than_holds(
    cases: tuple[object, ...], facts: dict[str, object], said: str
) -> None:
    run = a_run(*cases, **facts)  # type: ignore[arg-type]
    text = report.render(run, VIEW)
    assert said in Tags(text).text
    passed = said.startswith(("All", "The", "What"))
    assert ('class="top pass"' in text) == passed


def test_the_exit_code_that_is_known_decides() -> None:
    text = report.render(a_run(SAME), replace(VIEW, exit_code=ExitCode.UNDECIDED))
    assert 'class="top inconclusive"' in text
    assert "does not count" in text


def test_very_many_differences_are_folded_and_counted() -> None:
    many = [difference(C.VALUE, f"body / {at}", "1", "2", place=f"Steps {at}") for at in range(100)]
    text = Tags(report.render(a_run(case("A", "b", CaseOutcome.CHANGED, *many, more_differences=7)), VIEW))
    assert "and 7 more differences" in text.text
    assert sum(one.get("class") == "fold" for one in text.all("details")) >= 60


def test_of_thousands_of_differences_the_page_shows_as_many_as_it_can_bear() -> None:
    many = [difference(C.VALUE, f"body / {at}", "1", "2") for at in range(200)]
    cases = [case(f"BANK-{at}", "A title", CaseOutcome.CHANGED, *many, more_differences=3) for at in range(30)]
    text = report.render(a_run(*cases), VIEW)
    assert text.count('class="difference"') == budget.ALL_DIFFERENCES
    assert text.count("and 3 more differences") == 20
    assert text.count("and 203 more differences") == 10


def test_very_many_unused_snapshots_are_counted() -> None:
    text = Tags(report.render(a_run(SAME, unused=tuple(f"golden/{at}.golden" for at in range(150))), VIEW)).text
    assert "golden/99.golden" in text
    assert "and 50 more" in text


def test_a_very_long_output_of_a_new_step_has_a_start_and_an_end() -> None:
    new = waiting("BANK-NEW", None, (golden_pages.capture(1, ("stdout", "x" * 50_000)),))
    assert "characters are left out here" in Tags(review_page("bank", [new], "0")).text


def test_the_page_stays_of_a_sane_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "ALL_TEXT", 1_000)
    monkeypatch.setattr(budget, "ALL_PICTURES", 10)
    many = [difference(C.VALUE, f"body / {at}", "old" * 100, "new" * 100) for at in range(50)]
    page = report.render(golden_pages.everything(), VIEW)
    assert "left out to keep this page small" in page
    assert "<img" not in page
    page = report.render(a_run(case("A", "b", CaseOutcome.CHANGED, *many)), VIEW)
    assert page.count("left out to keep this page small") >= 48


def test_only_pngs_are_shown() -> None:
    text = pictures(Shots(b"<svg onload=hit=1>", AFTER), Budget())
    assert text.count("<img") == 1
    assert pictures(Shots(note="both are gone"), Budget()) == '<p class="note">both are gone</p>'


# --- the page of a review --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "told",
    [
        "4 golden cases to review",
        "nothing is accepted on this page",
        "harness golden review BANK-LIST",
        "harness golden reject BANK-LIST",
        "Steps 1: Run bank list. golden/bank-list.md:10",
        "0.52% of the points look different; 0.10% may",
        "screenshot looks exactly as at an earlier step",
        "all that it showed",
        "the whole step",
        "Nothing of it can be accepted: the case was changed",
        "received in20261120T143015123456Z-3f9a2c",
    ],
)
def test_the_review_tells(told: str, review: Tags) -> None:
    assert told in review.text


def test_of_what_is_outdated_no_way_to_accept_is_named() -> None:
    text = Tags(review_page("bank", [OLD], "0")).text
    assert "harness golden review BANK-OLD" not in text
    assert "harness golden reject BANK-OLD" in text


def test_a_review_of_nothing_says_so() -> None:
    text = Tags(review_page("bank", [], "0", ["one is unreadable"])).text
    assert "Nothing waits for a review" in text
    assert "one is unreadable" in text


def test_a_case_whose_text_alone_changed_says_that_nothing_else_did() -> None:
    same = waiting("BANK-SAME", CHANGE.golden.captures, CHANGE.golden.captures)  # type: ignore[union-attr]
    assert "nothing that it shows differs" in Tags(review_page("bank", [same], "0")).text


def test_an_id_is_quoted_as_a_shell_wants_it() -> None:
    card = CHANGE.case.card.model_copy(update={"id": "A;rm -rf ~"})
    one = replace(CHANGE, case=CHANGE.case.model_copy(update={"card": card}))
    assert "harness golden review 'A;rm -rf ~'" in Tags(review_page("bank", [one], "0")).text


def test_of_very_many_differences_the_rest_is_counted() -> None:
    many = tuple(difference(C.VALUE, f"body / {at}", "1", "2") for at in range(450))
    assert "and 50 more differences" in Tags(review_page("bank", [replace(CHANGE, differences=many)], "0")).text


def test_a_step_that_is_gone_shows_all_that_it_showed() -> None:
    gone = waiting("BANK-GONE", CHANGE.golden.captures, CHANGE.golden.captures[:1])  # type: ignore[union-attr]
    text = Tags(review_page("bank", [gone], "0")).text
    assert "2026-11-24 paid 24.00 EUR" in text
    assert "removed" in text


def test_nothing_in_the_review_can_be_sent(review: Tags) -> None:
    assert [tag for tag, _ in review.tags if tag in ("form", "button", "input", "textarea")] == []


# --- a hostile product -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        report.render(a_run(BAD, unused=UNUSED), VIEW),
        report.render(golden_pages.everything(), VIEW),
        review_page(golden_pages.HOSTILE, EVERY, "0.1.0", [golden_pages.HOSTILE]),
        review_page("bank", [ATTACK, NEW], "0.1.0"),
    ],
    ids=["run", "ordinary run", "review", "attack"],
)
def test_nothing_of_the_product_is_markup(text: str) -> None:
    found = Tags(text)
    assert [tag for tag, _ in found.tags].count("script") == 1
    assert all((one.get("src") or "").startswith("data:image/png;base64,") for one in found.all("img"))
    assert not [key for _, attributes in found.tags for key in attributes if key.startswith("on") or key == "style"]
    links = [one["href"] or "" for one in found.all("a")]
    assert [link for link in links if not link.startswith(("#", "runs/", "./", "../"))] == []
    assert not set(text) & {"\x00", "\x1b", "\u202e", "\ud800"}
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {link for link in links if link.startswith("#")} <= {f"#{id}" for id in ids}


@pytest.mark.parametrize(
    "text", [report.render(a_run(BAD), VIEW), review_page("bank", EVERY, "0")], ids=["run", "review"]
)
def test_the_policy_allows_only_the_pages_own_style_and_script(text: str) -> None:
    policy = next(meta["content"] or "" for meta in Tags(text).all("meta") if meta.get("http-equiv"))
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert f"'sha256-{base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()}'" in policy
