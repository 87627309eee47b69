"""The id that a heading makes; which headings are of requirements lies with the readers."""

from __future__ import annotations

import re

_NO_LETTER = re.compile(r"[\W_]+")


def slug(name: str) -> str:
    """A name's letters and digits in small letters, joined by dashes; empty where it has none.

    Names that differ in case, spacing or punctuation alone have the same.
    """
    return _NO_LETTER.sub("-", name.lower()).strip("-")
