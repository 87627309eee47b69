"""What was done to a page, in words for a report; passwords stay out of them."""

from __future__ import annotations

from harness.adapters.chromium.snapshots import MASK
from harness.domain.actions import (
    Action,
    AnswerDialog,
    Choose,
    Click,
    Gesture,
    GestureKind,
    GoBack,
    LookAtPage,
    OpenPage,
    Press,
    Reload,
    Tick,
    TypeText,
    Upload,
)

_GESTURES = {
    GestureKind.CLICK: "clicked {target}",
    GestureKind.DOUBLE_CLICK: "clicked {target} twice",
    GestureKind.RIGHT_CLICK: "clicked {target} with the right button",
    GestureKind.HOVER: "pointed at {target}",
    GestureKind.FILL: 'set {target} to "{text}"',
    GestureKind.TYPE: 'typed "{text}" into {target}',
    GestureKind.PRESS: "pressed `{text}`{times}",
    GestureKind.UPLOAD: "gave `{text}` to {target}",
    GestureKind.SCROLL: "scrolled {text}{times}",
    GestureKind.SCROLL_TO: "scrolled to {target}",
    GestureKind.FORWARD: "went forward",
    GestureKind.NEW_TAB: "opened a tab",
    GestureKind.SWITCH_TAB: "went to tab {text}",
    GestureKind.CLOSE_TAB: "closed tab {text}",
}


def done(action: Action, role: str, name: str, secret: bool) -> str:
    """An action in the past tense; ``role`` and ``name`` are of what it touched, ``secret`` if what it typed is."""
    match action:
        case OpenPage():
            return f"opened {action.target}"
        case Click():
            return f'clicked the {role or action.role or "element"} "{action.name}"'
        case TypeText():
            return f'typed "{MASK if secret else action.text}" into "{action.label}"'
        case Choose():
            return f'chose "{action.option}" in "{action.label}"'
        case Tick():
            return f'{"ticked" if action.ticked else "unticked"} "{action.label}"'
        case Press():
            return f"pressed `{MASK if secret and len(action.key) == 1 else action.key}`"
        case Upload():
            return f'gave `{action.path}` to "{action.label}"'
        case Reload():
            return "loaded the page again"
        case GoBack():
            return "went back"
        case AnswerDialog():
            return _answered(action)
        case LookAtPage():
            return "looked at the page"
        case Gesture():
            return _gesture(action, role, name, secret)
    raise ValueError(action.kind)


def _answered(action: AnswerDialog) -> str:
    typed = f' with "{action.text}"' if action.text is not None else ""
    return f"accepted the dialog{typed}" if action.accept else "dismissed the dialog"


def _gesture(gesture: Gesture, role: str, name: str, secret: bool) -> str:
    text = gesture.text or ""
    hidden = secret and (gesture.gesture is not GestureKind.PRESS or len(text) == 1)
    times = f" {gesture.amount} times" if gesture.amount > 1 else ""
    words = _GESTURES[gesture.gesture]
    return words.format(target=_target(gesture, role, name), text=MASK if hidden else text, times=times)


def _target(gesture: Gesture, role: str, name: str) -> str:
    if role:
        return f'the {role} "{name}"' if name else f"the {role}"
    if gesture.ref:
        return f"`{gesture.ref}`"
    if gesture.role:
        return f'the {gesture.role} "{gesture.name}"'
    return "the focused element" if gesture.x is None else f"the point {gesture.x}, {gesture.y}"
