"""Which source files import what, in Python, JavaScript and TypeScript; what is used of an import is for ``pattern``."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator

from harness.constitution._forms import Form, Keys, Words, noted, refuse_quantifiers
from harness.constitution.globs import Globs
from harness.constitution.imports import javascript, python
from harness.constitution.imports.imported import Imported, ImportsError, Target
from harness.constitution.kinds import (
    Doubtful,
    Job,
    Match,
    Quantifier,
    Scope,
    Seen,
    bounded,
    match_role,
    read_options,
    refuse,
)
from harness.domain.findings import DoubtKind, Role
from harness.domain.principles import CheckSpec, Use
from harness.ports.sources import SourceFile, Tools

SCOPE = Scope.FILE
_PYTHON = frozenset({".py", ".pyi", ".pyw"})
GOOD = (
    """
## ARC-001 The domain knows no adapters

- **Level:** MUST
- **Constraint:** Modules of the domain MUST NOT import adapters.
- **Rationale:** the domain outlives every database

```yaml check
forbid:
  import: { from: "app/domain/**", of: ["app.adapters.*", sqlalchemy] }
```

```python bad app/domain/transfer.py
from ..adapters import database
```

```python bad app/domain/account.py
import importlib

orm = importlib.import_module("sqlalchemy.orm")
```

```python good app/domain/transfer.py
from decimal import Decimal

from .account import Account
```
""",
    """
## ARC-002 Pages reach the server through the client

- **Level:** MUST
- **Constraint:** Pages MUST NOT import axios or the store's internals.
- **Rationale:** the client renews sessions

```yaml check
forbid:
  import: { from: "web/pages/**", of: [axios, web/store/internal] }
```

```typescript bad web/pages/transfer.tsx
import { cache } from "../store/internal/cache";
```

```typescript good web/pages/transfer.tsx
// import axios from "axios";
import { client } from "../client";
const text = 'import axios from "axios"';
```
""",
    """
## ARC-003 Routes check who asks

- **Level:** MUST
- **CWE:** CWE-306
- **Constraint:** Every module of routes MUST import the guard.
- **Rationale:** a route without it is open

```yaml check
require:
  import: { from: "app/routes/**", of: app.guard }
  everywhere: true
```

```python bad app/routes/accounts.py
from app import database
```

```python good app/routes/accounts.py
from app import database, guard
```
""",
)
_BAD = """
## ARC-009 No pickle

- **Level:** MUST
- **CWE:** CWE-502
- **Constraint:** Modules MUST NOT import pickle.
- **Rationale:** it runs what it reads

```yaml check
{check}
```

```python bad app/store.py
from pickle import loads
```

```python good app/store.py
from json import loads
```
"""
BAD = tuple(
    _BAD.format(check=check)
    for check in (
        "forbid: { import: { from: 'lib/**', of: pickle } }",
        "forbid: { import: { of: cpickle } }",
        "forbid: { import: { of: '*' } }",
        "forbid: { import: { of: [] } }",
        "forbid: { import: pickle, everywhere: true }",
    )
)


def _as_asked(value: Any) -> Any:
    return {"of": value} if isinstance(value, str | list) else value


class Asked(Keys):
    """Which modules, imported by which files (globs). ``root`` names folders that names of modules are told from.

    With ``type_checking`` off, imports for types only do not count.
    """

    of: Words
    from_: Words | None = None
    root: Words | None = None
    type_checking: bool = True


class ImportCheck(Form):
    """A check of this kind as written."""

    import_: Annotated[Asked, BeforeValidator(_as_asked)]


def read(spec: CheckSpec) -> ImportCheck:
    """The check. Raises DocumentError."""
    check = read_options(ImportCheck, spec)
    refuse_quantifiers(spec, check)
    if any(pattern.startswith("!") for pattern in check.import_.of):
        raise refuse(spec, "modules cannot be excluded by `!`", "name those that are meant")
    return check


def quantifier(use: Use, options: ImportCheck) -> Quantifier:
    """What is required must be imported by one file; with ``everywhere``, by each."""
    return options.quantifier(use)


def looks_at(options: ImportCheck, path: str) -> bool:
    """Source files in a language that is read, of those that are to be asked."""
    suffix = posixpath.splitext(path)[1].lower()
    return suffix in _PYTHON | javascript.SUFFIXES and Globs(options.import_.from_ or ()).match(path)


def scan(jobs: Sequence[Job[ImportCheck]], files: Sequence[SourceFile], tools: Tools) -> Iterator[Seen]:
    """The imports of each file that are meant; a file that does not parse is in doubt."""
    for file in files:
        known: dict[tuple[str, ...], list[Imported] | ImportsError] = {}
        for job in jobs:
            if looks_at(job.options, file.path):
                roots = job.options.import_.root or ()
                if roots not in known:
                    known[roots] = _imports(file, roots)
                yield from bounded(_seen(job, file.path, known[roots]), job.key, file.path)


def _imports(file: SourceFile, roots: Sequence[str]) -> list[Imported] | ImportsError:
    try:
        if file.suffix in _PYTHON:
            return list(python.imports(file.path, file.data, roots))
        return list(javascript.imports(file.path, file.data))
    except ImportsError as error:
        return error


def _seen(job: Job[ImportCheck], path: str, imports: list[Imported] | ImportsError) -> Iterator[Seen]:
    if isinstance(imports, ImportsError):
        yield Doubtful(job.key, DoubtKind.UNPARSABLE, imports.reason, path, imports.line)
        return
    found = [target for one in imports for target in _meant(job.options.import_, one)]
    for target in found:
        note = noted(target.note, job.options.note)
        yield Match(job.key, match_role(job.spec.use), path, target.start, target.end, note)
    if not found and job.quantifier is Quantifier.EVERYWHERE:
        wanted = " or ".join(f"`{one}`" for one in job.options.import_.of)
        yield Match(job.key, Role.VIOLATES, path, note=noted(f"it does not import {wanted}", job.options.note))


def _meant(asked: Asked, imported: Imported) -> tuple[Target, ...]:
    return () if imported.for_types and not asked.type_checking else imported.targets(asked.of)
