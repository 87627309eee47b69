"""What a heading of a Spec Kit constitution says: id, number, title, level; which headings are principles lies beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.domain.principles import Level
from harness.readers._principles_terms import ID, LEVELS, as_title

_ROMAN = {"I": 1, "V": 5, "X": 10}
_CHINESE = "一二三四五六七八九"
_WORDS = (
    r"(?P<article>(?i:article|art[ií]culo|artigo|articolo|artikel))"
    r"|(?P<principle>(?i:principle|pr[ií]nc[ií]pio|principe|prinzip))"
    r"|(?P<letters>[A-Z]{1,3}(?=[0-9]))"
)
_END = r"\s*[.):\uff1a、—–-]"
_NUMBERED = re.compile(
    rf"(?:(?:{_WORDS})\s*(?P<either>[IVX]{{1,7}}|[0-9]{{1,3}})\b(?:{_END})*"
    rf"|(?P<roman>[IVX]{{1,7}}){_END}|(?P<number>[0-9]{{1,3}})\s*[.):\uff1a、]"
    rf"|第?(?P<chinese>[{_CHINESE}十]{{1,3}})[条條章]?\s*[、.:\uff1a])\s*(?P<title>.*)"
)
_CODED = re.compile(r"[A-Z]{1,3}[0-9]{1,3}\s*[.:\uff1a—–-].*")
_NAMED = re.compile(rf"(?P<id>{ID})\b\s*[.:\uff1a—–-]*\s*(?P<title>.*)")
# NON-NEGOTIABLE and MANDATORY, also in Spanish, Portuguese, French, Italian, German, Russian, Chinese and Japanese.
_FIRM = (
    r"NON[- ]NEGOTIABLE|NO NEGOCIABLE|N[ÃA]O NEGOCI[ÁA]VEL|NON N[ÉE]GOCIABLE|NON NEGOZIABILE|NICHT VERHANDELBAR"
    r"|\u041d\u0415 ОБСУЖДАЕТСЯ|不可协商|不可協商|不可妥协|不可妥協|交渉不可|妥協不可"
    r"|MANDATORY|OBLIGATORI[OA]|OBRIGAT[ÓO]RI[OA]|OBLIGATOIRE|VERBINDLICH|强制|強制|必須"
)
_MARK = re.compile(
    rf"\s*[(\[\uff08]({_FIRM}|MUST NOT|{'|'.join(LEVELS)})\b[^()\[\]\uff08\uff09]*[)\]\uff09]", re.IGNORECASE
)
# Emoji and their like before the first word.
_ORNAMENT = re.compile(r"[^\w\[(\"'“«<`*…]+")


@dataclass(frozen=True)
class Name:
    """What a heading says: an id where it has one of its own, a number, a title, a level by its mark."""

    title: str
    id: str = ""
    word: str = ""
    number: int | None = None
    roman: bool = False
    level: Level | None = None

    @property
    def is_own(self) -> bool:
        """Whether it can be nothing but the name of a principle: it has an id, or is an article."""
        return bool(self.id or self.word)


def name_of(heading: str) -> Name:
    """What the heading of an article says."""
    found = _MARK.search(heading)
    plain = re.sub(r"\*\*|__", "", _MARK.sub("", heading)).strip("*_ ")
    plain = _unadorned(plain)
    level = LEVELS.get(found[1].upper(), Level.MUST) if found else None
    named = _NAMED.fullmatch(plain)
    if named:
        return Name(as_title(named["title"]) or named["id"], id=named["id"], level=level)
    numbered = _NUMBERED.fullmatch(plain)
    if numbered and numbered["letters"] and not _CODED.fullmatch(plain):
        numbered = None
    number = _number(numbered) if numbered else None
    if numbered is None or number is None:
        return Name(as_title(plain), level=level)
    return Name(
        as_title(_unadorned(numbered["title"])) or as_title(plain),
        "",
        _word(numbered),
        number,
        bool(numbered["roman"]),
        level,
    )


def _unadorned(text: str) -> str:
    """A text without what stands before its first word, where it has one."""
    ornament = _ORNAMENT.match(text)
    return text[ornament.end() :] if ornament and ornament.end() < len(text) else text


def _word(found: re.Match[str]) -> str:
    return "ARTICLE" if found["article"] else "PRINCIPLE" if found["principle"] else found["letters"] or ""


def _number(found: re.Match[str]) -> int | None:
    text = found["either"] or found["roman"] or found["number"]
    if text is None:
        return _chinese(found["chinese"])
    if text.isdecimal():
        return int(text)
    values = [_ROMAN[digit] for digit in text.upper()]
    total = sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
    return total if total > 0 else None


def _chinese(text: str) -> int | None:
    tens, ten, ones = text.rpartition("十")
    if any(len(part) > 1 or "十" in part for part in (tens, ones)):
        return None
    digits = [_CHINESE.index(part) + 1 if part else 0 for part in (tens, ones)]
    return (digits[0] or 1) * 10 + digits[1] if ten else digits[1]
