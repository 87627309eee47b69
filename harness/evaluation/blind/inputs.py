"""What the tools take, as models: an input that does not fit is told to the evaluator; what a tool does lies elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


class Input(BaseModel):
    """The base of all inputs: closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="after")
    def _is_text(self) -> Self:
        """No program, file or address takes such characters: refused here, each would be a fault of ours there."""
        if any(_NO_TEXT.search(text) for value in vars(self).values() for text in _texts(value)):
            raise ValueError("a text holds a NUL or half a character")
        return self


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from (text for pair in value.items() for part in pair for text in _texts(part))
        case list():
            yield from (text for part in value for text in _texts(part))


class StartStep(Input):
    """Announce the step that you are about to carry out, as the card numbers it. Steps are carried out in order."""

    step: str = Field(description='"before 1", "1", "bad 1": the part of the card and the number of the step')


class Shell(Input):
    """Run one command line in the user's shell and see what it shows. For programs that ask questions use `terminal_start`."""

    command: str = Field(description="the command line, exactly")
    stdin: str | None = Field(default=None, description="what the command reads from standard input, if anything")


class TerminalStart(Input):
    """Start a program that asks questions, in a terminal of its own, and see its screen. One program at a time."""

    command: str = Field(description="the command line, exactly")


class TerminalKeys(Input):
    """Type into the program that was started, and see its screen; with empty keys only look again.

    Enter is a line break. Special keys are written <Up>, <Down>, <Left>, <Right>, <Tab>, <Esc>, <Backspace>, <Ctrl-C>.
    """

    keys: str = Field(description="what to type")


class Http(Input):
    """Send one HTTP request to a service of the product and see the whole answer. Redirects are not followed."""

    method: str = Field(pattern="^[A-Z]+$")
    path: str = Field(description="a path such as /accounts, or an address of one of the services")
    headers: dict[str, str] = Field(default_factory=dict)
    json_body: str | None = Field(default=None, description="the JSON text of the body, exactly")
    form: str | None = Field(default=None, description="a form body such as a=1&b=2")


class AnswerDialogInput(Input):
    """Accept or dismiss the dialog that the page shows; `text` is typed into it before, where it asks for one."""

    accept: bool
    text: str | None = None


class Outcome(StrEnum):
    """What an evaluator says of a line."""

    HOLDS = "holds"
    DOES_NOT_HOLD = "does-not-hold"
    CANNOT_TELL = "cannot-tell"


class Claim(Input):
    """What the evaluator says of one line of the card, and where it was shown."""

    line: int = Field(description="the number of the line in the card")
    outcome: Outcome
    observation: str | None = Field(default=None, description="the id of the result that shows it, such as o7")
    quote: str | None = Field(
        default=None, description="the shortest text, copied exactly from that result, that shows it"
    )
    opinion: str | None = Field(default=None, description="where nothing can be quoted: why you think so")


class Remark(Input):
    """Something that a new user found confusing."""

    note: str
    observation: str | None = None
    quote: str | None = None


class Conclude(Input):
    """End the card: an outcome for every line that begins with "-" under the steps, and what you found confusing."""

    expectations: list[Claim]
    friction: list[Remark] = Field(default_factory=list)


class Opinion(Input):
    """Whether the line holds by what was recorded."""

    outcome: Outcome
    reason: str


def _number(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_number)]


class RefTarget(Input):
    """An element by its reference."""

    type: Literal["ref"] = "ref"
    ref: str


class PointTarget(Input):
    """A point of the viewport, in pixels."""

    type: Literal["coordinate"]
    x: Whole
    y: Whole


Target = Annotated[RefTarget | PointTarget, Field(discriminator="type")]


class OnTab(Input):
    """The base of the browser's members: ``tab_id`` may only name the tab that is active."""

    tab_id: str | None = None


class Navigate(OnTab):
    """Go to an address of the product, or `back`, `forward` or `reload`."""

    url: str


class Point(OnTab):
    """Act on an element or a point of the page."""

    target: Target
    modifiers: str | None = None


class PointRef(OnTab):
    """Act on an element of the page."""

    target: RefTarget


class FormInput(OnTab):
    """Set the value of a field, list or box."""

    target: RefTarget
    value: str | bool | float


class TypeInput(OnTab):
    """Type text where the focus is."""

    text: str


class KeyInput(OnTab):
    """Press a key or a chord such as ctrl+a; several are separated by spaces."""

    text: str
    repeat: int = Field(default=1, ge=1, le=50)


class Scroll(OnTab):
    """Turn the wheel at a point of the viewport."""

    scroll_direction: Literal["up", "down", "left", "right"]
    target: PointTarget
    scroll_amount: int = Field(default=3, ge=1, le=10)


class ReadPage(OnTab):
    """Read the page as assistive technology is told it, with references for what can be acted on."""

    depth: int | None = Field(default=None, ge=1, le=100)
    filter: Literal["interactive", "all"] | None = None
    ref: str | None = None


class Find(OnTab):
    """Find elements by a description of them."""

    query: str


class WaitInput(OnTab):
    """Wait some seconds and look again."""

    duration: float = Field(ge=0, le=30)


class FileUpload(OnTab):
    """Give a file of the user's folder to a file field."""

    target: RefTarget
    paths: list[str] = Field(min_length=1, max_length=1)


class SwitchTab(Input):
    """Make another tab the active one."""

    tab_id: str


class CloseTab(OnTab):
    """Close a tab."""


class Nothing(Input):
    """Nothing to say."""


MEMBERS: dict[str, type[Input]] = {
    "navigate": Navigate,
    "read_page": ReadPage,
    "find": Find,
    "get_page_text": OnTab,
    "screenshot": OnTab,
    "left_click": Point,
    "double_click": Point,
    "right_click": Point,
    "hover": Point,
    "scroll": Scroll,
    "scroll_to": PointRef,
    "type": TypeInput,
    "key": KeyInput,
    "form_input": FormInput,
    "file_upload": FileUpload,
    "wait": WaitInput,
    "new_tab": Nothing,
    "list_tabs": Nothing,
    "switch_tab": SwitchTab,
    "close_tab": CloseTab,
}
"""The members of the browser toolset that a user's hands have; JavaScript, console, network and files are not among them."""
