"""Files that must or must not be there, with their permissions and sizes; what stands in them is for other kinds."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from harness.constitution._forms import Form, Keys, Words, noted, refuse_quantifiers
from harness.constitution._links import End, Links
from harness.constitution.globs import Globs
from harness.constitution.kinds import Job, Match, Quantifier, Scope, read_options, refuse
from harness.domain.findings import Role
from harness.domain.principles import CheckSpec, Use
from harness.ports.sources import Entry, SourceTree, Tools

SCOPE = Scope.TREE
BY_SUFFIX = True
FOLLOWS_LINKS = True
GOOD = (
    """
## FIL-001 The project has a licence

- **Level:** MUST
- **Constraint:** The project MUST state its licence at its top.
- **Rationale:** nobody may use what has none

```yaml check
require:
  file: { path: "/{LICENSE,LICENSE.md,COPYING}", min-bytes: 20 }
```

```text bad docs/LICENSE.txt
Apache-2.0, see the web
```

```text bad LICENSE
TODO
```

```text good LICENSE
Copyright 2026 the authors. Do as you like with it.
```
""",
    """
## FIL-002 No keys in the tree

- **Level:** MUST
- **CWE:** CWE-798
- **Constraint:** Private keys MUST NOT be kept in the tree.
- **Rationale:** whoever can read the code can read the key

```yaml check
forbid:
  file: ["**/*.pem", "**/id_rsa", "**/*.p12"]
```

```text bad deploy/server.pem
-----BEGIN PRIVATE KEY-----
```

```text good deploy/server.crt.md
Ask the vault for it.
```
""",
    """
## FIL-004 What is declared is locked

- **Level:** SHOULD
- **Constraint:** A manifest SHOULD NOT lie where no lock lies beside it or above.
- **Rationale:** without a lock every build takes what is newest

```yaml check
forbid:
  file: { path: "package.json", without: [package-lock.json, yarn.lock] }
```

```json bad web/package.json
{ "dependencies": { "koa": "^3.0.0" } }
```

```json good web/package-lock.json
{ "lockfileVersion": 3 }
```
""",
    """
## FIL-003 Generated documents stay small

- **Level:** SHOULD
- **Constraint:** Fixtures SHOULD be smaller than 30 bytes and be no programs.
- **Rationale:** a repository is cloned by everybody

```yaml check
require:
  file: { path: "fixtures/**", max-bytes: 30, executable: false }
  everywhere: true
```

```json bad fixtures/large.json
{"accounts": [1, 2, 3, 4, 5, 6, 7, 8, 9]}
```

```json good fixtures/small.json
{"accounts": []}
```
""",
)
_BAD = """
## FIL-009 A licence

- **Level:** MUST
- **Constraint:** There MUST be a licence.
- **Rationale:** law

```yaml check
{check}
```

```text bad README.md
read me
```

