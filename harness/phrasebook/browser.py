"""The phrases of a web page: buttons, fields, dialogs, by accessible role and name; driving a browser lies elsewhere.

A role is written as users say it: ``field`` is anything that holds a value, ``box`` a checkbox, the others are ARIA's.
"""

from __future__ import annotations

from collections.abc import Mapping

from harness.domain.actions import (
    AnswerDialog,
    Choose,
    Click,
    GoBack,
    OpenPage,
    Press,
    Reload,
    Surface,
    Tick,
    TypeText,
    Upload,
)
from harness.domain.expectations import ElementHasValue, ElementIs, ElementState, OnPage, TitleIs
from harness.phrasebook.line import code, either, text
from harness.phrasebook.phrase import Example, Phrase, PhraseError
from harness.phrasebook.values import address, user_path

ROLES = ("heading", "button", "alert", "field", "link", "tab", "box", "list", "dialog", "image", "row")
_ROLE = f"(?P<role>{'|'.join(ROLES)})"
_STATES = {
    "shown": ElementState.SHOWN,
    "not shown": ElementState.NOT_SHOWN,
    "disabled": ElementState.DISABLED,
    "enabled": ElementState.ENABLED,
    "ticked": ElementState.TICKED,
    "not ticked": ElementState.NOT_TICKED,
}


def _open(groups: Mapping[str, str], block: str | None) -> OpenPage:
    return OpenPage(target=address(groups["target"]))


def _click(groups: Mapping[str, str], block: str | None) -> Click:
    role = groups.get("role", groups.get("role_after"))
    return Click(name=groups["name"], role=role.lower() if role else None)


def _type(groups: Mapping[str, str], block: str | None) -> TypeText:
    return TypeText(text=groups["text"], label=groups["label"])


def _choose(groups: Mapping[str, str], block: str | None) -> Choose:
    return Choose(option=groups["option"], label=groups["label"])


def _tick(groups: Mapping[str, str], block: str | None) -> Tick:
    return Tick(label=groups["label"], ticked="un" not in groups)


def _press(groups: Mapping[str, str], block: str | None) -> Press:
    key = groups["key"]
    if not key or " " in key.strip():
        raise PhraseError(
            f"'{key}' is not a key", "name one key, such as `Enter`, or a combination such as `Control+A`"
        )
    return Press(key=key.strip())


def _upload(groups: Mapping[str, str], block: str | None) -> Upload:
    return Upload(path=user_path(groups["path"]), label=groups["label"])


def _reload(groups: Mapping[str, str], block: str | None) -> Reload:
    return Reload()


def _go_back(groups: Mapping[str, str], block: str | None) -> GoBack:
    return GoBack()


def _answer(groups: Mapping[str, str], block: str | None) -> AnswerDialog:
    return AnswerDialog(accept=groups["answer"].lower() == "accept")


def _element_is(groups: Mapping[str, str], block: str | None) -> ElementIs:
    return ElementIs(role=groups["role"].lower(), name=groups["name"], state=_STATES[groups["state"].lower()])


def _element_has_value(groups: Mapping[str, str], block: str | None) -> ElementHasValue:
    return ElementHasValue(role=groups["role"].lower(), name=groups["name"], value=groups["value"])


def _title(groups: Mapping[str, str], block: str | None) -> TitleIs:
    return TitleIs(title=groups["title"])


def _on_page(groups: Mapping[str, str], block: str | None) -> OnPage:
    return OnPage(path=address(groups["path"]))


