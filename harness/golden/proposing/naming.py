"""Names that are safe wherever they are written: ids of cases, the names of what is kept, and plain titles."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

_LONGEST_ID = 60
_LONGEST_TITLE = 100
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORDS = re.compile(r"[^A-Za-z0-9]+")
_NOT_PLAIN = re.compile(r"[^\w .,:;/(){}'+=%-]")
_SPACES = re.compile(r"\s+")


def id_of(prefix: str, name: str, also: str = "") -> str:
    """An id such as ``API-CREATE-ORDER``; ``also`` tells apart what has the same name, or none that can be written."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = "-".join(word for word in _NOT_WORDS.split(_HUMPS.sub("-", plain)) if word).upper()
    if also or not words or len(words) > _LONGEST_ID:
        words = f"{words[:_LONGEST_ID].rstrip('-')}-{hashlib.sha256((also or name).encode()).hexdigest()[:6].upper()}"
    return f"{prefix}-{words.strip('-')}"


def unique_ids(prefix: str, names: Sequence[tuple[str, str]]) -> list[str]:
    """An id for each (name, what it is); those of one name are told apart, whatever their order."""
    plain = [id_of(prefix, name) for name, _ in names]
    return [
        id_of(prefix, name, also) if plain.count(id) > 1 else id for id, (name, also) in zip(plain, names, strict=True)
    ]


def title_of(*candidates: str) -> str:
    """The first text of which something is left as a plain title in one line."""
    for text in candidates:
        plain = _SPACES.sub(" ", _NOT_PLAIN.sub(" ", unicodedata.normalize("NFC", text))).strip(" .,:;/-+=_")
        if any(character.isalnum() for character in plain):
            return plain if len(plain) <= _LONGEST_TITLE else f"{plain[: _LONGEST_TITLE - 1].rstrip()}…"
    return "A case without a name"


def singular(word: str) -> str:
    """``orders`` → ``order``, ``categories`` → ``category``, ``boxes`` → ``box``; anything else as it is."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(?:s|x|z|ch|sh)es$", word):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 2 else word


def kept_name(word: str) -> str:
    """A name for braces: letters, digits and underscores that begin with a letter."""
    plain = _NOT_WORDS.sub("_", _HUMPS.sub("_", word)).strip("_").lower()
    return plain if plain[:1].isalpha() else f"kept_{plain}".rstrip("_")
