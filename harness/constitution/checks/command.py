"""Any tool, run in a cell on a copy of the tree, its exit status and output read as findings; running lies in ``adapters``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import ModuleType

from harness.constitution._command_end import CommandEnd
from harness.constitution._command_form import CommandCheck, linter_of, require_sense
from harness.constitution._orders import Order
from harness.constitution.kinds import Job, Quantifier, Scope, Seen, read_options
from harness.domain.principles import CheckSpec, Use
from harness.ports.sources import SourceTree, Tools

SCOPE = Scope.TREE
GOOD = (
    """
## CFG-001 Settings name their owner

- **Level:** MUST
- **Applies to:** `*.cfg`
- **Constraint:** Settings MUST NOT be without an owner.
- **Rationale:** somebody has to be asked

```yaml check
forbid:
  command: "for it in *.cfg; do grep -q ^owner= $it || echo $it:1:1: nobody owns it; done"
  parse: lines
```

```ini bad app.cfg
colour=red
```

```ini good app.cfg
owner=ann
```
""",
    """
## BLD-001 The script is one that a shell can read

- **Level:** SHOULD
- **Applies to:** `*.sh`
- **Constraint:** Scripts SHOULD be readable by the shell.
- **Rationale:** a script with a mistake stops half-way

```yaml check
require:
  command: "sh -n build.sh"
  seconds: 20
```

```sh bad build.sh
if true; then
```

```sh good build.sh
echo built
```
""",
)
_BAD = """
## CMD-001 No debugger

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
        "forbid: { command: '' }",
        'forbid: { command: "grep \'x" }',
        "forbid: { command: {} }",
        "forbid: { command: { tool: rough } }",
        "forbid: { command: { tool: semgrep } }",
        "require: { command: { tool: mypy } }",
        "require: { command: 'bandit -r .' }",
        "require: { command: 'true', parse: json }",
        "forbid: { command: 'true', seconds: 0 }",
        "forbid: { command: 'no-such-program-anywhere .' }",
        "forbid: { command: 'true' }",
    )
)


def read(spec: CheckSpec) -> CommandCheck:
    """The check. Raises DocumentError."""
    check = read_options(CommandCheck, spec)
    require_sense(spec, check)
    return check


def quantifier(use: Use, options: CommandCheck) -> Quantifier:
    """A required command has to succeed, once for all of the tree."""
    return Quantifier.ABSENT if use is Use.FORBID else Quantifier.AT_LEAST_ONE


def looks_at(options: CommandCheck, path: str) -> bool:
    """Any file, but for a tool that reads files of some kinds only."""
    linter = linter_of(options.command)
    return linter is None or not linter.SUFFIXES or path.lower().endswith(linter.SUFFIXES)


def survey(job: Job[CommandCheck], tree: SourceTree, paths: Sequence[str], tools: Tools) -> Iterator[Seen]:
    """What the command says of the tree; where it did not come to its end, a doubt instead."""
    if not paths:
        return
    command = job.options.command
    linter = linter_of(command)
    order = _order(job.options, linter, paths)
    shown = linter.seen(tree) if linter else tree
    ended = tools.programs.run(order.command, shown, job.options.seconds, order.typed)
    yield from CommandEnd(job, tree, paths, linter, ended, tools).seen()


def _order(options: CommandCheck, linter: ModuleType | None, paths: Sequence[str]) -> Order:
    if options.command.run is not None or linter is None:
        return Order(options.command.run or "")
    order: Order = linter.order(options.command.arguments, options.rules, paths)
    return order
