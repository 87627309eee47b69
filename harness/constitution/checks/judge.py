"""A model is asked whether the principle holds in an excerpt, and must quote what it relies on; an opinion, and never more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from harness.constitution._judge_answers import NoVerdict, Verdict, quoted_lines, read_verdict, stands_in
from harness.constitution._judge_excerpts import Excerpts, Piece
from harness.constitution._judge_form import JudgeCheck, require_sense
from harness.constitution._prompts import filled
from harness.constitution.globs import Globs
from harness.constitution.kinds import Doubtful, Job, Match, Quantifier, Scope, Seen, read_options
from harness.constitution.outputs.places import one_line
from harness.domain.findings import DoubtKind, Role
from harness.domain.principles import CheckSpec, Use
from harness.domain.verdicts import Strength
from harness.errors import EvaluatorError
from harness.ports.sources import Opinion, SourceTree, Tools

SCOPE = Scope.TREE
ALONE_IS_NOT_ENOUGH = True
"""Of a MUST something else has to be shown as well."""

GOOD = (
    """
## ERR-001 Errors tell the user what to do

- **Level:** SHOULD
- **Applies to:** `*.py`
- **Constraint:** A message to the user SHOULD say what to do next.
- **Rationale:** a message without a remedy ends in a call

```yaml check
require:
  judge:
    question: does each message that is raised here tell the user what to do next?
    excerpt: { text: 'raise \\w+', lines: 3 }
    most: 10
```

```python bad
raise Refused("code 17")
```

```python good
raise Refused("the account is closed: open another one with `bank open`")
```
""",
)
_BAD = """
## JDG-001 No debugger

- **Level:** SHOULD
- **Constraint:** Code SHOULD NOT call the debugger.
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
        "require: { judge: { files: '*.py' } }",
        "require: { judge: { question: '' } }",
        "require: { judge: { question: q, most: 0 } }",
        "require: { judge: { question: q, excerpt: { } } }",
        "require: { judge: { question: q, excerpt: { text: '(' } } }",
        "require: { judge: { question: q, excerpt: { language: python } } }",
        "require: { judge: { question: q, excerpt: { text: x, language: python, rule: { pattern: x } } } }",
        "require: { judge: { question: q, excerpt: { language: pithon, rule: { pattern: x } } } }",
    )
)


def read(spec: CheckSpec) -> JudgeCheck:
    """The check. Raises DocumentError."""
    check = read_options(JudgeCheck, spec)
    require_sense(spec, check)
    return check


def quantifier(use: Use, options: JudgeCheck) -> Quantifier:
    """Forbidden is what the model finds wrong; required is that it finds nothing wrong in any excerpt."""
    return Quantifier.ABSENT if use is Use.FORBID else Quantifier.EVERYWHERE


def looks_at(options: JudgeCheck, path: str) -> bool:
    """The files that it names, if it does."""
    return Globs(options.judge.files).match(path)


def survey(job: Job[JudgeCheck], tree: SourceTree, paths: Sequence[str], tools: Tools) -> Iterator[Seen]:
    """The model's opinion of each excerpt, at most so many; an answer that shows nothing is a doubt."""
    if tools.opinion is None:
        if paths:
            yield Doubtful(job.key, DoubtKind.TOOL, f"no model was asked: {tools.why}")
        return
    judge, asked = job.options.judge, 0
    for piece in Excerpts(job, judge.excerpt, tree, tools).of(paths):
        if isinstance(piece, Doubtful):
            yield piece
        elif asked == judge.most:
            reason = (
                f"there are more excerpts than the {judge.most} that may be asked about; raise `most`, or narrow it"
            )
            yield Doubtful(job.key, DoubtKind.TOOL, reason)
            return
        else:
            asked += 1
            try:
                yield from _judged(job, piece, tools.opinion)
            except EvaluatorError as error:  # nor would it answer the next question
                yield Doubtful(job.key, DoubtKind.TOOL, f"{tools.opinion.name}: {error.what}", piece.path)
                return


def _judged(job: Job[JudgeCheck], piece: Piece, opinion: Opinion) -> Iterator[Seen]:
    fence = f"excerpt-{hashlib.sha256(piece.text.encode()).hexdigest()[:16]}"
    end = "" if piece.text.endswith("\n") else "\n"
    answer = opinion.ask(_question(job, fence), f"<{fence}>\n{piece.text}{end}</{fence}>")
    try:
        verdict = read_verdict(answer, piece.text)
    except NoVerdict as error:
        yield Doubtful(job.key, DoubtKind.TOOL, f"{opinion.name}: {error}", piece.path)
        return
    if not verdict.holds:
        yield _match(job, piece, verdict, Role.VIOLATES, opinion)
    elif job.spec.use is Use.REQUIRE:
        yield _match(job, piece, verdict, Role.ENFORCES, opinion)


def _question(job: Job[JudgeCheck], fence: str) -> str:
    principle = job.principle
    return filled(
        "judge",
        id=principle.id,
        title=principle.title,
        level=principle.level.value,
        constraint=principle.constraint,
        pattern=f"\nWhat to do instead: {principle.pattern}\n" if principle.pattern else "",
        question=job.options.judge.question,
        fence=fence,
    )


def _match(job: Job[JudgeCheck], piece: Piece, verdict: Verdict, role: Role, opinion: Opinion) -> Match:
    """At the first line that is quoted."""
    start, end = _place(piece, quoted_lines(verdict)[0])
    note = f"{one_line(verdict.why)} ({opinion.name})"
    return Match(job.key, role, piece.path, start, end, note, strength=Strength.JUDGED)


def _place(piece: Piece, quoted: str) -> tuple[int, int]:
    """The bytes of a quoted line in the file."""
    lines = piece.text.splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if stands_in(line, quoted))
    before = "".join(lines[:at]) + lines[at][: lines[at].index(quoted)]
    start = piece.start + len(before.encode())
    return start, start + len(quoted.encode())
