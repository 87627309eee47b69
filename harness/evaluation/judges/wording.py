"""What an expectation says, in the words of a report; whether it holds is judged elsewhere."""

from __future__ import annotations

from harness.domain.actions import RunCommand, SendRequest
from harness.domain.expectations import (
    ElementHasValue,
    ElementIs,
    ExitCodeIs,
    Expectation,
    FasterThan,
    FieldCompares,
    FieldExists,
    FieldIs,
    FileContains,
    FileExists,
    HeaderIs,
    Keeps,
    OnPage,
    Refused,
    Sees,
    SeesLine,
    StatusIs,
    Succeeds,
    TitleIs,
    Unchanged,
)


def wording(expectation: Expectation) -> str:
    """The expectation in one short sentence."""
    match expectation:
        case Succeeds():
            return "it succeeds"
        case Refused():
            return "it is refused, in the product's own words"
        case ExitCodeIs(code=code):
            return f"exit code {code}"
        case StatusIs(code=code):
            return f"status {code}"
        case HeaderIs(name=name, value=value):
            return f"header {name}: {value}"
        case FasterThan(seconds=seconds):
            return f"less than {seconds:g} s"
        case Unchanged(probe=probe, text=text):
            return f'`{asked(probe)}` shows "{text}", as before'
        case Keeps(name=name, field=field, pattern=pattern):
            return f"something to keep as {{{name}}} in `{field or pattern}`"
        case FileContains(path=path, text=text, contains=contains):
            return f'`{path}` {"contains" if contains else "does not contain"} "{text}"'
        case FileExists(path=path, exists=exists):
            return f"`{path}` {'exists' if exists else 'does not exist'}"
        case _:
            return _seen(expectation)


def asked(probe: RunCommand | SendRequest) -> str:
    """A command or request as a user would write it."""
    return probe.command if isinstance(probe, RunCommand) else f"{probe.method} {probe.target}"


def _seen(expectation: Expectation) -> str:
    match expectation:
        case Sees(text=text, shown=shown):
            return f'"{text}"' if shown else f'"{text}" is not shown'
        case SeesLine(pattern=pattern):
            return f"a line matching `{pattern}`"
        case FieldIs(field=field, value=value):
            return f"`{field}` is {value}"
        case FieldCompares(field=field, comparison=comparison, bound=bound):
            return f"`{field}` is a number {comparison} {bound}"
        case ElementIs(role=role, name=name, state=state):
            return f'the {role} "{name}" is {state.replace("-", " ")}'
        case ElementHasValue(role=role, name=name, value=value):
            return f'the {role} "{name}" has the value "{value}"'
        case TitleIs(title=title):
            return f'the page title is "{title}"'
        case OnPage(path=path):
            return f"the browser is at `{path}`"
        case FieldExists(field=field, exists=exists):
            return f"`{field}` is {'there' if exists else 'not there'}"
        case _:
            return expectation.kind.replace("-", " ")
