"""One item of the file of waivers: which principle, where, and on what terms; the file as a whole is read in ``waivers``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.constitution._waiver_terms import MOST_CHARACTERS, Terms, read_terms, visible
from harness.domain.findings import Excuse, WaiverTrouble

_FORM = "- SEC-002 `src/db.py`: reason (owner, until 2027-01-31)"
_ITEM = re.compile(
    r"(?P<id>[^`:(]*)(?:\((?P<excuse>[^()]*)\)|`(?P<path>[^`]*)`(?P<after>:[0-9]{1,7}|\s*#[^\s:]*)?)?\s*(?P<colon>:?)(?P<rest>.*)",
    re.DOTALL,
)
_LINE = re.compile(r":([0-9]{1,7})\Z", re.ASCII)
_FINGERPRINT = re.compile(r"\s*#([0-9a-f]+)(?:…|\.\.\.)?\Z", re.ASCII)
_LEAST_DIGITS = 8
_EXCUSES = {excuse.value: excuse for excuse in (Excuse.GAP, Excuse.WEAKENED)}


@dataclass(frozen=True)
class Exemption:
    """What an item says: its terms, and what it excuses; ``path`` is empty where that is no finding."""

    terms: Terms
    excuses: Excuse = Excuse.FINDING
    path: str = ""
    line: int | None = None
    fingerprint: str = ""


def read_item(text: str) -> Exemption:
    """What a list item says, trouble included."""
    found = _ITEM.fullmatch(text[: 2 * MOST_CHARACTERS])
    assert found is not None
    terms = read_terms(found["id"], found["colon"], found["rest"], _FORM)
    if found["path"] is None:
        excuse = _EXCUSES.get((found["excuse"] or "").strip())
        return Exemption(terms, excuse) if excuse else Exemption(_blanket(terms, "it names no file"))
    path, line, fingerprint = _place(found["path"].strip() + (found["after"] or ""))
    return Exemption(_of_path(terms, path, fingerprint), Excuse.FINDING, visible(path), line, fingerprint)


def _place(text: str) -> tuple[str, int | None, str]:
    if found := _LINE.search(text):
        return text[: found.start()].removeprefix("./"), int(found[1]), ""
    found = _FINGERPRINT.search(text)
    path = text[: found.start()] if found else text
    return path.removeprefix("./"), None, found[1] if found else ""


def _of_path(terms: Terms, path: str, fingerprint: str) -> Terms:
    """The terms with what is wrong with a path, which is told first."""
    if path in ("", ".") or path.endswith("/"):
        return _blanket(terms, "it names no file")
    if "*" in path or "?" in path:
        return _blanket(terms, "it names files by a pattern: write one waiver for each")
    if terms.trouble:
        return terms
    if path.startswith("/") or "\\" in path or ".." in path.split("/"):
        return _malformed(terms, "the path is not relative to the project")
    if fingerprint and len(fingerprint) < _LEAST_DIGITS:
        return _malformed(terms, f"of a fingerprint at least {_LEAST_DIGITS} digits are needed")
    return terms


def _blanket(terms: Terms, why: str) -> Terms:
    return _with(terms, WaiverTrouble.BLANKET, f"{why}: write {_FORM}")


def _malformed(terms: Terms, why: str) -> Terms:
    return _with(terms, WaiverTrouble.MALFORMED, why)


def _with(terms: Terms, trouble: WaiverTrouble, said: str) -> Terms:
    return Terms(terms.principle, terms.reason, terms.owner, terms.until, trouble, said)
