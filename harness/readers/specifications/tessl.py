"""Tessl's ``*.spec.md``: capabilities with links to their tests; whether such a test passes lies in the trace.

Each top-level item of a list is a requirement, with what stands below it, in every section but those that only say what is
described (``## Target``, ``## API``, goals, notes …); so is a paragraph that has a link to a test, and the description of a
capability without items. Its id is the one that it begins with (``REQ-1``), else one made of the headings above it and a
running number (see ``Outline``). ``[@test](path)`` or ``[@test] path``, in code or not, belongs to the item or paragraph that
it stands in or directly below; standing alone after a list, to all requirements of its section that have no test of their own.
"""

from __future__ import annotations

import re

from harness.domain.specifications import Specification
from harness.markdown.parse import parse
from harness.readers.specifications._common import feature_of
from harness.readers.specifications._leaves import leave_rest
from harness.readers.specifications._tessl_sections import Sections

FORMAT = "tessl"
_MARK = re.compile(r"\[@(?:test|generates?|describes?|use)\]")
_SECTION = re.compile(
    r"^(?:#{1,4}[ \t]+(?:Capabilities|Target)\b|targets:|```[^\n]{0,40}\{ ?[.#]api ?\})", re.MULTILINE
)


def sniff(text: str, path: str) -> bool:
    """Whether a document has Tessl's links, or its sections: both, unless its name ends in ``.spec.md``."""
    linked, laid_out = _MARK.search(text), _SECTION.search(text)
    return bool(linked or laid_out) if path.lower().endswith(".spec.md") else bool(linked and laid_out)


def read(text: str, path: str) -> Specification:
    """What a component is capable of, with the tests that the document links."""
    document = parse(text, path)
    sections = Sections.of(document, feature_of(path), FORMAT)
    sections.go()
    gathered = sections.gathered
    leave_rest(gathered, document, sections.taken, "it is no item of a capability and has no link to a test")
    return Specification(
        path=path,
        title=sections.title,
        feature=feature_of(path),
        requirements=gathered.requirements,
        test_links=tuple(sections.links),
        left_out=tuple(gathered.left_out),
        mistakes=tuple(gathered.collector.mistakes),
    )
