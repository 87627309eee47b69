"""What a step does, as data: one class per action of the phrasebook; nothing here performs it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from harness.domain.base import Frozen


class Surface(StrEnum):
    """Where a user meets the product."""

    TERMINAL = "terminal"
    HTTP = "http"
    BROWSER = "browser"


class RunCommand(Frozen):
    """Type a command line into the user's shell; ``typed`` is its standard input (empty when None)."""

    surface: ClassVar[Surface | None] = Surface.TERMINAL
    kind: Literal["run"] = "run"
    command: str
    typed: str | None = None


class CreateFile(Frozen):
    """Write a text file below the user's folder."""

    surface: ClassVar[Surface | None] = Surface.TERMINAL
    kind: Literal["create-file"] = "create-file"
    path: str
    content: str


class Wait(Frozen):
    """Do nothing for some seconds."""

    surface: ClassVar[Surface | None] = None
    kind: Literal["wait"] = "wait"
    seconds: float


class SendRequest(Frozen):
    """Send one HTTP request; ``target`` is a path or a loopback URL; at most one of ``json_body`` and ``form``."""

    surface: ClassVar[Surface | None] = Surface.HTTP
    kind: Literal["send"] = "send"
    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    json_body: str | None = None
    form: str | None = None


class KeepField(Frozen):
    """Remember a field (dotted path) of the last JSON answer under a name, for ``{name}`` in later lines."""

    surface: ClassVar[Surface | None] = None
    kind: Literal["keep-field"] = "keep-field"
    field: str
    name: str


class KeepText(Frozen):
    """Remember the first group (or all) of the first match of a linear-time regex in what was last shown."""

    surface: ClassVar[Surface | None] = None
    kind: Literal["keep-text"] = "keep-text"
    pattern: str
    name: str


class OpenPage(Frozen):
    """Go to a path or a loopback URL in the browser."""

    surface: ClassVar[Surface | None] = Surface.BROWSER
    kind: Literal["open"] = "open"
    target: str


class Click(Frozen):
    """Click what has this accessible name, and this role if one is given."""

    surface: ClassVar[Surface | None] = Surface.BROWSER
    kind: Literal["click"] = "click"
    name: str
    role: str | None = None


class TypeText(Frozen):
    """Replace the content of the field with this label."""

    surface: ClassVar[Surface | None] = Surface.BROWSER
    kind: Literal["type"] = "type"
    text: str
    label: str


class Choose(Frozen):
    """Pick an option of the list with this label."""

    surface: ClassVar[Surface | None] = Surface.BROWSER
    kind: Literal["choose"] = "choose"
    option: str
    label: str


class Tick(Frozen):
    """Tick or untick the box with this label."""

    surface: ClassVar[Surface | None] = Surface.BROWSER
    kind: Literal["tick"] = "tick"
    label: str
    ticked: bool = True


class Press(Frozen):
    """Press a key, by the name that the DOM gives it, or a combination such as ``Control+A``."""

    surface: ClassVar[Surface | None] = Surface.BROWSER
    kind: Literal["press"] = "press"
    key: str


class Upload(Frozen):
    """Give a file of the user's folder to the file field with this label."""

    surface: ClassVar[Surface | None] = Surface.BROWSER
    kind: Literal["upload"] = "upload"
    path: str
    label: str


class Reload(Frozen):
    """Load the page again."""

    surface: ClassVar[Surface | None] = Surface.BROWSER
    kind: Literal["reload"] = "reload"


class GoBack(Frozen):
    """Go back one page in the history."""

    surface: ClassVar[Surface | None] = Surface.BROWSER
    kind: Literal["go-back"] = "go-back"


class AnswerDialog(Frozen):
    """Accept or dismiss the dialog that the page shows; ``text`` is what is typed into a prompt before."""

    surface: ClassVar[Surface | None] = Surface.BROWSER
    kind: Literal["answer-dialog"] = "answer-dialog"
    accept: bool
    text: str | None = None


class StartProgram(Frozen):
    """Start an interactive program in a terminal of the user's own; an evaluator's action, no phrase means it."""

    surface: ClassVar[Surface | None] = Surface.TERMINAL
    kind: Literal["start-program"] = "start-program"
    command: str
    columns: int = 100
    rows: int = 30


class SendKeys(Frozen):
    """Send text to the program that was started last, control characters included; empty: only look at its screen."""

    surface: ClassVar[Surface | None] = Surface.TERMINAL
    kind: Literal["send-keys"] = "send-keys"
    text: str = ""


class LookAtPage(Frozen):
    """Look at the page as it is, without touching it."""

    surface: ClassVar[Surface | None] = Surface.BROWSER
    kind: Literal["look"] = "look"


class GestureKind(StrEnum):
    """What an evaluator can do to a page beside the phrases."""

    CLICK = "click"
    DOUBLE_CLICK = "double-click"
    RIGHT_CLICK = "right-click"
    HOVER = "hover"
    FILL = "fill"
    TYPE = "type"
    PRESS = "press"
    UPLOAD = "upload"
    SCROLL = "scroll"
    SCROLL_TO = "scroll-to"
    FORWARD = "forward"
    NEW_TAB = "new-tab"
    SWITCH_TAB = "switch-tab"
    CLOSE_TAB = "close-tab"


class Gesture(Frozen):
    """One gesture of an evaluator on the page; no phrase means it.

    The target is ``ref`` (a reference of the last snapshot), or the only element with this ARIA ``role`` and exact accessible
    ``name`` (which outlast a page), or ``x`` and ``y`` in viewport pixels, or what has the focus.
    ``text`` is what is filled in, typed, pressed (a key name) or uploaded (a path of the user's folder), the direction of a
    scroll, or a tab's id; a box is filled in with ``true`` or ``false``. ``amount`` counts wheel notches or key presses.
    """

    surface: ClassVar[Surface | None] = Surface.BROWSER
    kind: Literal["gesture"] = "gesture"
    gesture: GestureKind
    ref: str | None = None
    role: str | None = None
    name: str | None = None
    x: int | None = None
    y: int | None = None
    text: str | None = None
    amount: int = 1


Action = Annotated[
    RunCommand
    | CreateFile
    | Wait
    | SendRequest
    | KeepField
    | KeepText
    | OpenPage
    | Click
    | TypeText
    | Choose
    | Tick
    | Press
    | Upload
    | Reload
    | GoBack
    | AnswerDialog
    | StartProgram
    | SendKeys
    | LookAtPage
    | Gesture,
    Field(discriminator="kind"),
]

Probe = Annotated[RunCommand | SendRequest, Field(discriminator="kind")]
