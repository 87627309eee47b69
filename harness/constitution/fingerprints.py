"""Names for findings that stay the same while lines move; comparing them with a baseline lies in ``baseline``."""

from __future__ import annotations

import hashlib


def fingerprint(parts: tuple[str, ...], count: int) -> str:
    """The name of a finding: 24 hexadecimal digits.

    ``parts`` are the principle, its role, the technique, the path, the symbol around it and the words found there; blanks
    count as one each. ``count`` tells the findings of one file apart that are alike in all of these. A finding keeps its
    name while lines move or are laid out anew, and gets another when its file is renamed.
    """
    words = [" ".join(part.split()) for part in parts]
    text = "\0".join([*words, str(count)])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
