"""Words of a specification made fit for a card or a module: one line that means nothing there but what it says."""

from __future__ import annotations

import keyword
import re
import textwrap

from harness.domain.ears import ears
from harness.domain.requirements import Requirement

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\s]*\)")
_LEAD = re.compile(r"^(?:[-+*#>|~]+\s*|\d+[.)]\s+)+")
_BETWEEN_LETTERS = re.compile(r"_(?!(?<=\d_)\d)")
_NAME = re.compile(r"[^\W_]+")
MOST = 300
MOST_READ = 4_000
"""More than that is no sentence, and is not taken apart."""


def one_line(text: str) -> str:
    """A text in one line, without what commands a terminal or turns its letters round."""
    return " ".join(_CONTROL.sub(" ", text).encode("utf-8", "replace").decode("utf-8").split())


def plain(text: str, most: int = MOST) -> str:
    """A text as running words of a card: no emphasis, links, code or markup."""
    words = _LINK.sub(r"\1", one_line(text)).replace("`", "'")
    words = _LEAD.sub("", _EMPHASIS.sub("", words).strip())
    words = words.replace("<", "\\<").replace("|", "/").rstrip(". ")
    return shortened(f"\\{words}" if words.startswith("[") else words, most) or "This"


def shortened(text: str, most: int = 120) -> str:
    """The beginning of a text, cut at a word."""
    return textwrap.shorten(text, most, placeholder=" …") if len(text) > most else text


def titled(requirement: Requirement) -> str:
    """A title for what is derived of a requirement."""
    parts = None if requirement.title else ears(requirement.text[:MOST_READ])
    title = requirement.title or (parts.response if parts and parts.modal else requirement.text)
    said = shortened(plain(title), 90)
    return said[:1].upper() + said[1:]


def snake(text: str) -> str:
    """A name for a function or a field; it may be none where it begins with a digit."""
    return "_".join(word.lower() for word in _NAME.findall(text) if word.isascii())[:60].strip("_")


def field_name(text: str, taken: frozenset[str]) -> str:
    """A name for a field that is no keyword and none of ``taken``."""
    name = snake(text) or "value"
    name = f"n{name}" if name[0].isdigit() else name
    return f"{name}_" if keyword.iskeyword(name) or name in taken else name


def class_name(text: str) -> str:
    """A name for a class."""
    words = [word for word in _NAME.findall(text) if word.isascii()]
    joined = "_".join(word[0].upper() + word[1:] for word in words)
    name = _BETWEEN_LETTERS.sub("", joined)[:80].strip("_") or "Thing"
    name = f"N{name}" if name[0].isdigit() else name
    return f"{name}_" if keyword.iskeyword(name) else name


def docstring(text: str, indent: str = "") -> str:
    """A docstring of paragraphs, wrapped; whatever the text holds, it ends where it should."""
    width = 88 - len(indent)
    paragraphs = [one_line(part).replace("\\", "\\\\").replace('"""', "'''") for part in text.split("\n\n")]
    wrapped = [textwrap.fill(one, width - 3, break_long_words=False) for one in paragraphs if one]
    whole = "\n\n".join(wrapped)
    whole = f"{whole}." if whole.endswith('"') else whole
    end = f"\n{indent}" if "\n" in whole else ""
    body = "\n".join(f"{indent}{line}" if line and at else line for at, line in enumerate(whole.split("\n")))
    return f'{indent}"""{body}{end}"""\n'
