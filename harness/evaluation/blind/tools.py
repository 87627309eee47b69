"""Which tools an evaluator is offered for a card, and what a call of one means; carrying it out lies elsewhere."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import ValidationError

from harness.domain.actions import (
    Action,
    AnswerDialog,
    Gesture,
    GestureKind,
    GoBack,
    LookAtPage,
    OpenPage,
    Reload,
    RunCommand,
    SendKeys,
    SendRequest,
    StartProgram,
    Surface,
    Wait,
)
from harness.domain.cards import Card
from harness.domain.conversation import BrowserToolset, PlainTool, Tool, ToolUse
from harness.evaluation.blind import inputs
from harness.evaluation.blind.keys import characters
from harness.evaluation.frame import Frame

PREFIX = "browser_"
BROWSER = "browser"
CONCLUDE = "conclude"
START_STEP = "start_step"
OPINION = "opinion"

_Made = TypeVar("_Made", bound=inputs.Input)

_KEY_NAMES = {
    "return": "Enter",
    "enter": "Enter",
    "esc": "Escape",
    "escape": "Escape",
    "backspace": "Backspace",
    "tab": "Tab",
    "space": "Space",
    "delete": "Delete",
    "del": "Delete",
    "up": "ArrowUp",
    "down": "ArrowDown",
    "left": "ArrowLeft",
    "right": "ArrowRight",
    "pageup": "PageUp",
    "page_up": "PageUp",
    "pagedown": "PageDown",
    "page_down": "PageDown",
    "home": "Home",
    "end": "End",
    "ctrl": "Control",
    "control": "Control",
    "cmd": "Meta",
    "meta": "Meta",
    "super": "Meta",
    "alt": "Alt",
    "shift": "Shift",
}
_CLICKS = {
    "left_click": GestureKind.CLICK,
    "double_click": GestureKind.DOUBLE_CLICK,
    "right_click": GestureKind.RIGHT_CLICK,
    "hover": GestureKind.HOVER,
}


class NoCall(ValueError):
    """What the model asked for is no call that there is; the message is for the model."""


@dataclass(frozen=True)
class Look:
    """How a page is to be shown to the evaluator after it was looked at, or acted on."""

    how: str = "brief"
    query: str = ""
    ref: str | None = None
    depth: int | None = None


@dataclass(frozen=True)
class Call:
    """What one call means: actions for the session (several for a row of keys), or a step begun, or the end."""

    actions: tuple[Action, ...] = ()
    step: str | None = None
    conclusion: inputs.Conclude | None = None
    look: Look = field(default_factory=Look)


def offered(card: Card, frame: Frame) -> tuple[Tool, ...]:
    """The tools for the surfaces of a card, and nothing else."""
    tools: list[Tool] = [_plain(START_STEP, inputs.StartStep)]
    surfaces = surfaces_of(card)
    if Surface.TERMINAL in surfaces:
        tools += [
            _plain("shell", inputs.Shell),
            _plain("terminal_start", inputs.TerminalStart),
            _plain("terminal_keys", inputs.TerminalKeys),
        ]
    if Surface.HTTP in surfaces:
        tools.append(_plain("http", inputs.Http))
    if Surface.BROWSER in surfaces:
        tools += _browser(frame.browser_toolset)
    return (*tools, _plain(CONCLUDE, inputs.Conclude))


def opinion_tool() -> Tool:
    """The only tool of a second opinion."""
    return _plain(OPINION, inputs.Opinion)


def surfaces_of(card: Card) -> frozenset[Surface]:
    """The surfaces that a card names, and those of its literal actions."""
    acted = {step.action.surface for step in card.steps if step.action is not None and step.action.surface}
    return frozenset({*card.surfaces, *acted})


def read_call(use: ToolUse, tools: tuple[Tool, ...]) -> Call:
    """What a call means. Raises NoCall where there is no such tool, or its input does not fit."""
    name, member = use.name, _member(use, tools)
    if member is not None:
        return _browser_call(member, use.input)
    if use.toolset is not None or name not in {tool.name for tool in tools if isinstance(tool, PlainTool)}:
        raise NoCall(f"there is no tool `{name}`; there are: {', '.join(_names(tools))}")
    return _plain_call(name, use.input)


def read_input(kind: type[_Made], text: str) -> _Made:
    """The input of a tool. Raises NoCall, naming what does not fit."""
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "input"
        raise NoCall(f"the input does not fit: {where}: {first['msg']}") from error


def _member(use: ToolUse, tools: tuple[Tool, ...]) -> str | None:
    for tool in tools:
        if isinstance(tool, BrowserToolset) and use.toolset == BROWSER and use.name in tool.members:
            return use.name
        if isinstance(tool, PlainTool) and use.toolset is None and use.name == tool.name:
            name = use.name.removeprefix(PREFIX)
            return name if name != use.name and name in inputs.MEMBERS else None
    return None


def _names(tools: tuple[Tool, ...]) -> list[str]:
    return [tool.name if isinstance(tool, PlainTool) else BROWSER for tool in tools]


def _plain(name: str, kind: type[inputs.Input]) -> PlainTool:
    schema = kind.model_json_schema()
    description = " ".join((kind.__doc__ or "").split())
    schema.pop("description", None)
    return PlainTool(name=name, description=description, input_schema=json.dumps(schema))


def _browser(toolset: bool) -> list[Tool]:
    dialog = _plain("answer_dialog", inputs.AnswerDialogInput)
    if toolset:
        return [BrowserToolset(members=tuple(inputs.MEMBERS)), dialog]
    return [*(_plain(PREFIX + name, kind) for name, kind in inputs.MEMBERS.items()), dialog]


def _plain_call(name: str, text: str) -> Call:
    match name:
        case "start_step":
            return Call(step=read_input(inputs.StartStep, text).step)
        case "conclude":
            return Call(conclusion=read_input(inputs.Conclude, text))
        case "shell":
            shell = read_input(inputs.Shell, text)
            return Call((RunCommand(command=shell.command, typed=shell.stdin),))
        case "terminal_start":
            return Call((StartProgram(command=read_input(inputs.TerminalStart, text).command),))
        case "terminal_keys":
            return Call((SendKeys(text=characters(read_input(inputs.TerminalKeys, text).keys)),))
        case "http":
            return Call((_request(read_input(inputs.Http, text)),))
        case _:
            answer = read_input(inputs.AnswerDialogInput, text)
            return Call((AnswerDialog(accept=answer.accept, text=answer.text),))


def _request(http: inputs.Http) -> SendRequest:
    if http.json_body is not None and http.form is not None:
        raise NoCall("the input does not fit: a request has a JSON body or a form, not both")
    return SendRequest(
        method=http.method,
        target=http.path,
        headers=tuple(http.headers.items()),
        json_body=http.json_body,
        form=http.form,
    )


def _browser_call(member: str, text: str) -> Call:
    given = read_input(inputs.MEMBERS[member], text)
    match given:
        case inputs.Navigate(url=url):
            return Call((_navigation(url),))
        case inputs.Point():
            if given.modifiers:
                raise NoCall("the input does not fit: modifiers are not offered; use `key` for chords")
            return Call((_gesture(_CLICKS[member], given.target),))
        case inputs.PointRef(target=target):
            return Call((_gesture(GestureKind.SCROLL_TO, target),))
        case inputs.FormInput(target=target, value=value):
            return Call((Gesture(gesture=GestureKind.FILL, ref=_ref(target.ref), text=_value(value)),))
        case inputs.FileUpload(target=target, paths=paths):
            return Call((Gesture(gesture=GestureKind.UPLOAD, ref=_ref(target.ref), text=paths[0]),))
        case inputs.TypeInput(text=typed):
            return Call((Gesture(gesture=GestureKind.TYPE, text=typed),))
        case inputs.KeyInput(text=keys, repeat=repeat):
            presses = tuple(
                Gesture(gesture=GestureKind.PRESS, text=key_name(key), amount=repeat) for key in keys.split()
            )
            return Call(presses or (LookAtPage(),))
        case inputs.Scroll(scroll_direction=direction, target=at, scroll_amount=amount):
            return Call((Gesture(gesture=GestureKind.SCROLL, x=at.x, y=at.y, text=direction, amount=amount),))
        case inputs.WaitInput(duration=seconds):
            return Call((Wait(seconds=seconds), LookAtPage()))
        case inputs.SwitchTab(tab_id=tab):
            return Call((Gesture(gesture=GestureKind.SWITCH_TAB, text=tab),))
        case inputs.CloseTab(tab_id=tab):
            return Call((Gesture(gesture=GestureKind.CLOSE_TAB, text=tab),))
        case _:
            return _looking(member, given)


def _looking(member: str, given: inputs.Input) -> Call:
    match given:
        case inputs.ReadPage():
            return Call((LookAtPage(),), look=Look(given.filter or "page", ref=given.ref, depth=given.depth))
        case inputs.Find(query=query):
            return Call((LookAtPage(),), look=Look("find", query=query))
        case _ if member == "new_tab":
            return Call((Gesture(gesture=GestureKind.NEW_TAB),))
        case _:
            how = {"get_page_text": "text", "screenshot": "screenshot"}.get(member, "brief")
            return Call((LookAtPage(),), look=Look(how))


def _navigation(url: str) -> Action:
    match url.strip().lower():
        case "back":
            return GoBack()
        case "forward":
            return Gesture(gesture=GestureKind.FORWARD)
        case "reload":
            return Reload()
        case _:
            return OpenPage(target=url.strip())


def _gesture(kind: GestureKind, target: inputs.RefTarget | inputs.PointTarget) -> Gesture:
    if isinstance(target, inputs.RefTarget):
        return Gesture(gesture=kind, ref=_ref(target.ref))
    return Gesture(gesture=kind, x=target.x, y=target.y)


def _ref(ref: str) -> str:
    return ref.strip().removeprefix("ref_").removeprefix("ref=").strip("[]")


def _value(value: str | bool | float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else f"{value:g}"


def key_name(keys: str) -> str:
    """A key or chord by the names that the DOM gives: ``ctrl+a`` is ``Control+a``, ``Return`` is ``Enter``."""
    if keys == "+":
        return keys
    return "+".join(_KEY_NAMES.get(part.lower(), part) for part in keys.split("+"))
