"""What is derived from a requirement, and the head by which a derived file is told from one that somebody edited."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from harness.domain.requirements import Requirement
from harness.domain.specifications import Specification


@dataclass(frozen=True)
class Source:
    """A requirement with all that is known where it stands: the ``documents`` of its feature, and the product's ``commands``.

    ``stem`` is what its files are called; ``services`` says whether the product answers requests.
    """

    requirement: Requirement
    documents: tuple[Specification, ...]
    stem: str
    commands: tuple[str, ...] = ()
    services: bool = False

    @property
    def feature(self) -> str:
        """What is specified; the requirement itself where its document names no feature."""
        return self.requirement.feature or self.requirement.id


@dataclass(frozen=True)
class Derived:
    """A file that is derived: its ``path`` in the project, its text with the head, and what somebody has ``to_fill`` in.

    ``source`` is what it is derived from.
    """

    source: str
    path: str
    text: str
    to_fill: tuple[str, ...] = ()


@dataclass(frozen=True)
class Head:
    """What the head of a derived file says, and whether the file is still as it was derived."""

    source: str
    sha256: str
    untouched: bool


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_HEAD = re.compile(
    r"^(?:<!-- |# )derived from (?P<source>[^\n]+?)(?: |\n# )sha256:(?P<sha>[0-9a-f]{64})"
    r"(?: |\n# )text sha256:(?P<text>[0-9a-f]{64})(?: -->)?\n",
    re.MULTILINE,
)


def slug(text: str) -> str:
    """A name for a file: lower-case letters and digits with dashes between; ``requirement`` where none are left."""
    found = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return found[:80].strip("-") or "requirement"


def markdown_head(source: str, sha256: str, before: str, after: str) -> str:
    """A Markdown text with its head between two parts."""
    text = _digest(before + after)
    return f"{before}<!-- derived from {_shown(source)} sha256:{sha256} text sha256:{text} -->\n{after}"


def python_head(source: str, sha256: str, text: str) -> str:
    """A module with its head before it."""
    return f"# derived from {_shown(source)}\n# sha256:{sha256}\n# text sha256:{_digest(text)}\n{text}"


def read_head(text: str) -> Head | None:
    """The head of a file; None where it has none, and so is not ours."""
    plain = text.replace("\r\n", "\n")
    found = _HEAD.search(plain)
    if found is None:
        return None
    rest = plain[: found.start()] + plain[found.end() :]
    return Head(found["source"], found["sha"], _digest(rest) == found["text"])


def is_from(head: Head, source: str) -> bool:
    """Whether a file with that head is derived from a source."""
    return head.source == _shown(source)


def _shown(source: str) -> str:
    """A name in a comment, which it cannot end."""
    return " ".join(_CONTROL.sub(" ", source).replace("-->", "--%3E").split())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
