"""Edge cases that are asked and not answered."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import sample

CODE = "SPEC214"
LEVEL = Severity.WARNING
TITLE = "edge case without an answer"
REASON = (
    "A question is no requirement: whoever builds it answers as they please, and nothing can show that it is right."
)
HINT = "write behind each question what happens then, or a requirement that says it"
GOOD = sample(edge="- What happens on a transfer of zero? It is refused.")
BAD = sample(edge="- What happens on a transfer of zero?")
_LONGEST = 60


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """All questions of a document in one mistake, at the first of them."""
    asked = [
        one for one in document.specification.edge_cases if not one.handled and one.text.rstrip(" *_").endswith("?")
    ]
    if asked:
        first = asked[0].text if len(asked[0].text) <= _LONGEST else asked[0].text[:_LONGEST].rstrip() + "…"
        more = f", and {len(asked) - 1} more" if len(asked) > 1 else ""
        yield mistake(asked[0].place, f"it is asked and not answered: '{first}'{more}", HINT, CODE)
