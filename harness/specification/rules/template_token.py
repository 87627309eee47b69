"""What a template left to be filled in; questions that are marked as such have a rule of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import sample

CODE = "SPEC201"
LEVEL = Severity.ERROR
TITLE = "template token"
REASON = "What a template says is nobody's requirement; whoever builds from it builds the example."
HINT = "write what it stands for, or take it away"
GOOD = sample()
BAD = sample(title="Feature Specification: [FEATURE NAME]")
_TOKEN = re.compile(
    r"\[(?:e\.g\.[,:]?\s[^\]\n]{1,300}|[A-Z][A-Z0-9]*(?:[ _/#-]+[A-Z0-9]+)+(?:[ :,][^\]\n]{0,80})?"
    r"|DATE|YYYY-MM-DD|Brief [Tt]itle|Entity \d"
    r"|(?:[Bb]oundary condition|error scenario|specific capability|key interaction|data requirement|behavior|initial state"
    r"|action|expected outcome|Measurable metric|User satisfaction metric|Business metric|Assumption about|Describe this)"
    r"[^\]\n]{0,200})\](?![(\[:])"
    r"|\bACTION REQUIRED\b:?"
    r"|\$ARGUMENTS\b"
)
_NO_TOKEN = re.compile(r"\[(?:NEEDS CLARIFICATION|X|US\d|FR-|SC-|NFR-|P\d|GAP\b|[A-Z]+-?\d+(?:[, ]+[A-Z]+-?\d+)*\])")


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each token, where it stands."""
    for found in _TOKEN.finditer(document.prose):
        if not _NO_TOKEN.match(found[0]):
            text = " ".join(found[0].split())
            shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
            yield mistake(document.place(found.start()), f"'{shown}' is still to be filled in", HINT, CODE, LEVEL)


_LONGEST = 60
