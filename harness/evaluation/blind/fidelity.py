"""Whether what an evaluator did is what a literal step says, byte for byte; what follows from that is decided elsewhere."""

from __future__ import annotations

from enum import StrEnum

from harness.domain.actions import (
    Action,
    AnswerDialog,
    Choose,
    Click,
    CreateFile,
    Gesture,
    GestureKind,
    GoBack,
    KeepField,
    KeepText,
    LookAtPage,
    OpenPage,
    Press,
    Reload,
    RunCommand,
    SendKeys,
    SendRequest,
    StartProgram,
    Tick,
    TypeText,
    Upload,
    Wait,
)
from harness.domain.observations import ActionObservation, Observation, PageObservation, ScreenObservation, Touched
from harness.domain.roles import CLICKABLE, ROLES_OF, aria_roles
from harness.domain.verdicts import Cause
from harness.evaluation.blind.tools import key_name

AUTOMATIC = (CreateFile, KeepField, KeepText, Wait)
"""Literal actions that the harness carries out itself: none of them is an act of judgement."""

_LOOKS = (GestureKind.SCROLL, GestureKind.SCROLL_TO, GestureKind.HOVER)
_IMPLIED = (("content-type", "application/json"), ("content-type", "application/x-www-form-urlencoded"))
_CLEARING = frozenset({"Control+a", "Control+A", "Meta+a", "Backspace", "Delete"})


class Fit(StrEnum):
    """How an act stands to a literal step."""

    THE_ACTION = "the-action"
    A_PART = "a-part"
    SOMETHING_ELSE = "something-else"


def is_look(action: Action) -> bool:
    """Whether an action only looks: it changes nothing for the product."""
    if isinstance(action, Gesture):
        return action.gesture in _LOOKS
    return isinstance(action, LookAtPage | Wait) or (isinstance(action, SendKeys) and not action.text)


def was_done(observation: Observation) -> bool:
    """Whether the action was carried out at all; one that was not, by the evaluator's own fault, changed nothing."""
    match observation:
        case ActionObservation(problem=problem):
            return problem is None
        case ScreenObservation(problem=problem):
            return problem is None
        case PageObservation(problem=problem, blame=blame):
            return problem is None or blame is Cause.PRODUCT
        case _:
            return True


def is_meant(wanted: Action, done: Action) -> bool:
    """Whether an act can be the action of a literal step, before it is known what it touches."""
    if not isinstance(done, Gesture):
        return type(wanted) is type(done)
    kinds = {
        Click: (GestureKind.CLICK,),
        TypeText: (GestureKind.TYPE, GestureKind.FILL),
        Choose: (GestureKind.FILL,),
        Tick: (GestureKind.CLICK, GestureKind.FILL),
        Upload: (GestureKind.UPLOAD,),
        Press: (GestureKind.PRESS,),
    }
    return done.gesture in kinds.get(type(wanted), ())


def fit(wanted: Action, done: Action, observation: Observation, origin: str | None) -> Fit:
    """How what was done (and what it touched) stands to the action of a literal step, ``{name}`` filled in."""
    if _same(wanted, done, origin):
        return Fit.THE_ACTION
    touched = observation.touched if isinstance(observation, PageObservation) else None
    if isinstance(done, Gesture):
        return _gesture_fit(wanted, done, touched)
    return Fit.SOMETHING_ELSE


def _same(wanted: Action, done: Action, origin: str | None) -> bool:
    match wanted, done:
        case RunCommand(), RunCommand():
            return wanted.command == done.command and (wanted.typed or "") == (done.typed or "")
        case SendRequest(), SendRequest():
            return _request(wanted, origin) == _request(done, origin)
        case OpenPage(), OpenPage():
            return _path(wanted.target, origin) == _path(done.target, origin)
        case AnswerDialog(), AnswerDialog():
            return wanted.accept == done.accept and not done.text
        case (Reload(), Reload()) | (GoBack(), GoBack()):
            return True
        case _:
            return False


