"""What one waiver says: ``SEC-002: reason (owner, until 2027-01-31)``; where waivers stand lies with those who read them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from harness.domain.findings import WaiverTrouble

MOST_CHARACTERS = 1000
"""The longest waiver that is read."""

_ID = re.compile(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*", re.ASCII)
_EVERYTHING = frozenset({"all", "any", "every", "everything"})
_BETWEEN = re.compile(r"[\s,;&+/|]+")
_TAIL = re.compile(r"\(([^()]*)\)\Z")
_UNTIL = re.compile(r",? ?\buntil\b ?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
# Joiners that words of some languages need: they may stand in a reason, but never in an id.
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True)
class Terms:
    """A waiver as written; ``trouble`` and ``said`` tell what keeps it from being one."""

    principle: str = ""
    reason: str = ""
    owner: str = ""
    until: date | None = None
    trouble: WaiverTrouble | None = None
    said: str = ""


def is_attempt(text: str) -> bool:
    """Whether what follows the word *waive* in a comment was meant as a waiver, well formed or not; prose is none."""
    head, colon, _ = text.partition(":")
    words = head.split()
    if not words:
        return bool(colon)
    word = words[0].rstrip(",;")
    if "*" in word or _is_aloud(word) or _states_until(text):
        return True
    if len(words) > 1:
        return False
    return word.lower() in _EVERYTHING or (bool(colon) and (word.isupper() or any(map(str.isdigit, word))))


def read_terms(head: str, colon: str, rest: str, form: str) -> Terms:
    """The terms of a waiver: ``head`` is what stands before the colon (or what should), ``rest`` what stands after it.

    ``form`` is how such a waiver is written, for those who wrote it otherwise.
    """
    if len(head) + len(rest) > MOST_CHARACTERS:
        return Terms(trouble=WaiverTrouble.MALFORMED, said=f"a waiver has at most {MOST_CHARACTERS} characters")
    principle = visible(head.strip())
    trouble, said = _of_id(principle, colon, form)
    reason, owner, until, wrong = _reasons(rest)
    if trouble is None and wrong:
        trouble, said = WaiverTrouble.MALFORMED, f"{', '.join(wrong)}: write {form}"
    return Terms(principle, reason, owner, until, trouble, said)


def visible(text: str) -> str:
    """The text with every character that cannot be seen written as its escape."""
    if text.isprintable():
        return text
    return "".join(one.encode("unicode_escape").decode() if _is_hidden(one) else one for one in text)


def _is_aloud(word: str) -> bool:
    """Whether a word looks like an id and like nothing else: ``SEC-002``, ``SEC_2``."""
    return bool(_ID.fullmatch(word)) and not word.isalnum() and word.isupper() and word[-1].isdigit()


def _states_until(text: str) -> bool:
    found = _TAIL.search(_plain(text))
    return bool(found and _UNTIL.search(found[1]))


def _of_id(principle: str, colon: str, form: str) -> tuple[WaiverTrouble | None, str]:
    """What is wrong with the words that should be the id of one principle."""
    words = [word for word in _BETWEEN.split(principle) if word]
    if not words:
        return WaiverTrouble.BLANKET, "it names no principle"
    if "*" in principle or (len(words) == 1 and words[0].lower() in _EVERYTHING):
        return WaiverTrouble.BLANKET, "one waiver is for one principle, at one place"
    if sum(_is_aloud(word.upper()) for word in words) > 1:
        return WaiverTrouble.BLANKET, "it names several principles: write one waiver for each"
    if not colon:
        return WaiverTrouble.MALFORMED, f"no colon after the id: write {form}"
    if not _ID.fullmatch(principle):
        return WaiverTrouble.MALFORMED, f"`{principle[:80]}` is not the id of a principle"
    return None, ""


def _reasons(rest: str) -> tuple[str, str, date | None, list[str]]:
    """Reason, owner and date, and what is wrong with them."""
    text = _plain(rest)
    tail = _TAIL.search(text)
    inside = tail[1] if tail else ""
    between = _UNTIL.search(inside)
    reason = (text[: tail.start()] if tail else text).strip()
    owner = (inside[: between.start()] if between else inside).strip()
    until, impossible = _date(inside[between.end() :].strip() if between else "")
    hidden = _hidden(rest)
    wrong = {
        f"{hidden} cannot be seen on a page": bool(hidden),
        "no reason": not any(map(str.isalnum, reason)),
        "no owner": not any(map(str.isalnum, owner)),
        impossible: bool(impossible),
    }
    return reason, owner, until, [what for what, so in wrong.items() if so]


def _date(text: str) -> tuple[date | None, str]:
    if not text:
        return None, "no date"
    try:
        # fromisoformat takes weeks, and dates without dashes, as well: nobody reads those at a glance.
        return (date.fromisoformat(text), "") if _DATE.fullmatch(text) else (None, f"`{text[:40]}` is no date")
    except ValueError:
        return None, f"`{text}` is no date"


def _plain(text: str) -> str:
    """The words with what cannot be seen made visible, blanks made single, and without a full stop."""
    return " ".join(visible(text).split()).removesuffix(".").rstrip()


def _hidden(text: str) -> str:
    """The first character that cannot be seen, by its number; empty where there is none."""
    if text.isprintable():
        return ""
    found = next((one for one in text if _is_hidden(one) and one not in _JOINERS), "")
    return f"U+{ord(found):04X}" if found else ""


def _is_hidden(character: str) -> bool:
    return character != "\t" and unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp")
