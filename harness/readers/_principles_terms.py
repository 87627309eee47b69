"""What stands in the text of a principle: its id, levels of BCP 14, weaknesses, titles; blocks of text lie elsewhere."""

from __future__ import annotations

import re
import textwrap

from harness.domain.binding_words import ENGLISH, levels_named
from harness.domain.principles import Level

ID = r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-[0-9]+[a-z]?"
MOST_TITLE = 70
LEVELS = ENGLISH
_QUOTED = re.compile(r'"[^"]*"|“[^“”]*”')
_SMALL = re.compile(r"\b(?:must|shall|required|mandatory|prohibited|forbidden|non-negotiable)\b", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ASIDE = re.compile(r"\s*\([^()]*\)")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_CWE = re.compile(r"CWE[- ]?0*([1-9][0-9]{0,5})", re.IGNORECASE)


def without_comments(text: str) -> str:
    """Text without HTML comments, blanks made one."""
    return " ".join(_COMMENT.sub(" ", text).split())


def without_code(text: str) -> str:
    """Text without its code spans."""
    runs = [found.span() for found in re.finditer("`+", text)]
    closing: dict[int, list[int]] = {}
    for start, end in reversed(runs):
        closing.setdefault(end - start, []).append(end)
    plain, at = [], 0
    for start, end in runs:
        closing[end - start].pop()
        if start >= at and closing[end - start]:
            plain.append(text[at:start])
            at = closing[end - start][-1]
    return " ".join([*plain, text[at:]])


def level_of(text: str) -> Level | None:
    """The most binding level that a text states by a binding word outside of code; None where there is none."""
    found = set(levels_named(without_code(text)))
    return next((level for level in Level if level in found), None)


def levels_differ(level: Level, constraint: str) -> str:
    """What to say where the words of a constraint bind otherwise than its level; empty where they agree."""
    stated = level_of(constraint)
    return f"the level is {level}, but the constraint says {stated}" if stated not in (None, level) else ""


def no_level(name: str, constraint: str) -> tuple[str, str]:
    """What to say of a principle without a level, and what to do; words in small letters do not bind, and are named."""
    small = _SMALL.search(_QUOTED.sub(" ", without_code(constraint)))
    if small:
        word = small[0].lower()
        what = f"'{name}' says '{word}' in small letters only, and is taken for a SHOULD"
        return what, "write MUST in capitals where it binds (BCP 14)"
    what = f"'{name}' says neither MUST nor SHOULD nor MAY, and is taken for a SHOULD"
    return what, "write one of them, in capitals"


def split_cwes(text: str, *, bare: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The weaknesses that a field lists, such as ``CWE-89``, and the words in it that are none; ``bare`` allows ``89``."""
    plain = _ASIDE.sub("", _LINK.sub(r"\1", text)).strip("*_`. ")
    found: dict[str, None] = {}
    others: list[str] = []
    for item in re.split(r"\s*[,;\n]\s*|\s+and\s+", plain if plain.lower() not in ("none", "n/a") else ""):
        word = item.removeprefix("- ").strip("`")
        number = _CWE.fullmatch(f"CWE-{word}" if bare and word.isdecimal() else word)
        if number:
            found[f"CWE-{number[1]}"] = None
        elif word:
            others.append(word)
    return tuple(found), tuple(others)


def cwes_in(text: str) -> tuple[str, ...]:
    """Every weakness that a text mentions, each once."""
    return tuple(dict.fromkeys(f"CWE-{found[1]}" for found in re.finditer(rf"\b{_CWE.pattern}\b", text, re.IGNORECASE)))


def as_title(text: str) -> str:
    """Words as they may stand in a heading: one line, without what a heading or the id before it would swallow."""
    return re.sub(r"(?:^|(?<=\s))#+$", "", " ".join(text.split()).lstrip(":—–- ")).strip()


def short(text: str) -> str:
    """The first words of a text, for a title of what has none."""
    words = re.split(r"(?<=[.;:])\s|\n", re.sub(r"^(?:[-*+]|[0-9]+[.)])\s+", "", text), maxsplit=1)[0].rstrip(".;:, ")
    return as_title(textwrap.shorten(re.sub(r"\*\*|__", "", words), MOST_TITLE, placeholder=" …"))
