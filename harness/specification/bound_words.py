"""The words that limits are written with: numbers, units, comparisons; reading sentences lies in ``bounds``."""

from __future__ import annotations

import re
from decimal import Decimal


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_COUNTED = _split(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty"
)
_WORDS = {word: Decimal(number) for number, word in enumerate(_COUNTED)} | {"thirty": Decimal(30), "sixty": Decimal(60)}
_SCALES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000, "billion": 1_000_000_000}
_NUMBER = rf"(?:[$€£]\s?)?-?\d[\d,_]*(?:\.\d+)?(?:\s?(?:thousand|million|billion)\b|k\b)?|\b(?:{'|'.join(_WORDS)})\b"
_PARTS = re.compile(r"(-?\d[\d,_]*(?:\.\d+)?)\s*([A-Za-z]*)")

_NO_UNIT = (
    "and|or|in|of|to|for|at|by|on|with|per|when|if|from|as|is|are|be|must|shall|should|may|will|the|a|an|that|which|after|before"
    "|during|then|than|while|unless|until|so|but|not|from|within|without|across|between|under|over|if"
)
VALUE = rf"(?P<value>{_NUMBER})(?:[ -]?(?P<unit>%|per ?cent\b|(?!(?:{_NO_UNIT})\b)[A-Za-zµ]+))?"
_RANGED = VALUE.replace("value>", "most>")

_LOW = "below|under|(?:less|fewer|lower|smaller|shorter|sooner|earlier|quicker|faster) than"
_HIGH = "above|over|beyond|exceed(?:s|ing)?|(?:more|greater|higher|larger|longer|later|bigger|slower) than"
_OF = "(?: length| size| value| number| of)*:?"
_NOT = r"\b(?:never|not|cannot|can't|mustn't|nor)\s+(?:[\w'-]+\s+){0,3}?"


def _rule(name: str, pattern: str) -> tuple[str, re.Pattern[str]]:
    return name, re.compile(pattern, re.IGNORECASE)


RULES = (
    _rule("range", rf"\bbetween\s+(?P<least>{_NUMBER})(?:\s?%)?\s+and\s+{_RANGED}"),
    _rule("range", rf"\bfrom\s+(?P<least>{_NUMBER})(?:\s?%)?\s+(?:up )?to\s+{_RANGED}"),
    _rule("bare range", rf"(?<![\w.])(?P<least>{_NUMBER})\s?(?:-|–|—|\bto\b)\s?{_RANGED}(?=\W|$)"),
    _rule("ge", rf"{_NOT}(?:{_LOW})\s+{VALUE}"),
    _rule("le", rf"{_NOT}(?:{_HIGH})\s+{VALUE}"),
    _rule("le", rf"\bno (?:more|longer|greater|larger|higher|later|bigger|slower) than\s+{VALUE}"),
    _rule("ge", rf"\bno (?:less|fewer|lower|smaller|shorter|sooner|earlier) than\s+{VALUE}"),
    _rule("le", rf"(?:\bat (?:the )?most|\bup to|\bmax(?:imum)?{_OF}|\b(?:limited|capped) (?:to|at)|≤|<=)\s*{VALUE}"),
    _rule("ge", rf"(?:\bat (?:the )?least|\bmin(?:imum)?{_OF}|≥|>=)\s*{VALUE}"),
    _rule("le", rf"{VALUE}\s+(?:or|and) (?:fewer|less|shorter|under|below|faster|lower|smaller)\b"),
    _rule("ge", rf"{VALUE}\s+(?:or|and) (?:more|greater|longer|above|higher|larger)\b"),
    _rule("le", rf"{VALUE}\s+(?:max|maximum|at most)\b"),
    _rule("ge", rf"{VALUE}\s+(?:min|minimum|at least)\b"),
    _rule("eq", rf"\b(?:exactly|equals?(?: to)?)\s+{VALUE}"),
    _rule("within", rf"\bwithin\s+(?:the )?(?:next |first |last )?{VALUE}"),
    _rule("lt", rf"(?:\b(?:in )?(?:{_LOW})|<)\s*{VALUE}"),
    _rule("gt", rf"(?:\b(?:{_HIGH})|>)\s*{VALUE}"),
    _rule("not negative", r"\b(?:never|not)(?:\s+[\w'-]+){0,2}?\s+negative\b|\bnon-?negative\b"),
    _rule("positive", r"\b(?:be|is|are|remain|stay)\s+(?:a )?positive(?=[.,;]|\s+(?:number|integer|amount|value)|$)"),
    _rule("not empty", r"\b(?:never|not)\s+be\s+(?:empty|blank)\b|\bnon-?empty\b"),
)  # fmt: skip
"""In the order in which they are tried; what one has taken, none after it reads."""
LOOSE = frozenset({"lt", "gt"})
OPPOSITES = {"ge": "lt", "gt": "le", "le": "gt", "lt": "ge"}

