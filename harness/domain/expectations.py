"""What a user should see after a step, as data: one class per expectation of the phrasebook; judged elsewhere."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from harness.domain.actions import Probe, Surface
from harness.domain.base import Frozen


class Succeeds(Frozen):
    """The product did it, and says so by its exit code or status."""

    surface: ClassVar[Surface | None] = None
    kind: Literal["succeeds"] = "succeeds"


class Refused(Frozen):
    """The product said no, in its own words, without crashing."""

    surface: ClassVar[Surface | None] = None
    kind: Literal["refused"] = "refused"


class ExitCodeIs(Frozen):
    """The command ended with exactly this code."""

    surface: ClassVar[Surface | None] = Surface.TERMINAL
    kind: Literal["exit-code"] = "exit-code"
    code: int


class StatusIs(Frozen):
    """The answer has exactly this HTTP status."""

    surface: ClassVar[Surface | None] = Surface.HTTP
    kind: Literal["status"] = "status"
    code: int


class Sees(Frozen):
    """The text is shown (or, with ``shown`` false, is not), as whole words within one line."""

    surface: ClassVar[Surface | None] = None
    kind: Literal["sees"] = "sees"
    text: str
    shown: bool = True


class SeesLine(Frozen):
    """One line shown matches a linear-time regex."""

    surface: ClassVar[Surface | None] = None
    kind: Literal["sees-line"] = "sees-line"
    pattern: str


class FieldIs(Frozen):
    """The field at a dotted path of the JSON shown equals ``value`` (JSON text), types included."""

    surface: ClassVar[Surface | None] = None
    kind: Literal["field-is"] = "field-is"
    field: str
    value: str


class Comparison(StrEnum):
    """How a number is compared."""

    ABOVE = "above"
    BELOW = "below"


class FieldCompares(Frozen):
    """The field at a dotted path of the JSON shown is a number above or below ``bound`` (decimal text)."""

    surface: ClassVar[Surface | None] = None
    kind: Literal["field-compares"] = "field-compares"
    field: str
    comparison: Comparison
    bound: str


class FieldExists(Frozen):
    """The JSON shown has (or has not) a field at a dotted path."""

    surface: ClassVar[Surface | None] = None
    kind: Literal["field-exists"] = "field-exists"
    field: str
    exists: bool = True


class HeaderIs(Frozen):
    """The answer carries a header with this value."""

    surface: ClassVar[Surface | None] = Surface.HTTP
    kind: Literal["header-is"] = "header-is"
    name: str
    value: str


class FileContains(Frozen):
    """A file of the user's folder contains (or does not contain) the text, as whole words within one line."""

    surface: ClassVar[Surface | None] = Surface.TERMINAL
    kind: Literal["file-contains"] = "file-contains"
    path: str
    text: str
    contains: bool = True


class FileExists(Frozen):
    """A file of the user's folder exists, or does not."""

    surface: ClassVar[Surface | None] = Surface.TERMINAL
    kind: Literal["file-exists"] = "file-exists"
    path: str
    exists: bool = True


class Unchanged(Frozen):
    """A probe shows the same before and after the step, and shows the text."""

    surface: ClassVar[Surface | None] = None
    kind: Literal["unchanged"] = "unchanged"
    probe: Probe
    text: str


class FasterThan(Frozen):
    """The action took less than this many seconds by the recorder's clock; soft."""

    surface: ClassVar[Surface | None] = None
    kind: Literal["faster-than"] = "faster-than"
    seconds: float


class Keeps(Frozen):
    """A field or a text is there to be kept under a name; a step's bullet rather than a step of its own."""

    surface: ClassVar[Surface | None] = None
    kind: Literal["keeps"] = "keeps"
    name: str
    field: str | None = None
    pattern: str | None = None


class ElementState(StrEnum):
    """What is expected of an element of a page."""

    SHOWN = "shown"
    NOT_SHOWN = "not-shown"
    DISABLED = "disabled"
    ENABLED = "enabled"
    TICKED = "ticked"
    NOT_TICKED = "not-ticked"


class ElementIs(Frozen):
    """The element with this accessible role and name is in this state."""

    surface: ClassVar[Surface | None] = Surface.BROWSER
    kind: Literal["element-is"] = "element-is"
    role: str
    name: str
    state: ElementState


class ElementHasValue(Frozen):
    """The element with this accessible role and name holds this value."""

    surface: ClassVar[Surface | None] = Surface.BROWSER
    kind: Literal["element-has-value"] = "element-has-value"
    role: str
    name: str
    value: str


class TitleIs(Frozen):
    """The page has this title."""

    surface: ClassVar[Surface | None] = Surface.BROWSER
    kind: Literal["title-is"] = "title-is"
    title: str


class OnPage(Frozen):
    """The browser is at this path."""

    surface: ClassVar[Surface | None] = Surface.BROWSER
    kind: Literal["on-page"] = "on-page"
    path: str


Expectation = Annotated[
    Succeeds
    | Refused
    | ExitCodeIs
    | StatusIs
    | Sees
    | SeesLine
    | FieldIs
    | FieldCompares
    | FieldExists
    | HeaderIs
    | FileContains
    | FileExists
    | Unchanged
    | FasterThan
    | Keeps
    | ElementIs
    | ElementHasValue
    | TitleIs
    | OnPage,
    Field(discriminator="kind"),
]
