"""Documents of the BMAD method (versions 4 and 6): PRD, epics, stories, specs; Spec Kit's lie with their own reader.

What is a requirement, and its id: an item, row or heading that begins with ``FR1``, ``NFR-2``, ``CAP-3`` and their like, as
written; each acceptance criterion of a story, ``1.2-AC3`` for the third of story 1.2 (``AC3`` in a document of no numbered
story), by the number that the page shows; each row of the I/O and edge-case matrix, ``IO-`` and the name of its scenario;
bullets without an id below *Functional* or *Non-Functional Requirements* and the constraints of a ``SPEC.md``, by their
heading and place (see ``Outline``). A story number is written with a dot (``Story 3-2`` is 3.2).
"""

from __future__ import annotations

import re

from harness.domain.specifications import Specification
from harness.markdown.parse import parse
from harness.readers.specifications._bmad_documents import Reading
from harness.readers.specifications._common import feature_of
from harness.readers.specifications._leaves import leave_rest

FORMAT = "bmad"
_ID_LINE = r"(?:[-*+][ \t]+|[0-9]{1,6}[.)][ \t]+|#{2,6}[ \t]+)?[*_]{0,3}"
_STRONG = re.compile(
    r"^[ \t]{0,3}(?:#{1,5}[ \t]+(?:[^\w\n]{0,9})?(?:(?:User )?Story[ \t]+[0-9]{1,4}[.-][0-9]{1,4}|Epic[ \t]+[0-9]{1,4}\b"
    r"|I/O (?:&|and) Edge[- ]Case Matrix)"
    rf"|<frozen-after-approval\b|{_ID_LINE}(?:N?FR[0-9]{{1,6}}|CAP-[0-9]{{1,6}})\b)",
    re.MULTILINE | re.IGNORECASE,
)
_TITLE = re.compile(
    r"^#[ \t][^\n]{0,200}(?:\bPRD\b|Product Requirements Document|- Epic Breakdown)", re.MULTILINE | re.IGNORECASE
)
_SPEC_KIT = re.compile(r"^#[ \t]+Feature Specification\b", re.MULTILINE)


def sniff(text: str, path: str) -> bool:
    """Whether a heading is a numbered story or epic, a PRD's or the matrix, or a line begins as a PRD numbers requirements."""
    return bool(_STRONG.search(text) or _TITLE.search(text)) and not _SPEC_KIT.search(text)


def read(text: str, path: str) -> Specification:
    """What a PRD, the epics, a story or a spec says, in order."""
    document = parse(text, path)
    reading = Reading.of(document, feature_of(path), FORMAT)
    reading.go()
    gathered = reading.gathered
    leave_rest(gathered, document, reading.taken, "it is neither a numbered requirement nor an acceptance criterion")
    return Specification(
        path=path,
        title=reading.title,
        feature=feature_of(path),
        requirements=gathered.requirements,
        stories=tuple(reading.stories),
        terms=tuple(reading.terms),
        clarifications=tuple(reading.clarifications),
        edge_cases=tuple(reading.edge_cases),
        tasks=tuple(reading.tasks),
        left_out=tuple(gathered.left_out),
        mistakes=tuple(gathered.collector.mistakes),
    )
