"""A regular expression over the lines of any file; what depends on syntax is a matter of ``pattern``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from harness.constitution._byte_regex import ByteRegex, RegexError, Text, wide
from harness.constitution._forms import Form, Keys, Word, Words, noted, refuse_quantifiers
from harness.constitution._pattern_text import foreign_encoding
from harness.constitution._text_values import Checksum, Terms
from harness.constitution.kinds import (
    Doubtful,
    Job,
    Match,
    Quantifier,
    Scope,
    Seen,
    match_role,
    read_options,
    refuse,
)
from harness.domain.findings import DoubtKind, Role
from harness.domain.principles import CheckSpec, Use
from harness.ports.sources import SourceFile, Tools

SCOPE = Scope.FILE
BY_SUFFIX = True
BY_FILE = True
MOST_MATCHES = 1000
_PYTHON = (".py", ".pyi", ".pyw")
GOOD = (
    """
## SQL-001 Tables are kept

- **Level:** MUST
- **Applies to:** `migrations/**/*.sql`
- **Constraint:** Migrations MUST NOT drop tables.
- **Rationale:** what is dropped cannot be rolled back

```yaml check
forbid:
  text: { pattern: 'DROP\\s+TABLE', ignore-case: true, whole-file: true }
```

```sql bad
drop
  table accounts;
```

```sql good
alter table accounts rename to accounts_old;
```
""",
    """
## LIC-001 Every file names its licence

- **Level:** SHOULD
- **Constraint:** Source files SHOULD name their licence.
- **Rationale:** files are copied one by one

```yaml check
require:
  text: 'SPDX-License-Identifier: \\S+'
  everywhere: true
```

```python bad
print("whose is this?")
```

```python good
# SPDX-License-Identifier: Apache-2.0
print("ours")
```
""",
    """
## MIG-001 Migrations say how long they lock

- **Level:** SHOULD
- **Applies to:** `migrations/**/*.sql`
- **Constraint:** Migrations SHOULD set a lock timeout.
- **Rationale:** a migration that waits for a lock stops every other query

```yaml check
require:
  text: { any: ['^SET lock_timeout', '^SET LOCAL lock_timeout'], ignore-case: true }
```

```sql bad
ALTER TABLE accounts ADD COLUMN owner text;
```

```sql good
set local lock_timeout = '2s';
ALTER TABLE accounts ADD COLUMN owner text;
```
""",
    """
## KEY-001 No keys

- **Level:** MUST
- **CWE:** CWE-798
- **Constraint:** Keys MUST NOT stand in files.
- **Rationale:** whoever reads the file can use the key

```yaml check
forbid:
  - text: { pattern: 'key = "([^"]+)"', entropy: 3, unless: ['^your-'], unless-line: ['# public$'] }
  - text: { pattern: '\\bghp_[0-9A-Za-z]{36}\\b', checksum: crc32-base62 }
```

```python bad
key = "q7Zp0xW3vN"
```

```python bad
token("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")
```

```python good
key = "aaaabbbb"
key = "your-own-key-9x"
key = "q7Zp0xW3vN"  # public
token("ghp_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18")
```
""",
)
_BAD = """
## TXT-001 No debugger

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
        "forbid: { text: '(?=breakpoint)' }",
        "forbid: { text: 'b*' }",
        "forbid: { text: breakpoint, everywhere: true }",
        "forbid: { text: { any: [] } }",
        "forbid: { text: 'BREAKPOINT' }",
        "forbid: { text: 'print|breakpoint' }",
        "forbid: { text: { pattern: breakpoint, unless: '(?!x)' } }",
        "forbid: { text: { pattern: breakpoint, unless: 'x*' } }",
        "forbid: { text: { pattern: breakpoint, unless: breakpoint } }",
        "forbid: { text: { pattern: breakpoint, entropy: 0 } }",
        "forbid: { text: { pattern: breakpoint, checksum: crc64 } }",
    )
)


def _as_expression(value: Any) -> Any:
    return {"pattern": value} if isinstance(value, str) else value


