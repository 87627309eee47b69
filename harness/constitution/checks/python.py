"""A function of the project's own ``constitutions/checks/``, called in a process of its own on a copy of the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field

from harness.constitution._command_form import MOST_SECONDS
from harness.constitution._forms import Keys, Word
from harness.constitution.kinds import Doubtful, Job, Quantifier, Scope, Seen, match_role, read_options, refuse
from harness.constitution.outputs.json_values import documents, number, text
from harness.constitution.outputs.places import CHECKS, Places, one_line
from harness.constitution.outputs.results import NotUnderstood, Result
from harness.domain.findings import DoubtKind
from harness.domain.principles import CheckSpec, Use
from harness.markdown.values import Json
from harness.ports.sources import Ended, SourceTree, Tools

SCOPE = Scope.TREE
_FUNCTION = re.compile(r"(?!.*\.py:)(?P<module>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):(?P<name>[A-Za-z_]\w*)")
_HINT = f"write `python: module:function`, for the function of {CHECKS}/module.py"

GOOD = (
    """
## TOP-001 Accounts are numbered by type

- **Level:** MUST
- **Applies to:** `*.py`
- **Constraint:** Functions MUST NOT take an account as text.
- **Rationale:** any text is taken for an account

```yaml check
forbid:
  python: accounts:as_text
```

```python bad
def close(account: str): ...
```

```python good
def close(account: Account): ...
```
""",
)
CHECKS_OF_GOOD = {
    f"{CHECKS}/accounts.py": (
        "def as_text(paths):\n"
        "    for path in paths:\n"
        "        for number, line in enumerate(open(path), 1):\n"
        "            if 'account: str' in line:\n"
        "                yield path, number, 'an account is no text'\n"
    )
}
"""What lies in the project of the samples."""

_BAD = """
## PYF-001 No debugger

- **Level:** MUST
- **Constraint:** Code MUST NOT call the debugger.
- **Rationale:** it stops the service

```yaml check
{check}
```

```python bad
breakpoint()
```

```python good
print("on")
```
"""
BAD = tuple(
    _BAD.format(check=check)
    for check in (
        "forbid: { python: rules }",
        "forbid: { python: 'rules.py:find' }",
        "forbid: { python: '../rules:find' }",
        "forbid: { python: 'rules:find', seconds: -1 }",
        "forbid: { python: 'no_such_module:find' }",
    )
)


class PythonCheck(Keys):
    """A check of this kind as written: ``module:function``."""

    python: Word
    seconds: Annotated[float, Field(gt=0, le=MOST_SECONDS)] = 60.0

    @property
    def function(self) -> tuple[str, str]:
        """The module and the function."""
        module, _, name = self.python.partition(":")
        return module, name


def read(spec: CheckSpec) -> PythonCheck:
    """The check. Raises DocumentError."""
    check = read_options(PythonCheck, spec)
    if not _FUNCTION.fullmatch(check.python):
        raise refuse(spec, f"'{check.python}' names no function of a module", _HINT)
    return check


def quantifier(use: Use, options: PythonCheck) -> Quantifier:
    """What a function yields is forbidden, or required at least once."""
    return Quantifier.ABSENT if use is Use.FORBID else Quantifier.AT_LEAST_ONE


def looks_at(options: PythonCheck, path: str) -> bool:
    """Any file: what it is interested in the function knows best."""
    return True


def survey(job: Job[PythonCheck], tree: SourceTree, paths: Sequence[str], tools: Tools) -> Iterator[Seen]:
    """What the function yields for the paths; where it did not come to its end, a doubt instead."""
    if not paths:
        return
    module, name = job.options.function
    ended = tools.programs.function(module, name, tree, paths, job.options.seconds)
    for one in ended.missing:
        if one.path in paths:
            yield Doubtful(job.key, DoubtKind.UNREADABLE, one.reason, one.path)
    try:
        results = _results(ended)
    except NotUnderstood as error:
        yield Doubtful(job.key, DoubtKind.TOOL, f"`{job.options.python}` {error}")
        return
    yield from Places(tree, paths, ended.folder).matches(job, match_role(job.spec.use), results)


def _results(ended: Ended) -> list[Result]:
    """Every finding. Raises NotUnderstood where not all of them are there."""
    if ended.trouble or ended.status is None:
        raise NotUnderstood(f"did not end: {ended.trouble or 'it was ended'}")
    if ended.status != 0:
        raise NotUnderstood(f"failed: {_last_words(ended)}")
    *found, last = _printed(ended) or [None]
    if number(last, "end") != len(found):
        raise NotUnderstood("left before it had told all that it found")
    return [_result(one) for one in found]


def _printed(ended: Ended) -> list[Json]:
    try:
        return documents(ended.output.decode("utf-8", "replace"))
    except NotUnderstood as error:
        raise NotUnderstood(f"printed what is not understood: {error}") from None


def _result(found: Json) -> Result:
    return Result(text(found, "path"), text(found, "message"), line=number(found, "line"))


def _last_words(ended: Ended) -> str:
    lines = ended.errors[-4096:].decode("utf-8", "replace").strip().splitlines()
    return one_line(lines[-1]) if lines else f"it ended with status {ended.status} and said nothing"
