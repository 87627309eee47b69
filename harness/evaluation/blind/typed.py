"""What an evaluator itself entered by its actions, however it was encoded; a quote that only repeats it shows nothing."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator, Sequence

from harness.domain.actions import (
    Action,
    AnswerDialog,
    Choose,
    CreateFile,
    Gesture,
    GestureKind,
    OpenPage,
    RunCommand,
    SendKeys,
    SendRequest,
    StartProgram,
    TypeText,
    Upload,
)
from harness.evaluation.blind.addresses import decoded

_BACK = "\b\x7f"
_TYPING = (GestureKind.TYPE, GestureKind.FILL, GestureKind.PRESS)


def entered(action: Action) -> tuple[str, ...]:
    """Every text that the action carries to the product, as it was written and as the product reads it."""
    return tuple(dict.fromkeys(text for text in _entered(action) if text))


def keyed(actions: Iterable[Action]) -> tuple[str, ...]:
    """What was typed key by key, as one text for each program and page: as it was typed, and with what was rubbed out gone.

    What is typed in two goes stands in one piece on a screen.
    """
    return tuple(dict.fromkeys(text for keys in _streams(actions) for text in (_bare(keys), _rubbed(keys)) if text))


def is_typed_into(letters: str, keys: str) -> bool:
    """Whether letters that a screen shows can be what its program echoed of the keys, the cursor moved about or not."""
    wanted = [letter for letter in letters.casefold() if not letter.isspace()]
    pressed = keys.casefold()
    if "\x1b" in pressed or any(letter < " " and letter not in "\r\n\t\b" for letter in pressed):
        return set(wanted) <= set(pressed)
    left = iter(pressed)
    return all(letter in left for letter in wanted)


def is_typing(action: Action) -> bool:
    """Whether an action can put text into a field of a page."""
    return isinstance(action, TypeText) or (isinstance(action, Gesture) and action.gesture in _TYPING)


def _entered(action: Action) -> Iterator[str]:
    match action:
        case RunCommand(command=command, typed=typed):
            yield from (command, _unquoted(command), typed or "")
        case StartProgram(command=command):
            yield from (command, _unquoted(command))
        case SendKeys(text=text) | TypeText(text=text):
            yield text
        case SendRequest(target=target, json_body=json_body, form=form, headers=headers):
            yield from (target, decoded(target), json_body or "", *_strings(json_body))
            yield from (form or "", decoded(form or ""), *(value for _, value in headers))
        case OpenPage(target=target):
            yield from (target, decoded(target))
        case CreateFile(content=content, path=path):
            yield from (content, path)
        case Choose(option=option):
            yield option
        case Upload(path=path):
            yield path
        case Gesture(text=str(text)) | AnswerDialog(text=str(text)):
            yield text


def _unquoted(command: str) -> str:
    """A command line as the shell reads it: ``P'A'SS`` is ``PASS``."""
    try:
        return " ".join(shlex.split(command))
    except ValueError:
        return command


def _strings(json_body: str | None) -> Iterator[str]:
    """Every string of a JSON text, without its escapes."""
    try:
        waiting: list[object] = [json.loads(json_body or "null")]
    except (ValueError, RecursionError):
        return
    while waiting:
        match waiting.pop():
            case str(text):
                yield text
            case list(items):
                waiting += items
            case dict(fields):
                waiting += [*fields, *fields.values()]


def _streams(actions: Iterable[Action]) -> Iterator[str]:
    terminal, page = "", ""
    for action in actions:
        match action:
            case StartProgram():
                yield terminal
                terminal = ""
            case SendKeys(text=text):
                terminal += text
            case Gesture(gesture=GestureKind.TYPE, text=str(text)):
                page += text
            case Gesture(gesture=GestureKind.PRESS, text=str(key), amount=amount):
                page += _letter(key) * amount
    yield from (terminal, page)


def _letter(key: str) -> str:
    """The letter that a key gives; nothing for a key that gives none."""
    name = key.removeprefix("Shift+")
    if name in ("Space", "Backspace"):
        return {"Space": " ", "Backspace": "\b"}[name]
    return (name.upper() if name != key else name) if len(name) == 1 else ""


def _bare(keys: Sequence[str]) -> str:
    return "".join(key for key in keys if key not in _BACK)


def _rubbed(keys: Sequence[str]) -> str:
    left: list[str] = []
    for key in keys:
        if key not in _BACK:
            left.append(key)
        elif left:
            left.pop()
    return "".join(left)
