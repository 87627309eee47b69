"""What stands beside a Spec Kit specification: research, data model, contracts, check lists. It states nothing by itself."""

from __future__ import annotations

from harness.domain.places import Place
from harness.domain.specifications import LeftOut, Specification
from harness.markdown.parse import parse
from harness.markdown.tree import Heading
from harness.readers.specifications import _speckit_paths as paths
from harness.readers.specifications._prose import one_line, unemphasised

_LONGEST = 80
_WHY = "a companion of a specification states no requirement by itself"


def sniff(text: str, path: str) -> bool:
    """Whether a document lies in a feature's folder and is not its specification, its plan or its tasks."""
    return paths.is_companion(path)


def claims(text: str, path: str) -> bool:
    """Its place alone tells it: a companion may hold anything."""
    return sniff(text, path)


def read(text: str, path: str) -> Specification:
    """The document, left out as a whole."""
    document = parse(text, path)
    title = next((one_line(unemphasised(block.text)) for block in document.blocks if isinstance(block, Heading)), "")
    first = next((line.strip() for line in document.text.split("\n") if line.strip()), "")
    left_out = (LeftOut(place=Place(path=path), text=(title or first)[:_LONGEST], why=_WHY),) if first else ()
    return Specification(path=path, feature=paths.feature(path), title=title, left_out=left_out)