ACTIONS = (
    Phrase(
        form="Open `/path`",
        surface=Surface.BROWSER,
        pattern=rf"open(?: the page)? {code('target')}",
        build=_open,
        examples=(Example("Open `/accounts`.", OpenPage(target="/accounts")),),
    ),
    Phrase(
        form='Click "NAME" (or Click the button/link/tab "NAME")',
        surface=Surface.BROWSER,
        pattern=rf"click (?:the (?:{_ROLE} )?)?{text('name')}(?: (?P<role_after>{'|'.join(ROLES)}))?",
        build=_click,
        examples=(
            Example('Click "Transfer".', Click(name="Transfer")),
            Example('Click the button "Transfer".', Click(name="Transfer", role="button")),
            Example('Click the "Statement" link.', Click(name="Statement", role="link")),
        ),
    ),
    Phrase(
        form='Type "TEXT" into "LABEL"',
        surface=Surface.BROWSER,
        pattern=rf"type {either('text')} into (?:the field )?{text('label')}",
        build=_type,
        examples=(Example('Type "30" into "Amount".', TypeText(text="30", label="Amount")),),
    ),
    Phrase(
        form='Choose "OPTION" in "LABEL"',
        surface=Surface.BROWSER,
        pattern=rf"choose {text('option')} (?:in|from) (?:the list )?{text('label')}",
        build=_choose,
        examples=(Example('Choose "bob" in "To account".', Choose(option="bob", label="To account")),),
    ),
    Phrase(
        form='Tick "LABEL" · Untick "LABEL"',
        surface=Surface.BROWSER,
        pattern=rf"(?P<un>un)?tick (?:the box )?{text('label')}",
        build=_tick,
        examples=(
            Example('Tick "Remember me".', Tick(label="Remember me")),
            Example('Untick "Remember me".', Tick(label="Remember me", ticked=False)),
        ),
    ),
    Phrase(
        form="Press `Enter`",
        surface=Surface.BROWSER,
        pattern=rf"press {either('key')}",
        build=_press,
        examples=(Example("Press `Enter`.", Press(key="Enter")),),
    ),
    Phrase(
        form='Upload `FILE` to "LABEL"',
        surface=Surface.BROWSER,
        pattern=rf"upload (?:the file )?{code('path')} (?:to|into) {text('label')}",
        build=_upload,
        examples=(Example('Upload `in.csv` to "Batch".', Upload(path="in.csv", label="Batch")),),
    ),
    Phrase(
        form="Reload",
        surface=Surface.BROWSER,
        pattern=r"reload(?: the page)?",
        build=_reload,
        examples=(Example("Reload the page.", Reload()),),
    ),
    Phrase(
        form="Go back",
        surface=Surface.BROWSER,
        pattern=r"go back",
        build=_go_back,
        examples=(Example("Go back.", GoBack()),),
    ),
    Phrase(
        form="Accept the dialog · Dismiss the dialog",
        surface=Surface.BROWSER,
        pattern=r"(?P<answer>accept|dismiss) the dialog",
        build=_answer,
        examples=(
            Example("Accept the dialog.", AnswerDialog(accept=True)),
            Example("Dismiss the dialog.", AnswerDialog(accept=False)),
        ),
    ),
)

EXPECTATIONS = (
    Phrase(
        form=(
            'The heading/button/alert/field/link/tab/box "NAME" is shown · is not shown · is disabled · is enabled'
            " · is ticked · is not ticked"
        ),
        surface=Surface.BROWSER,
        pattern=rf"the {_ROLE} {text('name')} is (?P<state>{'|'.join(_STATES)})",
        build=_element_is,
        examples=(
            Example(
                'The heading "Accounts" is shown.', ElementIs(role="heading", name="Accounts", state=ElementState.SHOWN)
            ),
            Example(
                'The alert "Insufficient funds" is not shown.',
                ElementIs(role="alert", name="Insufficient funds", state=ElementState.NOT_SHOWN),
            ),
            Example(
                'The button "Transfer" is disabled.',
                ElementIs(role="button", name="Transfer", state=ElementState.DISABLED),
            ),
            Example(
                'The button "Transfer" is enabled.',
                ElementIs(role="button", name="Transfer", state=ElementState.ENABLED),
            ),
            Example(
                'The box "Remember me" is ticked.', ElementIs(role="box", name="Remember me", state=ElementState.TICKED)
            ),
            Example(
                'The box "Remember me" is not ticked.',
                ElementIs(role="box", name="Remember me", state=ElementState.NOT_TICKED),
            ),
        ),
    ),
    Phrase(
        form='The field "NAME" has the value "V"',
        surface=Surface.BROWSER,
        pattern=rf"the {_ROLE} {text('name')} has the value {either('value')}",
        build=_element_has_value,
        examples=(
            Example('The field "Amount" has the value "30".', ElementHasValue(role="field", name="Amount", value="30")),
        ),
    ),
    Phrase(
        form='The page title is "T"',
        surface=Surface.BROWSER,
        pattern=rf"the page title is {either('title')}",
        build=_title,
        examples=(Example('The page title is "Accounts".', TitleIs(title="Accounts")),),
    ),
    Phrase(
        form="You are on `/path`",
        surface=Surface.BROWSER,
        pattern=rf"you are on (?:the page )?{code('path')}",
        build=_on_page,
        examples=(Example("You are on `/accounts`.", OnPage(path="/accounts")),),
    ),
)