PERCENTILE = re.compile(
    r"(?:\b(?:at|for|in|of)\s+)?(?:the\s+)?\b(?P<ordinal>\d{1,2}(?:\.\d+)?)(?:st|nd|rd|th)[ -]percentile\b"
    r"|\b[pP](?P<short>\d{2}(?:\.\d+)?|\d{3})\b"
    r"|(?:\b(?:at least|for|in)\s+)*\b(?P<share>\d{1,2}(?:\.\d+)?)\s?(?:%|percent)\s+of\s+(?:all |the )*(?:[\w-]+\s+){0,2}?"
    r"(?:requests|calls|cases|responses|queries|operations|searches|reads|writes|messages|events|transactions|loads|runs)\b"
)
CONDITION_FIRST = re.compile(r"\s*(?:when|whenever|if|while|where|once|after|unless|until)\b", re.IGNORECASE)
CONDITION = re.compile(r"\b(?:when|whenever|if|once|until|unless|while|every|each time)\b", re.IGNORECASE)
LOOSE_CONDITION = re.compile(
    r"\b(?:after|for|of|with|from|where|whose|that|which|at|on)\b(?:\s+[\w-]+){0,4}\s*$", re.IGNORECASE
)
PREDICATE = re.compile(
    r"\b(?:be|is|are|stay|stays|remain|remains|have|has|contain|contains|take|takes|last|lasts|must|shall|should|will|may|to)"
    r"(?:\s+(?:always|only|strictly|kept|held))*\s*$",
    re.IGNORECASE,
)
REFUSED = re.compile(
    r"\b(?:reject|refus|den(?:y|ie)|declin|disallow|forbid|prevent|prohibit|block)\w*\b(?!.*\b(?:and|or|but)\b)",
    re.IGNORECASE,
)
PRODUCT = re.compile(
    r"^(?:(?:the|this|our|each|every|any)\s+)?(?:[\w-]+\s+)?(?:system|application|app|product|service|platform|tool|software|server|cli"
    r"|api|interface|backend|frontend|solution|program|website|site|it|implementation|component|module|library|users?|customers?)$",
    re.IGNORECASE,
)
_MODALS = (
    "must|shall|should|may|will|can|could|never|not|always|only|also|be|able|ensures?|that|allows?|is|are|has|have"
)
MODALS = re.compile(rf"\b(?:{_MODALS})\b", re.IGNORECASE)
LATER_SUBJECT = re.compile(
    r"(?:\b(?:and|but)|[,;](?!\s+(?:and|but)\b))\s+(?:(?:the|a|an|its|their|each|every)\s+)?"
    r"(?P<subject>[\w'-]+(?: [\w'-]+){0,4}?)"
    r"\s+(?:must|shall|should|will|may)\b",
    re.IGNORECASE,
)
FILLING = frozenset(
    _split(
        "the a an its their his her each every any all to of in at by for with on as is are be been has have than"
        " from into per must shall should may will can never not always only also no and or that this these those"
        " it they which drop drops fall falls go goes rise rises grow grows get gets exceed limit limits limited"
        " length size number value maximum minimum max min least most up within under over below above contain"
        " contains consist support supports between exactly able ensure ensures allow allows user users accept"
        " accepts"
    )
)
CHOICES = re.compile(
    r"\b(?:one of(?: the following)?|either"
    r"|(?:valid|allowed|permitted|supported|possible) (?:\w+ )?(?:values|options|statuses|states)(?: are| include)?)"
    r"\s*:?\s*(?P<values>[^.;()]{3,300})",
    re.IGNORECASE,
)
NUMBER_WITH_UNIT = re.compile(rf"(?<![\w.-])\d[\d,]*(?:\.\d+)?\s?(?:%|(?!(?:{_NO_UNIT})\b)[A-Za-zµ]+\b)", re.IGNORECASE)
WORD_AFTER = re.compile(rf"\s+(?!(?:{_NO_UNIT})\b)([a-z][\w-]*)", re.IGNORECASE)
TURNED_ROUND = re.compile(r"\s*(?:no|none|nothing|neither)\b", re.IGNORECASE)
CURRENCIES = frozenset(_split("eur usd gbp chf euro euros dollar dollars pound pounds cent cents"))


def number(text: str) -> Decimal:
    """The number that a text says, in digits or in words."""
    plain = text.strip().lower()
    if plain in _WORDS:
        return _WORDS[plain]
    found = _PARTS.search(plain)
    if found is None:
        return Decimal(0)
    return Decimal(found[1].replace(",", "").replace("_", "")) * _SCALES.get(found[2], 1)