```text good LICENSE
do as you like
```
"""
BAD = tuple(
    _BAD.format(check=check)
    for check in (
        "require: { file: LICENCE }",
        "require: { file: LICENSE, everywhere: true }",
        'require: { file: { path: LICENSE, mode: "rw-r--r--" } }',
        "forbid: { file: LICENSE }",
        "require: { file: { path: LICENSE, links: outside } }",
        "require: { file: { path: LICENSE, without: [README.md] } }",
        "forbid: { file: { path: README.md, without: [docs/a.md] } }",
    )
)
_MODE = re.compile(r"(?:0o?)?([0-7]{3,4})")


def _as_wanted(value: Any) -> Any:
    return {"path": value} if isinstance(value, str | list) else value


def _as_bits(value: Any) -> Any:
    """Octal digits, which YAML without quotes takes for a decimal number."""
    found = _MODE.fullmatch(str(value)) if isinstance(value, str | int) else None
    if not found:
        raise ValueError('should be permissions in octal, such as "0644"')
    return int(found[1], 8)


Bits = Annotated[int, BeforeValidator(_as_bits)]
Size = Annotated[int, Field(ge=0)]


class Wanted(Keys):
    """Which files, by globs, and what they must be like. ``mode_at_most`` are the permission bits that may be set.

    ``without`` are names of which none lies in the same folder or one above it.
    """

    path: Words
    mode: Bits | None = None
    mode_at_most: Bits | None = None
    executable: bool | None = None
    min_bytes: Size | None = None
    max_bytes: Size | None = None
    links: Literal["outside", "any"] | None = None
    without: Words | None = None

    @property
    def asks_more(self) -> bool:
        """Whether anything is said beyond the path."""
        return bool(self.model_fields_set - {"path"})


class FileCheck(Form):
    """A check of this kind as written."""

    file: Annotated[Wanted, BeforeValidator(_as_wanted)]


def read(spec: CheckSpec) -> FileCheck:
    """The check. Raises DocumentError, also for one that could not fail."""
    check = read_options(FileCheck, spec)
    refuse_quantifiers(spec, check)
    if check.file.links and spec.use is Use.REQUIRE:
        raise refuse(spec, "`links` can only be forbidden", "write `forbid: { file: { path: '**', links: outside } }`")
    if check.file.without and spec.use is Use.REQUIRE:
        raise refuse(spec, "`without` can only be forbidden", "write `forbid: { file: { path: …, without: … } }`")
    if any("/" in name for name in check.file.without or ()):
        raise refuse(
            spec, "`without` are names of files", "leave out the folders: they are looked for beside and above"
        )
    if check.everywhere and not check.file.asks_more:
        hint = "say what each of the files must be like, or leave out `everywhere`"
        raise refuse(spec, "every file that is there is there", hint)
    return check


def quantifier(use: Use, options: FileCheck) -> Quantifier:
    """One file must be there and be right; with ``everywhere``, each that is there must be right."""
    return options.quantifier(use)


def is_alone(options: FileCheck) -> bool:
    """Whether a file is right or wrong whatever lies beside it."""
    return not options.file.links and not options.file.without


def looks_at(options: FileCheck, path: str) -> bool:
    """Every file, because one that is missing is missed among all others."""
    return True


def survey(job: Job[FileCheck], tree: SourceTree, paths: Sequence[str], tools: Tools) -> Iterator[Match]:
    """The files and links that are meant, each as what it is or leads to."""
    entries = tree.entries()
    links, given, known = Links(entries), set(paths), {entry.path for entry in entries}
    wanted, applies = Globs(job.options.file.path), Globs(job.principle.applies_to)
    for entry in entries:
        is_link = entry.target is not None
        if wanted.match(entry.path) and (applies.match(entry.path) if is_link else entry.path in given):
            yield from _seen(job, entry, links, known)


def _seen(job: Job[FileCheck], entry: Entry, links: Links, known: Collection[str]) -> Iterator[Match]:
    wanted, note = job.options.file, job.options.note
    if job.spec.use is Use.FORBID:
        if _is_forbidden(wanted, entry, links) and not _accompanied(wanted, entry.path, known):
            yield Match(job.key, Role.VIOLATES, entry.path, note=noted(_link_note(wanted, entry), note))
        return
    faults = tuple(_faults(wanted, links.followed(entry)))
    if faults:
        yield Match(job.key, Role.VIOLATES, entry.path, note=noted(*faults, note))
    else:
        yield Match(job.key, Role.ENFORCES, entry.path, note=note)


def _is_forbidden(wanted: Wanted, entry: Entry, links: Links) -> bool:
    """Whether all that the check says is true of the entry."""
    if wanted.links == "outside" and not links.leads_outside(entry):
        return False
    if wanted.links and entry.target is None:
        return False
    asked = wanted.model_fields_set - {"path", "links", "without"}
    return not asked or not any(_faults(wanted, links.followed(entry)))


def _accompanied(wanted: Wanted, path: str, known: Collection[str]) -> bool:
    """Whether one of the files that would excuse it lies beside it or above."""
    folder = path
    while wanted.without and folder:
        folder = posixpath.dirname(folder)
        if any(posixpath.join(folder, name) in known for name in wanted.without):
            return True
    return False


def _link_note(wanted: Wanted, entry: Entry) -> str:
    return f"a link to `{entry.target}`" if wanted.links else ""


def _faults(wanted: Wanted, found: Entry | End) -> Iterator[str]:
    """What about a file is not as it is asked for."""
    if isinstance(found, End):
        yield f"it is a link that {found.value}"
        return
    executable = bool(found.mode & 0o111)
    if wanted.mode is not None and found.mode != wanted.mode:
        yield f"its permissions are {found.mode:04o}, not {wanted.mode:04o}"
    if wanted.mode_at_most is not None and found.mode & ~wanted.mode_at_most:
        yield f"its permissions are {found.mode:04o}, more than {wanted.mode_at_most:04o}"
    if wanted.executable is not None and executable is not wanted.executable:
        yield "it is executable" if executable else "it is not executable"
    if wanted.min_bytes is not None and found.size < wanted.min_bytes:
        yield f"it has {found.size} bytes, fewer than {wanted.min_bytes}"
    if wanted.max_bytes is not None and found.size > wanted.max_bytes:
        yield f"it has {found.size} bytes, more than {wanted.max_bytes}"
