"""Natural language specifications (NLSpec): numbered sections, blocks of RECORD and ENUM, and a Definition of Done.

The items of the Definition of Done are the requirements. Their ids are the number of the nearest numbered section and the
item's place in it, boxes or not (``11.2.3`` is the third item of 11.2), and so on for items below items (``11.2.3.1``); in a
Definition of Done without a number, ``DoD`` or its section takes the number's place (``DoD.parsing.3``). A row of the parity
matrix counts as an item; with one column of boxes it is one requirement, with several one for each, named by the column
(``8.9.1-gemini``). A block of code that no list of its section explains counts as an item too: it must run through. What the
sections before say is left out by name where it binds.
"""

from __future__ import annotations

import re

from harness.domain.specifications import Specification
from harness.markdown.parse import parse
from harness.readers.specifications._common import feature_of
from harness.readers.specifications._leaves import leave_rest
from harness.readers.specifications._nlspec_done import Done
from harness.readers.specifications._nlspec_types import entities, terms

FORMAT = "nlspec"
_DONE = re.compile(r"^#{1,3}[ \t]+(?P<number>[0-9]{1,4}\.?[ \t]+)?Definition of Done\b", re.MULTILINE | re.IGNORECASE)
_BLOCK = re.compile(r"^[ \t]{0,8}(?:RECORD|ENUM|INTERFACE)[ \t]+\w", re.MULTILINE)
_NUMBERED = re.compile(r"^##[ \t]+[0-9]{1,4}\.[ \t]", re.MULTILINE)


def sniff(text: str, path: str) -> bool:
    """Whether there is a Definition of Done, numbered as the sections are, or beside blocks of RECORD and their like."""
    found = _DONE.search(text)
    return bool(found and ((found["number"] and _NUMBERED.search(text)) or _BLOCK.search(text)))


def read(text: str, path: str) -> Specification:
    """What the Definition of Done asks for, with the types and terms of the sections before."""
    document = parse(text, path)
    done = Done.of(document, feature_of(path), FORMAT)
    done.go()
    gathered = done.gathered
    leave_rest(gathered, document, done.taken, "it stands outside of the Definition of Done")
    return Specification(
        path=path,
        title=done.title,
        feature=feature_of(path),
        requirements=gathered.requirements,
        entities=tuple(entities(document)),
        terms=tuple(terms(document)),
        left_out=tuple(gathered.left_out),
        mistakes=tuple(gathered.collector.mistakes),
    )
