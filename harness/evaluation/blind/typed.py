"""What an evaluator itself entered by an action; a quote that only repeats it shows nothing."""

from __future__ import annotations

from harness.domain.actions import (
    Action,
    AnswerDialog,
    Choose,
    CreateFile,
    Gesture,
    OpenPage,
    RunCommand,
    SendKeys,
    SendRequest,
    StartProgram,
    TypeText,
)


def entered(action: Action) -> tuple[str, ...]:
    """Every text that the action carries to the product."""
    match action:
        case RunCommand(command=command, typed=typed):
            return (command, typed or "")
        case StartProgram(command=command):
            return (command,)
        case SendKeys(text=text) | TypeText(text=text):
            return (text,)
        case SendRequest(target=target, json_body=json_body, form=form, headers=headers):
            return (target, json_body or "", form or "", *(value for _, value in headers))
        case OpenPage(target=target):
            return (target,)
        case CreateFile(content=content):
            return (content,)
        case Choose(option=option):
            return (option,)
        case Gesture(text=str(text)) | AnswerDialog(text=str(text)):
            return (text,)
        case _:
            return ()
