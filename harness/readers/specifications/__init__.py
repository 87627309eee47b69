"""Specifications to frozen objects, in whichever of the known formats they are written; linting them lies elsewhere.

Each module is one format: ``sniff(text, path)`` recognises its documents by words or by where they lie, ``read(text, path)``
gives a Specification; ``claims(text, path)``, where a module has it, is asked before any ``sniff``. A reader is tolerant: what
it cannot read as a requirement though it looks like one is among ``left_out`` with the reason, what makes a document ambiguous
(an id given twice) among ``mistakes``. Only a text that is no readable Markdown at all is refused. Reading runs nothing.
"""

from __future__ import annotations

import sys

from harness.domain.places import Place
from harness.domain.specifications import LeftOut, Specification
from harness.markdown.text import normalise, sha256
from harness.plugins import Family

READS = "specification"
SPECIFICATIONS = Family(sys.modules[__name__])
_LAST = "plain"
"""Whatever no other format claims may still state requirements in BCP 14's words."""


def read_specification(text: str, path: str, format_: str = "") -> Specification:
    """What a document specifies, in the format of that name or the one that it seems to have; without any it is left out.

    Raises:
        DocumentError: if the text is too large, nested too deeply, or its front matter cannot be read.
        UsageError: if there is no such format.
    """
    text = normalise(text, path)
    name = format_ or format_of(text, path)
    if name:
        read: Specification = SPECIFICATIONS.load(name).read(text, path)
        return read.model_copy(update={"format": name, "sha256": sha256(text)})
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    left_out = (LeftOut(place=Place(path=path), text=first[:80], why="it states no requirement in any known format"),)
    return Specification(path=path, left_out=left_out if first else (), sha256=sha256(text))


def format_of(text: str, path: str) -> str:
    """The name of the format of a document; empty where none knows it. Strangers' formats are asked in their turn.

    First those are asked that ``claim`` documents by where they lie: whatever stands there, others would mistake it.
    """
    names = sorted(SPECIFICATIONS.names(), key=lambda name: (name == _LAST, name))
    modules = [(name, SPECIFICATIONS.load(name)) for name in names]
    claimed = (name for name, module in modules if hasattr(module, "claims") and module.claims(text, path))
    sniffed = (name for name, module in modules if module.sniff(text, path))
    return next(claimed, "") or next(sniffed, "")
