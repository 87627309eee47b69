"""A proposal as the document that people review, read back and compared, so that nothing in it can mean something else."""

from __future__ import annotations

import json
import re

from harness.domain.actions import Action, CreateFile, KeepField, RunCommand, SendRequest
from harness.domain.cards import Section
from harness.domain.golden import GoldenCase
from harness.errors import DocumentError
from harness.golden.proposing.naming import title_of
from harness.golden.proposing.proposal import Proposal
from harness.readers import read_golden

_LONGEST_INLINE = 80
_RUNS = re.compile("`+")


class Unwritable(ValueError):
    """A proposal that no document says; the message tells why."""


def case_of(proposal: Proposal, source: str, path: str) -> GoldenCase:
    """The case that a proposal is, with its text; ``source`` is where it comes from.

    Raises:
        Unwritable: if its steps, written and read again, are not the same.
    """
    try:
        case = read_golden(_text(proposal, source), path)
    except DocumentError as error:
        raise Unwritable(error.mistakes[0].what) from error
    for section in Section:
        read = [step.action for step in case.card.section(section)]
        if [_bare(action) for action in read] != [_bare(action) for action in proposal.section(section)]:
            raise Unwritable("its steps cannot be written so that they are read as they were meant")
    return case


def _text(proposal: Proposal, source: str) -> str:
    said = f"Proposed from {_inline(_line(source))}: {_inline(_line(proposal.subject))}."
    note = f" {title_of(proposal.note)}." if proposal.note else ""
    head = f"---\nid: {proposal.id}\nverifies: []\nsurface: {proposal.surface}\ntier: foundation\n---\n"
    return f"{head}# {title_of(proposal.title)}\n\n{said}{note}\n" + "".join(
        _section(section, proposal) for section in Section
    )


def _section(section: Section, proposal: Proposal) -> str:
    actions = proposal.section(section)
    steps = (_numbered(f"{number}. ", _step(action)) for number, action in enumerate(actions, 1))
    return f"\n## {section.value}\n{''.join(steps)}" if actions else ""


def _numbered(mark: str, step: str) -> str:
    """A step in a list: what belongs to it stands below its first word (CommonMark 5.2)."""
    line, *block = step.split("\n")
    return "".join([f"{mark}{line}\n", *(f"{' ' * len(mark)}{one}\n" if one else "\n" for one in block)])


def _step(action: Action) -> str:
    match action:
        case RunCommand(command=command) if "\n" not in command:
            return f"Run {_inline(command)}."
        case RunCommand(command=command):
            return f"Run:\n{_fenced(command)}"
        case CreateFile(path=path, content=""):
            return f"Create the empty file {_inline(path)}."
        case CreateFile(path=path, content=content):
            return f"Create the file {_inline(path)} containing:\n{_fenced(content)}"
        case KeepField(field=field, name=name):
            return f"Keep {_inline(field)} as {_inline(f'{{{name}}}')}."
        case SendRequest():
            return _request(action)
    raise Unwritable(f"no step says '{action.kind}'")


def _request(action: SendRequest) -> str:
    headers = " and ".join(f"header {_inline(f'{name}: {value}')}" for name, value in action.headers)
    line = f"Send {_inline(f'{action.method} {action.target}')}" + (f" with {headers}" if headers else "")
    joint = ", with" if headers else " with"
    if action.form is not None:
        return f"{line}{joint} the form {_inline(action.form)}."
    if action.json_body is None:
        return f"{line}."
    if len(action.json_body) <= _LONGEST_INLINE and "`" not in action.json_body:
        return f"{line}{joint} JSON {_inline(action.json_body)}."
    return f"{line}{joint} JSON:\n{_fenced(_laid_out(action.json_body))}"


def _laid_out(body: str) -> str:
    return json.dumps(json.loads(body), indent=2, ensure_ascii=body.isascii())


def _inline(text: str) -> str:
    """Inline code, CommonMark 6.1: between more backticks than stand together in it."""
    marks = "`" * (max((len(run) for run in _RUNS.findall(text)), default=0) + 1)
    padded = f" {text} " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else text
    return f"{marks}{padded}{marks}"


def _fenced(text: str) -> str:
    marks = "`" * max(3, max((len(run) for run in _RUNS.findall(text)), default=0) + 1)
    lines = [marks, *text.removesuffix("\n").split("\n"), marks]
    return "\n".join(lines)


def _line(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text).strip() or "?"


def _bare(action: Action | None) -> Action | None:
    """What an action does, whatever the layout of its JSON."""
    if isinstance(action, SendRequest) and action.json_body is not None:
        return action.model_copy(update={"json_body": json.dumps(json.loads(action.json_body))})
    return action