class Expression(Keys):
    """What to look for: ``pattern``, or any of several; what else must be so of a match is explained at ``Terms``."""

    pattern: Word | None = None
    any: Words | None = None
    ignore_case: bool = False
    whole_file: bool = False
    unless: Words = ()
    unless_line: Words = ()
    entropy: Annotated[float, Field(gt=0, lt=8)] | None = None
    checksum: Checksum | None = None

    @property
    def regexes(self) -> tuple[ByteRegex, ...]:
        """Each of the patterns."""
        return self._regexes((self.pattern,) if self.pattern else self.any or ())

    @property
    def terms(self) -> Terms | None:
        """What else must be so of a match; None where nothing is said."""
        said = self.unless or self.unless_line or self.entropy or self.checksum
        unless, unless_line = self._regexes(self.unless), self._regexes(self.unless_line)
        return Terms(unless, unless_line, self.entropy or 0.0, self.checksum) if said else None

    def _regexes(self, patterns: Sequence[str]) -> tuple[ByteRegex, ...]:
        return tuple(ByteRegex(pattern, self.ignore_case, self.whole_file) for pattern in patterns)


class TextCheck(Form):
    """A check of this kind as written."""

    text: Annotated[Expression, BeforeValidator(_as_expression)]


def read(spec: CheckSpec) -> TextCheck:
    """The check. Raises DocumentError, also for a pattern that RE2 refuses or that matches nothing at all everywhere."""
    check = read_options(TextCheck, spec)
    refuse_quantifiers(spec, check)
    if (check.text.pattern is None) == (check.text.any is None):
        raise refuse(spec, "there must be `pattern` or `any`, and not both", "write `text: 'a regular expression'`")
    terms = check.text.terms
    for regex in (*check.text.regexes, *(terms.unless + terms.unless_line if terms else ())):
        _try(spec, regex)
    return check


def quantifier(use: Use, options: TextCheck) -> Quantifier:
    """What is required must be in one file; with ``everywhere``, in each."""
    return options.quantifier(use)


def looks_at(options: TextCheck, path: str) -> bool:
    """Any file has text."""
    return True


def scan(jobs: Sequence[Job[TextCheck]], files: Sequence[SourceFile], tools: Tools) -> Iterator[Seen]:
    """The matches of each job in each file, at most a thousand."""
    for file in files:
        text = Text(file.data)
        for job in jobs:
            if file.suffix in _PYTHON and (name := foreign_encoding(file.data)):
                reason = f"it says that it is in the encoding '{name}'; save it in UTF-8"
                yield Doubtful(job.key, DoubtKind.UNREADABLE, reason, file.path)
            elif wide(file.data):
                reason = "it is in UTF-16, where no regular expression finds its words; save it in UTF-8"
                yield Doubtful(job.key, DoubtKind.UNREADABLE, reason, file.path)
            else:
                yield from _matches(job, file.path, text)


def _matches(job: Job[TextCheck], path: str, text: Text) -> Iterator[Seen]:
    role, note = match_role(job.spec.use), job.options.note
    spans = {span for regex in job.options.text.regexes for span in _spans(regex, job.options.text.terms, text)}
    if len(spans) > MOST_MATCHES and role is Role.VIOLATES:  # of the rest nobody would know whether they are excused
        reason = f"it has more than the {MOST_MATCHES} matches that are told of one file"
        yield Doubtful(job.key, DoubtKind.UNREADABLE, reason, path)
    for start, end in islice(sorted(spans), MOST_MATCHES):
        yield Match(job.key, role, path, start, end, note)
    if not spans and job.quantifier is Quantifier.EVERYWHERE:
        wanted = " or ".join(f"`{regex.pattern}`" for regex in job.options.text.regexes)
        yield Match(job.key, Role.VIOLATES, path, note=noted(f"nothing in it matches {wanted}", note))


def _spans(regex: ByteRegex, terms: Terms | None, text: Text) -> Iterator[tuple[int, int]]:
    """The first matches that meet the terms, and one more than are told."""
    if terms is None:
        return regex.spans(text, MOST_MATCHES + 1)
    meeting = ((found.start, found.end) for found in regex.found(text) if terms.meets(found))
    return islice(meeting, MOST_MATCHES + 1)


def _try(spec: CheckSpec, regex: ByteRegex) -> None:
    try:
        regex.check()
    except RegexError as error:
        hint = "use RE2's syntax, which has no look-ahead and no back-references, and let it need a character"
        raise refuse(spec, f"the pattern `{regex.pattern}`: {error}", hint) from None
