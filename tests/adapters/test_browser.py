"""The browser surface: a real Chromium in a real cell before a real web product."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.adapters.chromium.driver import close_driver
from harness.adapters.records.stored import Stored, whole
from harness.domain.actions import GestureKind, GoBack, LookAtPage, Press, Reload, RunCommand
from harness.domain.observations import PageObservation, TroubleKind
from harness.domain.snapshots import nodes
from harness.domain.verdicts import Cause
from tests.support.pages import ORIGIN, Visit, visit

pytestmark = [pytest.mark.requires_cell, pytest.mark.requires_chromium]


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """One browser for all tests that leave it usable; each begins by opening its page."""
    with visit(tmp_path_factory.mktemp("browser")) as there:
        yield there
    close_driver()


def ref(seen: PageObservation, name: str) -> str:
    return next(node.ref for node in nodes(seen.snapshot) if node.name == name)


def touched(seen: PageObservation) -> tuple[str, str, bool, str | None]:
    assert seen.touched is not None, seen
    return seen.touched.role, seen.touched.name, seen.touched.unique, seen.touched.value


def read(user: Visit, path: str) -> bytes:
    with os.fdopen(user.ground.cell.user().open(f"{user.ground.cell.home}/{path}"), "rb") as file:
        return file.read()


def create(user: Visit, path: str, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    with os.fdopen(user.ground.cell.user().open(f"{user.ground.cell.home}/{path}", flags), "wb") as file:
        file.write(content)


# Opening, and what is taken down


def test_an_opened_page_is_recorded_with_all_that_it_shows(user: Visit) -> None:
    seen = user.open("/")
    assert (seen.url, seen.title, seen.status, seen.problem) == (f"{ORIGIN}/", "Home", 200, None)
    assert "Home" in seen.text
    assert 'link "Form"' in seen.snapshot
    assert seen.did == "opened /"
    assert [tab.active for tab in seen.tabs].count(True) == 1
    assert seen.screenshot == f"screenshots/{seen.id}.png"
    assert (user.recorder.folder / seen.screenshot).read_bytes().startswith(b"\x89PNG")


def test_what_was_recorded_is_read_back_as_it_was(user: Visit) -> None:
    seen = user.open("/form")
    folder = user.recorder.folder / "observations"
    stored = Stored.model_validate_json((folder / f"{seen.id}.json").read_bytes())
    files = {name: (folder / f"{seen.id}.{name}").read_bytes() for name in ("text", "snapshot")}
    assert whole(stored, files) == seen


def test_an_action_of_another_surface_is_not_the_browsers(user: Visit) -> None:
    with pytest.raises(ValueError, match="run"):
        user.browser.perform(RunCommand(command="true"))


def test_the_status_is_told_only_by_the_action_that_loaded_the_page(user: Visit) -> None:
    assert user.open("/missing").status == 404
    assert user.look().status is None


def test_a_text_file_is_a_page_too(user: Visit) -> None:
    assert user.open("/plain").text == "plain words"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/feed.xml", "First"),
        ("/drawing.svg", "Drawn"),
        ("/data.json", '"75.00"'),
        ("/frameset", "plain words"),
        ("/nothing", ""),
    ],
)
def test_what_is_no_ordinary_page_is_seen_as_the_browser_shows_it(user: Visit, path: str, text: str) -> None:
    seen = user.open(path)
    assert seen.problem is None
    assert text in seen.text


def test_a_page_that_a_script_empties_shows_nothing(user: Visit) -> None:
    user.open("/emptied")
    seen = user.click("Empty")
    assert (seen.problem, seen.text, seen.snapshot) == (None, "", "")


def test_a_redirect_is_followed_within_the_product(user: Visit) -> None:
    assert user.open("/to-home").url == f"{ORIGIN}/"


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("/round", "redirects without end"),
        ("http://127.0.0.1:8001/", "nothing listens"),
        ("http://127.0.0.1:9/", "no browser connects to this port"),
        ("/to-host", "leads out of the cell"),
        ("/to-file", "redirects to where no page may lead"),
    ],
)
def test_a_page_that_cannot_be_opened_is_the_products_fault(user: Visit, target: str, why: str) -> None:
    seen = user.open(target)
    assert why in (seen.problem or "")
    assert seen.blame is Cause.PRODUCT


def test_an_address_given_in_full_may_name_the_loopback_in_other_words(user: Visit) -> None:
    assert user.open("http://localhost:8000/form").title == "Form"


# Clicking by role and name


@pytest.mark.parametrize("role", [None, "link"])
def test_what_has_the_name_is_clicked(user: Visit, role: str | None) -> None:
    user.open("/")
    seen = user.click("Form", role)
    assert seen.url == f"{ORIGIN}/form"
    assert touched(seen) == ("link", "Form", True, None)
    assert seen.did == 'clicked the link "Form"'


def test_an_ambiguous_name_is_refused_with_the_candidates(user: Visit) -> None:
    user.open("/names")
    seen = user.click("Delete")
    assert seen.blame is Cause.CARD
    assert seen.problem == '2 things are called "Delete": a button in "alice Delete"; a button in "bob Delete"'


@pytest.mark.long
def test_a_name_must_match_exactly(user: Visit) -> None:
    user.open("/names")
    assert user.click("Delete all").problem is None
    assert 'button "Delete all"' in (user.click("delete all").problem or "")


@pytest.mark.long
def test_what_nobody_can_see_cannot_be_clicked(user: Visit) -> None:
    user.open("/names")
    for name in ("Ghost", "Hidden"):
        seen = user.click(name, "button")
        assert seen.blame is Cause.PRODUCT
        assert f'there is no button called "{name}"' in (seen.problem or "")


def test_a_link_that_is_nothing_but_a_button_is_one_thing(user: Visit) -> None:
    user.open("/names")
    assert user.click("Nested").title == "Home"


def test_details_are_opened_by_their_summary(user: Visit) -> None:
    user.open("/names")
    assert "Details are here" in user.click("More").text


def test_a_tab_of_the_page_is_clicked_with_and_without_its_role(user: Visit) -> None:
    user.open("/names")
    assert user.click("Overview", "tab").title == "tabbed"


@pytest.mark.long
def test_what_lies_under_something_else_cannot_be_clicked(user: Visit) -> None:
    user.open("/covered")
    seen = user.click("Under")
    assert (seen.problem, seen.blame) == ("something else lies over it", Cause.PRODUCT)


# Fields


@pytest.mark.parametrize(
    ("label", "typed", "role", "value"),
    [
        ("Amount", "30", "textbox", "30"),
        ("Memo", "two words", "textbox", "two words"),
        ("Memo", "two\nlines", "textbox", "two lines"),
        ("Day", "2026-03-01", "textbox", "2026-03-01"),
        ("Day", "tomorrow", "textbox", ""),
        ("Number", "12", "spinbutton", "12"),
        ("Number", "abc", "spinbutton", ""),
        ("Level", "5", "slider", "5"),
        ("Town", "Rome", "combobox", "Rome"),
        ("Amount", "x" * 300, "textbox", "x" * 300),
    ],
)
def test_a_field_takes_what_a_user_types_in_place_of_what_it_held(
    user: Visit, label: str, typed: str, role: str, value: str
) -> None:
    user.open("/form")
    seen = user.type(typed, label)
    assert seen.problem is None
    got = touched(seen)
    assert (*got[:3], " ".join((got[3] or "").split())) == (role, label, True, value)


def test_typing_presses_keys(user: Visit) -> None:
    user.open("/form")
    assert "hi" in user.type("hi", "Memo").text


@pytest.mark.long
@pytest.mark.parametrize(("label", "why"), [("Locked", "it is disabled"), ("Fixed", "it cannot be edited")])
def test_a_field_that_takes_nothing_is_the_products_fault(user: Visit, label: str, why: str) -> None:
    user.open("/form")
    seen = user.type("x", label)
    assert (seen.problem, seen.blame) == (why, Cause.PRODUCT)


@pytest.mark.parametrize(
    ("option", "label", "role", "value"),
    [
        ("bob (2)", "Account", "combobox", "bob (2)"),
        ("Bern", "Town", "combobox", "Bern"),
        ("Large", "Size", "radio", "true"),
    ],
)
def test_an_option_is_chosen_in_every_kind_of_list(user: Visit, option: str, label: str, role: str, value: str) -> None:
    user.open("/form")
    seen = user.choose(option, label)
    assert seen.problem is None
    got = touched(seen)
    assert (got[0], got[3]) == (role, value)


def test_an_option_of_a_list_made_by_hand_is_chosen(user: Visit) -> None:
    user.open("/listbox")
    assert user.choose("Blue", "Colour").title == "Blue"
    assert user.choose("Deep", "Depth").title == "Deep"


def test_an_option_must_be_there_and_only_once(user: Visit) -> None:
    user.open("/form")
    missing, twice = user.choose("carl", "Account"), user.choose("same", "Twice")
    assert (missing.problem, missing.blame) == (
        'there is no option "carl"; there is: alice (1), bob (2)',
        Cause.PRODUCT,
    )
    assert (twice.problem, twice.blame) == ('2 options are called "same"', Cause.CARD)


def test_boxes_are_ticked_and_unticked(user: Visit) -> None:
    user.open("/form")
    assert touched(user.tick("Remember me"))[3] == "true"
    assert touched(user.tick("Remember me"))[3] == "true"
    assert touched(user.tick("Remember me", ticked=False))[3] == "false"


def test_a_form_is_sent_with_the_keyboard(user: Visit) -> None:
    user.open("/form")
    user.type("30", "Amount")
    seen = user.do(Press(key="Enter"))
    assert (seen.title, seen.did) == ("Sent", "pressed `Enter`")
    assert '"amount": "30"' in seen.text


def test_a_key_that_is_none_is_the_cards_fault(user: Visit) -> None:
    user.open("/form")
    seen = user.do(Press(key="Bogus"))
    assert (seen.problem, seen.blame) == ("`Bogus` is not a key", Cause.CARD)


# History


def test_going_back_and_forward(user: Visit) -> None:
    user.open("/")
    user.open("/form")
    assert user.do(GoBack()).title == "Home"
    assert user.gesture(GestureKind.FORWARD).title == "Form"
    assert user.gesture(GestureKind.FORWARD).problem == "there is no page to go forward to"


def test_loading_again_sends_a_form_again(user: Visit) -> None:
    user.open("/form")
    user.click("Send")
    assert user.do(Reload()).title == "Sent"


def test_a_page_that_does_not_come_a_second_time_is_the_products_fault(user: Visit) -> None:
    user.open("/once?a")
    seen = user.do(Reload())
    assert (seen.problem, seen.blame) == (
        "the page cannot be opened: the connection was closed without an answer",
        Cause.PRODUCT,
    )
    user.open("/once?b")
    user.open("/")
    assert "cannot be opened" in (user.do(GoBack()).problem or "")


def test_routing_without_loading_is_seen_and_goes_back(user: Visit) -> None:
    user.open("/routing")
    seen = user.click("Next")
    assert (seen.url, seen.title, seen.status) == (f"{ORIGIN}/routing/two", "Two", None)
    assert "second" in user.until("second").text
    back = user.do(GoBack())
    assert (back.url, back.title) == (f"{ORIGIN}/routing", "One")


# Time


def test_what_comes_late_is_waited_for(user: Visit) -> None:
    user.open("/late")
    assert user.click("Fetch").problem is None
    assert "arrived" in user.until("arrived").text


def test_a_slow_answer_is_waited_for(user: Visit) -> None:
    seen = user.open("/slow?3")
    assert (seen.text, seen.problem) == ("Page", None)


@pytest.mark.long
def test_a_request_that_stays_open_holds_up_only_the_action_that_began_it(user: Visit) -> None:
    user.open("/polling")
    seen = user.click("Do")
    assert seen.title == "done"
    assert seen.seconds < user.open("/").seconds + 5


def test_only_the_last_look_is_recorded(user: Visit) -> None:
    before = len(list((user.recorder.folder / "observations").glob("*.json")))
    user.open("/routing")
    user.click("Next")
    user.until("second")
    assert len(list((user.recorder.folder / "observations").glob("*.json"))) == before + 3


# Dialogs


def test_an_open_dialog_ends_the_click_and_is_answered_by_the_next_step(user: Visit) -> None:
    user.open("/dialogs")
    seen = user.click("Confirm")
    assert seen.dialog is not None
    assert (seen.dialog.kind, seen.dialog.message, seen.screenshot) == ("confirm", "Really?", None)
    assert "nothing" in seen.text
    answered = user.answer(True)
    assert answered.dialog is None
    assert "yes" in answered.text
    user.click("Confirm")
    assert "no" in user.answer(False).text.split()


def test_a_prompt_takes_a_text_or_what_it_suggests(user: Visit) -> None:
    user.open("/dialogs")
    seen = user.click("Prompt")
    assert seen.dialog is not None
    assert seen.dialog.default == "nobody"
    assert "Ann" in user.answer(True, "Ann").text
    user.click("Prompt")
    assert "nobody" in user.answer(True).text


def test_nothing_else_can_be_done_while_a_dialog_is_open(user: Visit) -> None:
    user.open("/dialogs")
    user.click("Alert")
    assert user.click("Confirm").blame is Cause.CARD
    seen = user.look()
    assert (seen.problem, seen.dialog is not None) == (None, True)
    assert "alerted" in user.answer(True).text


def test_a_dialog_that_opens_late_is_waited_for(user: Visit) -> None:
    user.open("/dialogs")
    user.click("Later")
    seen = user.do(LookAtPage(), lambda one: isinstance(one, PageObservation) and one.dialog is not None)
    assert seen.dialog is not None
    user.answer(True)
    user.click("Later")
    assert user.answer(True).problem is None


@pytest.mark.long
def test_without_a_dialog_there_is_none_to_answer(user: Visit) -> None:
    user.open("/")
    seen = user.answer(True)
    assert (seen.problem, seen.blame) == ("no dialog is open", Cause.PRODUCT)


def test_a_page_may_ask_before_it_is_left(user: Visit) -> None:
    user.open("/leaving")
    user.click("Edit")
    asked = user.do(Reload())
    assert asked.dialog is not None
    assert asked.dialog.kind == "beforeunload"
    stayed = user.answer(False)
    assert (stayed.problem, stayed.url) == (None, f"{ORIGIN}/leaving")
    user.open("/")
    assert user.answer(True).title == "Home"


# Files


def test_downloads_land_in_the_users_folder(user: Visit) -> None:
    user.open("/files")
    assert user.click("Get").downloads == ("file.csv",)
    assert user.click("Get").downloads == ("file (1).csv",)
    assert read(user, "Downloads/file.csv") == read(user, "Downloads/file (1).csv") == b"a,b\n1,2\n"
    assert user.click("Made").downloads == ("made.txt",)
    assert read(user, "Downloads/made.txt") == b"made here"


def test_a_download_cannot_choose_its_folder(user: Visit) -> None:
    user.open("/files")
    (name,) = user.click("Attached").downloads
    assert "/" not in name
    assert read(user, f"Downloads/{name}") == b"attached"


def test_an_address_that_is_a_download_shows_the_page_before(user: Visit) -> None:
    user.open("/")
    seen = user.open("/attached")
    assert (seen.problem, seen.title, len(seen.downloads)) == (None, "Home", 1)


def test_files_of_the_user_are_uploaded(user: Visit) -> None:
    create(user, "in.csv", b"x,y")
    user.open("/files")
    assert user.upload("in.csv", "Batch").problem is None
    assert "x,y" in user.click("Load").text


def test_a_button_that_asks_for_a_file_gets_it(user: Visit) -> None:
    create(user, "in.csv", b"x,y")
    user.open("/files")
    assert "picked in.csv" in user.upload("~/in.csv", "Pick").text


def test_a_file_that_is_not_there_is_the_cards_fault(user: Visit) -> None:
    user.open("/files")
    seen = user.upload("none.csv", "Batch")
    assert (seen.problem, seen.blame) == ("`none.csv` cannot be uploaded: no such file or directory", Cause.CARD)


# Tabs and frames


def test_a_new_tab_becomes_the_active_one_and_closing_it_gives_back_the_other(user: Visit) -> None:
    user.open("/")
    seen = user.click("Elsewhere")
    assert (seen.title, len(seen.tabs), seen.tabs[-1].active) == ("Second", 2, True)
    assert user.click("Close me").title == "Home"


def test_tabs_are_opened_switched_and_closed(user: Visit) -> None:
    first = next(tab.id for tab in user.open("/").tabs if tab.active)
    user.gesture(GestureKind.NEW_TAB)
    assert user.click("Form").problem == "no page is open"
    second = next(tab.id for tab in user.open("/form").tabs if tab.active)
    assert user.gesture(GestureKind.SWITCH_TAB, text=first).title == "Home"
    assert [tab.id for tab in user.gesture(GestureKind.CLOSE_TAB, text=second).tabs] == [first]
    seen = user.gesture(GestureKind.CLOSE_TAB, text="t99")
    assert (seen.problem, seen.blame) == (f"no tab is called `t99`; there are `{first}`", Cause.EVALUATOR)


def test_frames_are_seen_and_used(user: Visit) -> None:
    seen = user.open("/frames")
    assert "Inside" in seen.text
    assert "unseen words" not in seen.text
    assert touched(user.type("abc", "Code")) == ("textbox", "Code", True, "abc")
    assert "clicked inside" in user.click("Go in").text


# Gestures


def test_a_reference_names_what_it_touches(user: Visit) -> None:
    seen = user.open("/points")
    hit = user.gesture(GestureKind.CLICK, ref=ref(seen, "Far"))
    assert (touched(hit), hit.title) == (("button", "Far", True, None), "far")


def test_a_point_names_what_lies_there_and_the_focus_what_is_typed_into(user: Visit) -> None:
    user.open("/points")
    assert touched(user.gesture(GestureKind.CLICK, x=150, y=120)) == ("button", "Target", True, None)
    assert touched(user.gesture(GestureKind.CLICK, x=110, y=205)) == ("textbox", "Field", True, "")
    assert touched(user.gesture(GestureKind.TYPE, text="hello")) == ("textbox", "Field", True, "hello")
    assert touched(user.gesture(GestureKind.PRESS, text="Backspace", amount=2)) == ("textbox", "Field", True, "hel")


@pytest.mark.long
def test_a_role_and_name_are_a_durable_target(user: Visit) -> None:
    user.open("/points")
    assert user.gesture(GestureKind.CLICK, role="button", name="Target").title == "hit"
    seen = user.gesture(GestureKind.CLICK, role="button", name="Nope")
    assert seen.blame is Cause.EVALUATOR


def test_several_of_one_name_are_not_unique(user: Visit) -> None:
    seen = user.open("/names")
    assert touched(user.gesture(GestureKind.HOVER, ref=ref(seen, "Delete"))) == ("button", "Delete", False, None)


def test_filling_in_works_for_every_kind_of_field(user: Visit) -> None:
    seen = user.open("/form")
    fill = GestureKind.FILL
    assert touched(user.gesture(fill, ref=ref(seen, "Remember me"), text="true"))[3] == "true"
    assert touched(user.gesture(fill, ref=ref(seen, "Account"), text="bob (2)"))[3] == "bob (2)"
    assert touched(user.gesture(fill, ref=ref(seen, "Amount"), text="9"))[3] == "9"


def test_the_mouse_does_all_that_a_mouse_does(user: Visit) -> None:
    seen = user.open("/points")
    paragraph = next(node.ref for node in nodes(seen.snapshot) if node.role == "paragraph")
    assert user.gesture(GestureKind.SCROLL, text="down", amount=3).problem is None
    assert user.gesture(GestureKind.SCROLL, text="up", x=200, y=200).problem is None
    assert user.gesture(GestureKind.SCROLL, text="right", ref=paragraph).problem is None
    assert user.gesture(GestureKind.SCROLL_TO, ref=paragraph).problem is None
    assert user.gesture(GestureKind.HOVER, x=5, y=5).problem is None
    assert user.gesture(GestureKind.DOUBLE_CLICK, ref=paragraph).title == "double"
    assert user.gesture(GestureKind.RIGHT_CLICK, ref=paragraph).title == "right"
    assert "over me" in user.gesture(GestureKind.HOVER, ref=paragraph).text


def test_a_file_is_given_to_a_field_by_its_reference(user: Visit) -> None:
    create(user, "in.csv", b"x,y")
    seen = user.open("/files")
    assert user.gesture(GestureKind.UPLOAD, ref=ref(seen, "Batch"), text="in.csv").problem is None
    assert "x,y" in user.click("Load").text
    assert user.gesture(GestureKind.UPLOAD, text="none").blame is Cause.EVALUATOR


@pytest.mark.parametrize("kind", [GestureKind.CLICK, GestureKind.FILL, GestureKind.SCROLL_TO, GestureKind.HOVER])
def test_a_gesture_without_a_target_is_the_evaluators_fault(user: Visit, kind: GestureKind) -> None:
    user.open("/points")
    seen = user.gesture(kind)
    assert "needs an element" in (seen.problem or "")
    assert seen.blame is Cause.EVALUATOR


def test_a_reference_of_a_page_that_is_gone_tells_to_read_again(user: Visit) -> None:
    old = ref(user.open("/form"), "Send")
    user.open("/")
    for stale in (old, "e9999", 'e1" >> button', ""):
        seen = user.gesture(GestureKind.CLICK, ref=stale)
        assert "read the page again" in (seen.problem or "")
        assert seen.blame is Cause.EVALUATOR


# Troubles


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("Break", TroubleKind.PAGE_ERROR, "undefined_thing is not defined"),
        ("Log", TroubleKind.CONSOLE_ERROR, "it went wrong"),
        ("Fail", TroubleKind.SERVER_ERROR, "GET /fails was answered with status 500"),
        ("Out", TroubleKind.FAILED_REQUEST, "GET http://example.org/x: it lies outside the cell"),
        ("Refused", TroubleKind.FAILED_REQUEST, "GET /x: net::ERR_UNSAFE_PORT"),
        ("Picture", TroubleKind.FAILED_REQUEST, "GET /none.png was answered with status 404"),
    ],
)
def test_what_the_page_does_not_tell_is_taken_down_once(user: Visit, name: str, kind: TroubleKind, text: str) -> None:
    user.open("/troubles")
    (trouble,) = user.click(name).troubles
    assert trouble.kind is kind
    assert trouble.text.startswith(text)
    assert user.look().troubles == ()


def test_an_answer_of_refusal_that_a_page_asked_for_is_no_trouble(user: Visit) -> None:
    user.open("/troubles")
    assert user.click("Missing").troubles == ()
    assert user.open("/missing").troubles == ()


# Passwords


def test_passwords_are_masked_and_nothing_else(user: Visit) -> None:
    user.open("/secret")
    seen = user.type("hunter2x", "Password")
    assert seen.did == 'typed "••••" into "Password"'
    assert touched(seen)[3] == "••••"
    assert 'textbox "Name"' in seen.snapshot
    assert seen.snapshot.count("hunter2x") == 1, "only in the field that is no password"


def test_what_the_page_itself_puts_into_a_password_field_is_masked(user: Visit) -> None:
    user.open("/secret")
    assert "fill3d" not in user.click("Suggest").snapshot


def test_keys_pressed_into_a_password_field_are_masked(user: Visit) -> None:
    seen = user.open("/secret")
    user.gesture(GestureKind.CLICK, ref=ref(seen, "Password"))
    assert user.gesture(GestureKind.TYPE, text="qwertz99").did == 'typed "••••" into the textbox "Password"'
    assert user.gesture(GestureKind.PRESS, text="y").did == "pressed `••••`"
    assert user.do(Press(key="y")).did == "pressed `••••`"
    assert user.do(Press(key="Tab")).did == "pressed `Tab`"


def test_no_password_is_left_in_the_trace(tmp_path: Path) -> None:
    secret = 'hunter2 & "more"'
    with visit(tmp_path) as user:
        seen = user.open("/secret")
        user.type(secret, "Password")
        user.click("Sign in")
        user.gesture(GestureKind.FILL, ref=ref(seen, "Password"), text="Z9")
        user.click("Sign in")
        user.open("/form")
        user.type(secret, "Password")
        user.click("Send")
    with zipfile.ZipFile(io.BytesIO((user.recorder.folder / "trace.zip").read_bytes())) as trace:
        held = {name: trace.read(name) for name in trace.namelist()}
    assert any(name.endswith(".trace") for name in held)
    assert not any(name.endswith(".stacks") for name in held)
    for name, data in held.items():
        assert not any(form in data for form in (b"hunter2 &", b"hunter2+%26", b"hunter2%20%26", b'"Z9"')), name
    assert sum("••••".encode() in data for data in held.values()) >= 3
