"""The headings and labels of Kiro's documents, in the languages in which people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.readers.specifications._outline import explicit_id, plain_heading

_APART = r"\s*(?:[:\uff1a.\u3001)|\u2013\u2014-]+\s*|\s+|$)"
_NUMBERED = re.compile(
    r"(?:requirement|req|requisito|exigence|anforderung|требование|需求|要件|要求|요구\s?사항|r(?=[0-9]))"
    rf"[ \t#._-]{{0,3}}(?P<number>(?:[A-Z]{{1,6}}-?)?[0-9]+(?:\.[0-9]+)*){_APART}(?P<title>.*)",
    re.IGNORECASE,
)
_BARE = re.compile(rf"(?P<number>[0-9]+(?:\.[0-9]+)*){_APART}(?P<title>.*)")
_ACCEPTANCE = (
    r"(?:ears )?acceptance criteri(?:a|on)|criterios? de aceptaci[oó]n|crit[ée]rios? de aceita[cç][ãa]o|crit[ée]rios? de aceite"
    r"|crit[eè]res? d['\u2019]acceptation|akzeptanzkriterien|критерии при[её]мки"
    r"|受け?入れ?基準|验收标准|驗收標準|验收准则|接受标准"
    r"|수용\s?기준|인수\s?기준|인수\s?조건"
)
_IS_ACCEPTANCE = re.compile(rf"(?:[0-9.]+\s*)?(?:{_ACCEPTANCE})\b.*", re.IGNORECASE)
_LABEL = re.compile(rf"(?:\*\*|__)(?:{_ACCEPTANCE})[^*_]{{0,60}}(?:\*\*|__)\s*[:\uff1a]?\s*(?P<rest>.*)", re.IGNORECASE)
_STORY = re.compile(
    r"(?:\*\*|__)?(?:user[ -]?story|historia(?: de usuario)?|hist[oó]ria(?: de usu[aá]rio)?|r[eé]cit utilisateur|objective"
    r"|пользовательская история|ユーザーストーリー|目的|用户故事|用戶故事|使用者故事|사용자\s?스토리)"
    r"\s{0,9}(?:\*\*|__)?\s{0,9}[:\uff1a]\s{0,9}(?:\*\*|__)?\s*(?P<text>.*)",
    re.IGNORECASE | re.DOTALL,
)
_AS_A = re.compile(r"(?:\*\*|__)?As an?\b.*", re.DOTALL)
_LABELLED = re.compile(
    r"(?:\*\*|__)(?!(?:when|then|if|while|where|given|and|but)\b)[^*_]{1,60}(?:[:\uff1a]\s{0,3}(?:\*\*|__)|(?:\*\*|__)\s{0,3}[:\uff1a])",
    re.IGNORECASE,
)
_GLOSSARY = re.compile(
    r"(?:[0-9.]+\s*)?(?:glossary|glosario|gloss[aá]rio|glossaire|glossar|глоссари[йя]|глоссарь|definitions|terminology"
    r"|用語集|用語|术语表?|術語表?|词汇表|名词解释|名詞解釋|名词|名詞|용어집?)\b.*",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"requirement|constraint|functional|security|performance|criteri|rules|expected|unchanged"
    r"|requisito|exigence|anforderung|要件|要求|需求|요구",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"(?:\*\*|__)(?P<name>[^*]{1,120}?)[:\uff1a]?\s*(?:\*\*|__)\s*(?:[:\uff1a\u2013\u2014-]+\s*|$|\s)(?P<text>.*)",
    re.DOTALL,
)
_OWN_NUMBER = re.compile(
    r"(?:\[[ xX]\]\s*)?(?:\*\*|__)?(?:R(?=[0-9]))?"
    r"(?P<number>(?:AC-)?[0-9]+(?:\.[0-9]+)+[a-z]?|[A-Z][A-Z0-9]{0,15}(?:-[A-Z0-9]{1,15}){0,6}-AC-?[0-9]+(?=[:.*]))"
    r"(?:\*\*|__)?[.):\uff1a]*(?:\*\*|__)?\s+(?P<text>.*)",
    re.DOTALL,
)
_BOX = re.compile(r"\[[ xX]\]\s*")


@dataclass(frozen=True)
class Head:
    """The number and the title that the heading of a requirement gives it."""

    number: str
    title: str
    sure: bool = True


def head(heading: str) -> Head | None:
    """What a heading says as that of a requirement; it is not ``sure`` where a number alone makes it look like one."""
    plain = plain_heading(heading)
    found = _NUMBERED.fullmatch(plain)
    if found:
        return Head(found["number"], found["title"].strip())
    id_, rest = explicit_id(heading)
    if id_:
        return Head(id_, plain_heading(rest), sure=False)
    found = _BARE.fullmatch(plain)
    return Head(found["number"], found["title"].strip(), sure=False) if found else None


def is_acceptance(heading: str) -> bool:
    """Whether acceptance criteria stand below a heading."""
    return bool(_IS_ACCEPTANCE.fullmatch(plain_heading(heading)))


def acceptance_label(paragraph: str) -> str | None:
    """What stands behind the label of acceptance criteria; None where a paragraph does not begin with it."""
    found = _LABEL.fullmatch(paragraph)
    return found["rest"] if found else None


def story(paragraph: str) -> str | None:
    """The words of a user story, be it labelled or begin with *As a*; None where a paragraph is none."""
    found = _STORY.fullmatch(paragraph)
    if found:
        return found["text"].strip()
    return paragraph if _AS_A.fullmatch(paragraph) else None


def is_labelled(line: str) -> bool:
    """Whether a line begins with a label in bold, such as ``**Priority:** P0``, and so something of its own."""
    return bool(_LABELLED.match(line))


def is_glossary(heading: str) -> bool:
    """Whether terms are explained below a heading."""
    return bool(_GLOSSARY.fullmatch(plain_heading(heading)))


def may_state(heading: str) -> bool:
    """Whether what binds below a heading is meant as a requirement, though it is not numbered."""
    return bool(_STATES.search(heading))


def term(text: str) -> tuple[str, str] | None:
    """A word and what it means, of an item such as ``**Session**: a record``."""
    found = _TERM.fullmatch(text)
    return (found["name"].strip("` "), found["text"].strip()) if found else None


def own_number(text: str) -> tuple[str, str]:
    """The number that a criterion begins with (``1.2 WHEN …``, ``AC-1.2: …``), empty where there is none, and its words."""
    found = _OWN_NUMBER.fullmatch(text)
    return (found["number"], found["text"]) if found else ("", _BOX.sub("", text, count=1))
