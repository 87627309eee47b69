"""The words that EARS is written with, in the languages in which people write specifications; reading lies in ``ears``."""

from __future__ import annotations

import re
from enum import StrEnum


class Lead(StrEnum):
    """What a leading word tells of its clause."""

    WHEN = "when"
    IF = "if"
    WHILE = "while"
    WHERE = "where"
    ALL = "for all"


# English; Spanish, Portuguese, French, Italian; German; Chinese. A word ends where no letter of our alphabets follows, because
# Chinese and Japanese write none of their own a space apart from it.
_LEADS = {
    Lead.WHEN: ("whenever|when|cuando|quando|quand|lorsque|wenn", "lorsqu['\u2019]", "每当|每當|当|當"),
    Lead.IF: ("if|si|se|falls", "s['\u2019](?=ils?\\b)", "如果|若|假如|もし"),
    Lead.WHILE: ("while|mientras|enquanto|tant que|pendant que|mentre|während|solange", "tant qu['\u2019]", ""),
    Lead.WHERE: ("where|donde|onde|là où|où|dove|wo", "", ""),
    Lead.ALL: ("for (?:all|any|every|each)|für alle|para todos?|para todas?|pour tout(?:e|es)?|pour tous", "", ""),
}
_THEN = "then|entonces|então|entao|alors|allora|dann"
_CJK_THEN = "那么|那麼|则|則"
_MODALS = (
    "(?:shall|must|should|will|may)(?: not)?"
    "|(?:no |não )?(?:debe|deben|deberá|deberán|debería|deberían|deve|devem|deverá|deverão|deveria|devono|deverebbe)"
    "|(?:ne )?(?:doit|doivent|devra|devront|devrait)(?: pas)?"
    "|(?:muss|müssen|soll|sollen|sollte|sollten)|(?:darf|dürfen) nicht"
)
_CJK_MODALS = "不得|必须|必須|应当|應當|应该|應該|需要|不应|不應|(?<![响响相适適对對反效供])[应應](?![用对對答急付])"
_WORD = r"(?![A-Za-zÀ-ÿ_])"
_START = r"(?<![A-Za-zÀ-ÿ_])"
_COMMA = "[,;\uff0c\u3001\uff1b]"


def _leads() -> str:
    """One named group for each lead, in any case."""
    return "|".join(f"(?P<{lead.name}>{_one_lead(*_LEADS[lead])})" for lead in Lead)


def _one_lead(spaced: str, joined: str, uncased: str) -> str:
    words = [f"(?i:{spaced}){_WORD}", f"(?i:{joined})" if joined else "", uncased]
    return "|".join(word for word in words if word)


def _capitals(pattern: str) -> str:
    """A pattern of lower-case words in capitals, its groups as they are."""
    return re.sub(r"(?<![\\?])[a-zà-ÿ]+", lambda found: found[0].upper(), pattern)


LEADS = re.compile(_leads())
"""A leading word at the beginning of a sentence."""
PLACES = re.compile(f"{_COMMA[:-1]}A-ZÀ-Þ]")
"""Where a later clause may begin: behind a comma, or at a word in capitals. One set of characters is found fast."""
ANDS = re.compile(r"\b(?:and|AND) ")
OTHER_LEADS = re.compile(
    r"(?i:after|before|once|upon|during|unless|until|as soon as|as long as|in case|on|at|in|within|by|for|with|given)\b"
)
"""Words that begin a clause which EARS has no pattern for."""
THEN = re.compile(rf"{_START}(?:{_capitals(_THEN)}){_WORD}|(?:{_CJK_THEN})")
SMALL_THEN = re.compile(rf"(?P<comma>{_COMMA} ?)?{_START}(?i:{_THEN}){_WORD}")
MODALS = re.compile(rf"{_START}(?i:{_MODALS}){_WORD}|{_CJK_MODALS}")
COMMAS = re.compile(_COMMA)
COMMA_ARTICLE = re.compile(
    rf"{_COMMA} ?(?=(?i:the|an?|each|every|all|any|no|it|el|la|los|las|os?|as?|le|les|l['\u2019]|das|der|die){_WORD})"
)
CAPITAL_ARTICLE = re.compile(rf"{_START}(?=(?:THE|EL|LA|LE|DAS|DER|DIE) )")
SMALL_ARTICLE = re.compile(rf"{_START}(?=(?:the|The) )")
ARTICLES = re.compile(r"\A(?:(?i:the|an?|el|la|los|las|o|os|le|les|das|der|die) |(?i:l['\u2019]))")
OR_BEFORE = re.compile(r"(?i:\b(?:or|ou|o|oder)) $|或$")
AND_AFTER = re.compile(r"(?i: (?:and|y|e|et|und))$")
PARTICLE_AFTER = re.compile(r"(?<=[^\x00-\x7f])[はが]$")

# Japanese and Korean put their words last.
LAST_LEADS = re.compile(r"(?:(?P<state>間|状態で|동안)|場合|とき|時|際|たら|れば|ならば|때|면|경우)(?:に|には|は)?$")
LAST_MODALS = re.compile(
    r"(?:しなければならない|なければならない|なければなりません|ねばならない|ものとする|てはならない|てはなりません|べきである|べきだ|すること"
    r"|해야 한다|해야 합니다|하여야 한다|되어야 한다|않아야 한다)(?=[。.]?$)"
)
SUBJECT_PARTICLES = re.compile(r"[はが](?=.)|(?<=[가-힣])[은는이가] ")