def _request(request: SendRequest, origin: str | None) -> tuple[object, ...]:
    headers = sorted((name.lower(), value) for name, value in request.headers)
    implied = _IMPLIED[0] if request.json_body is not None else _IMPLIED[1] if request.form is not None else None
    headers = [one for one in headers if one != implied]
    return request.method, _path(request.target, origin), headers, request.json_body, request.form


def _path(target: str, origin: str | None) -> str:
    """A target without the origin that bare paths belong to."""
    rest = target.removeprefix(origin) if origin else target
    return (rest or "/") if rest == "" or rest.startswith("/") else target


def _gesture_fit(wanted: Action, done: Gesture, touched: Touched | None) -> Fit:
    match wanted:
        case Press():
            same = done.gesture is GestureKind.PRESS and done.amount == 1 and done.text == key_name(wanted.key)
            return Fit.THE_ACTION if same else Fit.SOMETHING_ELSE
        case Click():
            return Fit.THE_ACTION if _clicks(wanted, done, touched) else Fit.SOMETHING_ELSE
        case TypeText(label=label) | Choose(label=label) | Upload(label=label) | Tick(label=label):
            return _field_fit(wanted, done, touched, label)
        case _:
            return Fit.SOMETHING_ELSE


def _clicks(wanted: Click, done: Gesture, touched: Touched | None) -> bool:
    if done.gesture is not GestureKind.CLICK or touched is None or not touched.unique:
        return False
    roles = aria_roles(wanted.role) if wanted.role else CLICKABLE
    return touched.role in roles and _name(touched.name) == _name(wanted.name)


def _field_fit(wanted: TypeText | Choose | Upload | Tick, done: Gesture, touched: Touched | None, label: str) -> Fit:
    if touched is None or not touched.unique or _name(touched.name) != _name(label):
        return Fit.SOMETHING_ELSE
    if _sets(wanted, done, touched):
        return Fit.THE_ACTION
    return Fit.A_PART if _prepares(wanted, done) else Fit.SOMETHING_ELSE


def _sets(wanted: TypeText | Choose | Upload | Tick, done: Gesture, touched: Touched) -> bool:
    """Whether the gesture puts exactly what is wanted into the field that it touched."""
    match wanted:
        case TypeText(text=text):
            typed = (
                done.gesture is GestureKind.TYPE
                and done.text == text
                and (touched.value == text or _is_masked(touched))
            )
            return typed or (done.gesture is GestureKind.FILL and done.text == text)
        case Choose(option=option):
            return done.gesture is GestureKind.FILL and done.text == option
        case Upload(path=path):
            return done.gesture is GestureKind.UPLOAD and done.text == path
        case Tick(ticked=ticked):
            if touched.role not in ROLES_OF["box"]:
                return False
            if done.gesture is GestureKind.FILL:
                return done.text == ("true" if ticked else "false")
            return done.gesture is GestureKind.CLICK and touched.value == ("true" if ticked else "false")


def _is_masked(touched: Touched) -> bool:
    """Whether it is a password field, of which nobody is told what it holds."""
    return bool(touched.value) and set(touched.value or "") == {"\u2022"}


def _prepares(wanted: Action, done: Gesture) -> bool:
    """Whether the gesture only puts the focus into the field that is then typed into, or empties it."""
    if not isinstance(wanted, TypeText):
        return False
    return done.gesture is GestureKind.CLICK or _clears(wanted, done)


def _clears(wanted: Action, done: Gesture) -> bool:
    return isinstance(wanted, TypeText) and done.gesture is GestureKind.PRESS and done.text in _CLEARING


def _name(name: str) -> str:
    return " ".join(name.split())


def described(action: Action) -> str:
    """An action in a few words, for a reason."""
    match action:
        case RunCommand(command=command) | StartProgram(command=command):
            return f"`{command}`"
        case SendRequest(method=method, target=target):
            return f"`{method} {target}`"
        case SendKeys(text=text):
            return f"keys {text!r}"
        case OpenPage(target=target):
            return f"opening `{target}`"
        case Gesture(gesture=gesture, text=text):
            return f"{gesture}{f' {text!r}' if text else ''}"
        case _:
            return action.kind.replace("-", " ")
