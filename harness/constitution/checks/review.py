"""A person confirms that a principle holds, for exactly the content that was there; it expires when that changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.constitution._forms import Keys, Word
from harness.constitution.kinds import Doubtful, Job, Match, Quantifier, Scope, Seen, only_for, read_options
from harness.constitution.outputs.places import WHOLE_TREE
from harness.constitution.reviews import PATH
from harness.domain.findings import DoubtKind, Role
from harness.domain.principles import CheckSpec, Use
from harness.domain.verdicts import Strength
from harness.ports.sources import SourceTree, Tools, Unread

SCOPE = Scope.TREE
NEEDS_NO_CANARY = True
"""No sample can show that people look closely."""

GOOD = (
    """
## REV-001 Limits are those that were agreed

- **Level:** MUST
- **Applies to:** `src/limits.py`
- **Constraint:** The limits of payments MUST be those agreed with the bank.
- **Rationale:** the agreement is on paper

```yaml check
require:
  review: the numbers in src/limits.py are those of the agreement
```
""",
)
BAD = tuple(
    f"""
## REV-002 Limits are those that were agreed

- **Level:** MUST
- **Constraint:** The limits of payments MUST be those agreed with the bank.
- **Rationale:** the agreement is on paper

```yaml check
{check}
```
"""
    for check in ("forbid: { review: look at it }", "require: { review: '' }", "require: { review: look, by: ann }")
)


class ReviewCheck(Keys):
    """A check of this kind as written: what to confirm."""

    review: Word


@dataclass(frozen=True)
class Content:
    """What a confirmation is for. ``files`` are paths with the digests of their bytes; ``unread`` cannot be confirmed."""

    sha256: str
    files: tuple[tuple[str, str], ...]
    unread: tuple[Unread, ...] = ()


def read(spec: CheckSpec) -> ReviewCheck:
    """The check. Raises DocumentError."""
    only_for(spec, Use.REQUIRE, "write `require: { review: what to confirm }`")
    return read_options(ReviewCheck, spec)


def quantifier(use: Use, options: ReviewCheck) -> Quantifier:
    """One confirmation, for all of the tree."""
    return Quantifier.AT_LEAST_ONE


def looks_at(options: ReviewCheck, path: str) -> bool:
    """Any file but the one that a confirmation changes."""
    return path != PATH


def survey(job: Job[ReviewCheck], tree: SourceTree, paths: Sequence[str], tools: Tools) -> Iterator[Seen]:
    """Who confirmed it for what is there now; else a doubt."""
    if not paths:
        return
    content = content_of(job, tree, paths)
    for one in content.unread:
        yield Doubtful(job.key, DoubtKind.UNREADABLE, one.reason, one.path)
    principle = job.principle.id
    if content.unread:
        return
    if who := tools.reviews.confirmed(principle, content.sha256):
        note = f"confirmed by {who}: {job.options.review}"
        yield Match(job.key, Role.ENFORCES, WHOLE_TREE, note=note, strength=Strength.JUDGED)
        return
    was = "it was confirmed for other content" if tools.reviews.stale(principle) else "nobody has confirmed it"
    reason = f"{was}; to do so: `harness constitution review {principle} --by NAME`"
    yield Doubtful(job.key, DoubtKind.NO_CHECK, reason)


def content_of(job: Job[ReviewCheck], tree: SourceTree, paths: Sequence[str]) -> Content:
    """What there is to confirm: the principle, the question, and every file that the principle applies to."""
    digest = hashlib.sha256(f"{job.principle.sha256}\n{job.options.review}\n".encode("utf-8", "surrogatepass"))
    files, unread = list[tuple[str, str]](), list[Unread]()
    for file in tree.read(sorted(paths)):
        if isinstance(file, Unread):
            unread.append(file)
            continue
        files.append((file.path, hashlib.sha256(file.data).hexdigest()))
        digest.update(f"{files[-1][1]} {file.path}\n".encode("utf-8", "surrogatepass"))
    return Content(digest.hexdigest(), tuple(files), tuple(unread))
