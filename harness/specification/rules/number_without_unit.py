"""A bound of time or size without its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import sample

CODE = "SPEC308"
LEVEL = Severity.WARNING
TITLE = "number without a unit"
REASON = "'Within 5' is five seconds to one reader and five minutes to the next, and a test of one passes the other's mistake."
HINT = "write the unit behind the number"
GOOD = sample("System MUST confirm a transfer within 5 seconds.")
BAD = sample("System MUST confirm a transfer within 5.")
_BOUND = re.compile(
    r"\b(?:with?in|in under|in less than|timeout of|timeouts? (?:is|are|to)|delay of|interval of|duration of"
    r"|latency (?:of|below|under)"
    r"|expires? (?:after|in)|retention of|ttl of|response time (?:of|below|under))"
    r" (?:\w+ )?(\d[\d,.]*\d|\d)(?=\s*(?:[.;,)]|$|and\b|or\b|for\b|after\b|when\b|of\b))",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:step|attempt|version|section|table|figure|range|phase|chapter|top|page|sprint|\d+ (?:to|and))\s*$",
    re.IGNORECASE,
)


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each requirement with a bound in a number that nothing follows."""
    for statement in document.statements:
        found = _BOUND.search(statement.text)
        if found and not _COUNTED.search(statement.text[: found.start(1)]):
            what = f"'{found[0]}' in '{statement.id}' has no unit"
            yield mistake(statement.requirement.place, what, HINT, CODE)
