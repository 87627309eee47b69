"""Plain Markdown that states requirements in BCP 14's words (MUST, SHOULD, MAY); which words those are lies in ``domain``.

Each sentence that binds is a requirement, or each list item or row of a table that does, with all that stands below it and
states nothing itself. Its id is the one that it begins with (``REQ-12:``, ``[R3]``, ``R3.``, ``**ABC-1**``), or that of the
heading that it stands below (``### REQ-12: Refunds``), or one made of the headings above it and a running number (see
``Outline``). Code, quotes, comments, headings and words in small letters bind nobody (RFC 8174): they are left out by name.
"""

from __future__ import annotations

import re

from harness.domain.specifications import Specification
from harness.markdown.parse import parse
from harness.readers.specifications._common import feature_of
from harness.readers.specifications._plain_walk import Walk
from harness.readers.specifications._prose import mentions_binding

FORMAT = "plain"
_OF_OTHERS = re.compile(
    r"(?:\A|/)(?:\.specify|\.kiro|openspec|specs/[0-9]{3,}-[^/]{1,200})/(?!(?:.{1,400}/)?(?:spec|requirements)\.md\Z)"
)


def sniff(text: str, path: str) -> bool:
    """Whether a word that binds stands in the text, and it is no plan, design or research beside another format's documents."""
    return mentions_binding(text) and not _OF_OTHERS.search(path)


def read(text: str, path: str) -> Specification:
    """What the sentences, items and rows of a document ask for, in order."""
    document = parse(text, path)
    walk = Walk.of(document, feature_of(path), FORMAT)
    walk.go()
    gathered = walk.gathered
    return Specification(
        path=path,
        title=walk.title,
        feature=feature_of(path),
        requirements=gathered.requirements,
        left_out=tuple(gathered.left_out),
        mistakes=tuple(gathered.collector.mistakes),
    )
