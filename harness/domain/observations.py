"""What a tool showed, with an id: the recorder's evidence, and the only thing that a verdict may rest on."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from harness.domain.base import Frozen
from harness.domain.verdicts import Cause


class ProductCall(Frozen):
    """One call of a product's command during an observation; a negative ``status`` is the signal that ended it."""

    name: str
    arguments: tuple[str, ...]
    status: int


class LongOutput(Frozen):
    """All that a stream carried of which only the beginning is kept: its size in bytes and its SHA-256."""

    size: int
    sha256: str


class CommandObservation(Frozen):
    """A command's output and end. ``shown`` is what a terminal would show, both streams in the order they came.

    ``longer`` tells of the streams (``stdout``, ``stderr``) that carried more than is kept of them.
    ``exit_code`` is None when a signal ended it or it was stopped; ``stopped`` then says why. ``direct`` is set where the
    command line is one plain call of a product command. Seconds are wall time.
    """

    kind: Literal["command"] = "command"
    id: str
    command: str
    stdout: str
    stderr: str
    shown: str
    exit_code: int | None = None
    signal: int | None = None
    stopped: str | None = None
    longer: dict[str, LongOutput] = {}
    calls: tuple[ProductCall, ...] = ()
    seconds: float = 0.0


class ResponseObservation(Frozen):
    """An HTTP answer; ``failure`` says why there is none. Header names are in lower case."""

    kind: Literal["response"] = "response"
    id: str
    request: str
    status: int | None = None
    reason: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    failure: str | None = None
    seconds: float = 0.0


class FileObservation(Frozen):
    """The state of a path in the user's folder; ``content`` is None unless it is a readable file."""

    kind: Literal["file"] = "file"
    id: str
    path: str
    exists: bool
    content: str | None = None
    problem: str | None = None
    seconds: float = 0.0


class EntryKind(StrEnum):
    """What a path in the user's folder is."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    OTHER = "other"


class FolderChange(Frozen):
    """A path of the user's folder that was made, changed or removed; ``entry`` is what it is now, or was.

    ``content`` is the name of the file of its bytes beside the observation (None where it has none, or too many to keep),
    ``size`` and ``sha256`` are of all of them. ``target`` is of a link.
    """

    change: Literal["created", "changed", "deleted"]
    path: str
    entry: EntryKind
    executable: bool = False
    size: int = 0
    sha256: str | None = None
    target: str | None = None
    content: str | None = None


class FolderObservation(Frozen):
    """What has changed in the user's folder since the observation of it before, by path."""

    kind: Literal["folder"] = "folder"
    id: str
    changes: tuple[FolderChange, ...] = ()
    seconds: float = 0.0


class ActionObservation(Frozen):
    """An action that shows nothing: a file created, a wait; ``problem`` says why it was not done."""

    kind: Literal["action"] = "action"
    id: str
    did: str
    problem: str | None = None
    seconds: float = 0.0


class ScreenObservation(Frozen):
    """An interactive program's screen after keys were sent to it (or none, to look again).

    ``typed`` is what was sent; ``output`` what the program wrote since the observation before, control sequences included;
    ``screen`` the rows as they are shown now. ``exit_code`` and ``signal`` are None while the program runs.
    """

    kind: Literal["screen"] = "screen"
    id: str
    command: str
    typed: str = ""
    output: str = ""
    screen: str = ""
    running: bool = True
    exit_code: int | None = None
    signal: int | None = None
    stopped: str | None = None
    calls: tuple[ProductCall, ...] = ()
    problem: str | None = None
    seconds: float = 0.0


class TroubleKind(StrEnum):
    """What can go wrong in a page without the page saying so."""

    PAGE_ERROR = "page-error"
    CONSOLE_ERROR = "console-error"
    FAILED_REQUEST = "failed-request"
    SERVER_ERROR = "server-error"


class PageTrouble(Frozen):
    """One trouble since the observation before; ``url`` is of the request, or of the page where it came up."""

    kind: TroubleKind
    text: str
    url: str = ""
    status: int | None = None


class Dialog(Frozen):
    """A dialog that the page shows and nobody has answered: ``alert``, ``confirm``, ``prompt`` or ``beforeunload``."""

    kind: str
    message: str
    default: str = ""


class Touched(Frozen):
    """The element that an action touched, as a user would name it; ``unique`` if no other has this role and name.

    ``value`` is what it holds after the action, masked where it is a password.
    """

    role: str
    name: str
    unique: bool
    value: str | None = None


class Tab(Frozen):
    """One open tab."""

    id: str
    title: str
    url: str
    active: bool


class PageObservation(Frozen):
    """A page after an action: what a user sees, and what assistive technology is told.

    ``snapshot`` is Playwright's accessibility snapshot (YAML, with references, frames included, passwords masked);
    ``text`` the text shown. ``status`` is the HTTP status of the document, if this action loaded one. ``problem`` says why
    the action was not done, and ``blame`` whose fault that is. ``screenshot`` is a path relative to the attempt's folder.
    """

    kind: Literal["page"] = "page"
    id: str
    did: str
    url: str = ""
    title: str = ""
    status: int | None = None
    text: str = ""
    snapshot: str = ""
    touched: Touched | None = None
    dialog: Dialog | None = None
    tabs: tuple[Tab, ...] = ()
    downloads: tuple[str, ...] = ()
    troubles: tuple[PageTrouble, ...] = ()
    problem: str | None = None
    blame: Cause | None = None
    screenshot: str | None = None
    seconds: float = 0.0


Observation = Annotated[
    CommandObservation
    | ScreenObservation
    | ResponseObservation
    | FileObservation
    | FolderObservation
    | ActionObservation
    | PageObservation,
    Field(discriminator="kind"),
]
