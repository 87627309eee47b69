"""One sentence in EARS (Easy Approach to Requirements Syntax) to its parts; whether it is a good one lies in lint.

Mavin, Wilkinson, Harwood and Novak, *Easy Approach to Requirements Syntax*, RE 2009: ``While … when … the <system> shall …``.
Words are read in capitals, lower and mixed case, and in the languages that people write specifications in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from harness.domain import ears_words as words
from harness.domain.base import Frozen


class EarsKind(StrEnum):
    """The patterns of EARS; ``COMPLEX`` combines more than one."""

    UBIQUITOUS = "ubiquitous"
    EVENT = "event"
    STATE = "state"
    UNWANTED = "unwanted"
    OPTIONAL = "optional"
    COMPLEX = "complex"


class Ears(Frozen):
    """The parts of a sentence, each as written without its leading word.

    ``preconditions`` stood behind *while*, ``triggers`` behind *when* and *if*, ``features`` behind *where*, ``quantifier``
    behind *for all*. ``subject`` has no article; it is empty where nothing tells it from what stands before it. ``modal`` is
    the binding word as written, with its *not*; it is empty in ``WHEN a THEN b``, whose subject then stands in ``response``.
    """

    kind: EarsKind
    preconditions: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    quantifier: str = ""
    subject: str = ""
    modal: str = ""
    response: str


_LED = re.compile(r"^[*_]{1,2}(\w[^*_]{0,40})[*_]{1,2}(?!\w)")
_ENDS = " ,;:\uff0c\u3001\uff1b\uff1a\t"
_APOSTROPHES = ("'", "\u2019")
_KINDS = {
    words.Lead.WHEN: EarsKind.EVENT,
    words.Lead.WHILE: EarsKind.STATE,
    words.Lead.IF: EarsKind.UNWANTED,
    words.Lead.WHERE: EarsKind.OPTIONAL,
}


def ears(text: str) -> Ears | None:
    """The parts of a sentence; None where it has none of the shapes of EARS, such as one without a binding word."""
    plain = " ".join(text.replace("**", "").split())
    if plain[:1] in ("*", "_"):
        plain = _LED.sub(r"\1", plain)
    lead = words.LEADS.match(plain)
    if lead is None:
        return _ubiquitous(plain) or _suffixed(plain)
    then = _then(plain, lead)
    modal = _modal(plain, then)
    if modal is not None:
        head, response = plain[: modal.start()], plain[modal.end() :]
        leads = _leads(head)
        conditions, subject = _divided(head, then if then and then.end() <= modal.start() else None, leads)
        return _put(list(_clauses(conditions, leads)), subject, modal[0], _end(response))
    return _led_and_suffixed(plain, then) or (
        _unbound(plain[: then.start()], plain[then.end() :]) if then is not None else _suffixed(plain)
    )


def _ubiquitous(plain: str) -> Ears | None:
    """``The <system> shall …``; another clause before the subject makes it something that EARS has no pattern for."""
    modal = _first(words.MODALS.finditer(plain))
    if modal is None:
        return None
    head = plain[: modal.start()]
    if words.OTHER_LEADS.match(head) and words.COMMAS.search(head):
        return None
    response = _end(plain[modal.end() :])
    return (
        Ears(kind=EarsKind.UBIQUITOUS, subject=_subject(head), modal=modal[0], response=response) if response else None
    )


def _suffixed(plain: str) -> Ears | None:
    """A sentence of a language that puts such words last: ``…場合、システムは…しなければならない``."""
    modal = words.LAST_MODALS.search(plain)
    if modal is None:
        return None
    head = plain[: modal.start()]
    commas = list(words.COMMAS.finditer(head))
    ends = [
        (comma, found)
        for comma in commas
        if (found := words.LAST_LEADS.search(head[max(0, comma.start() - 12) : comma.start()]))
    ]
    if not ends:
        subject, response = _by_particle(head)
        if not subject:
            return None
        return Ears(kind=EarsKind.UBIQUITOUS, subject=subject, modal=modal[0], response=response)
    comma, found = ends[0]
    lead = words.Lead.WHILE if found.lastgroup == "state" else words.Lead.WHEN
    subject, response = _by_particle(head[comma.end() :])
    return _put([(lead, _end(head[: comma.start()]))], subject, modal[0], response)


def _led_and_suffixed(plain: str, then: re.Match[str] | None) -> Ears | None:
    """A condition that a word leads, and a binding word at the end: ``WHEN … THEN システムは…しなければならない``."""
    modal = words.LAST_MODALS.search(plain)
    if modal is None:
        return None
    head = plain[: modal.start()]
    if then is None:
        at = max((_last(one, head, 0) or 0 for one in (words.COMMAS, words.CAPITAL_ARTICLE)), default=0)
        conditions, rest = head[:at], head[at:]
    else:
        conditions, rest = head[: then.start()], head[then.end() :]
    subject, response = _by_particle(rest)
    return (
        _put(list(_clauses(conditions, _leads(conditions))), _subject(subject), modal[0], response)
        if conditions
        else None
    )


def _by_particle(text: str) -> tuple[str, str]:
    """Subject and rest, parted by the particle that marks a subject."""
    found = words.SUBJECT_PARTICLES.search(text)
    return (_end(text[: found.start()]), _end(text[found.end() :])) if found else ("", _end(text))


def _then(plain: str, lead: re.Match[str]) -> re.Match[str] | None:
    """Where the response begins: at the first THEN in capitals, or at another behind a comma or where no comma follows."""
    capital = words.THEN.search(plain)
    if capital is not None or _lead_of(lead) is words.Lead.ALL:
        return capital
    small = list(words.SMALL_THEN.finditer(plain))
    after_comma = next((one for one in small if one["comma"]), None)
    return after_comma or next((one for one in small[:1] if not _comma_follows(plain, one.end())), None)


def _comma_follows(plain: str, at: int) -> bool:
    """Whether a comma parts condition and response later: ``when one clicks A then B, the system shall …``."""
    modal = words.MODALS.search(plain, at)
    return modal is not None and bool(words.COMMAS.search(plain, at, modal.start()))


def _modal(plain: str, then: re.Match[str] | None) -> re.Match[str] | None:
    """The word that binds the response: conditions may speak of what a user *must* do."""
    after = then.end() if then else 0
    found = list(words.MODALS.finditer(plain, after)) or list(words.MODALS.finditer(plain))
    capital = [one for one in found if one[0].isupper()]
    shall = [one for one in found if one[0].lower().startswith("shall")]
    comma = words.COMMAS.search(plain)
    late = [one for one in found if comma and one.start() > comma.start()]
    return next(iter(capital or (found if then else []) or shall or late or found), None)


def _first(found: Iterator[re.Match[str]]) -> re.Match[str] | None:
    """The first binding word in capitals, or the first of all."""
    every = list(found)
    return next((one for one in every if one[0].isupper()), every[0] if every else None)


def _divided(head: str, then: re.Match[str] | None, leads: Sequence[re.Match[str]]) -> tuple[str, str]:
    """What stands before the binding word, as (conditions, subject)."""
    if then is not None:
        return head[: then.start()], _subject(head[then.end() :])
    last = max((one.end() for one in leads), default=0)
    at = _last(words.COMMA_ARTICLE, head, last)
    if at is None:
        at = max((_last(one, head, last) or 0 for one in (words.COMMAS, words.CAPITAL_ARTICLE)), default=0)
    at = at or _last(words.SMALL_ARTICLE, head, last) or 0
    return (head[:at], _subject(head[at:])) if at else (head, "")


def _last(pattern: re.Pattern[str], text: str, start: int) -> int | None:
    return max((one.end() for one in pattern.finditer(text, start)), default=None)


def _unbound(conditions: str, response: str) -> Ears | None:
    """``WHEN a THEN b``: nothing in it binds."""
    return _put(list(_clauses(conditions, _leads(conditions))), "", "", _end(response))


def _put(clauses: Sequence[tuple[words.Lead, str]], subject: str, modal: str, response: str) -> Ears | None:
    if not response:
        return None

    def of(*leads: words.Lead) -> tuple[str, ...]:
        return tuple(clause for lead, clause in clauses if lead in leads and clause)

    kinds = list(dict.fromkeys(_KINDS[lead] for lead, _ in clauses if lead in _KINDS))
    kind = EarsKind.COMPLEX if len(kinds) > 1 else kinds[0] if kinds else EarsKind.UBIQUITOUS
    return Ears(
        kind=kind,
        preconditions=of(words.Lead.WHILE),
        triggers=of(words.Lead.WHEN, words.Lead.IF),
        features=of(words.Lead.WHERE),
        quantifier=" ".join(of(words.Lead.ALL)),
        subject=subject,
        modal=modal,
        response=response,
    )


def _clauses(conditions: str, leads: Sequence[re.Match[str]]) -> Iterator[tuple[words.Lead, str]]:
    """Each condition with the kind of word that leads it; what an *or* joins is one clause."""
    within = [one for one in leads if one.start() < len(conditions)]
    found = [one for one in within if not _or_before(conditions, one.start())]
    if found and found[0][0].isupper():
        found = [one for one in found if one[0].upper() == one[0]]
    ends = [one.start() for one in found[1:]] + [len(conditions)]
    for one, end in zip(found, ends, strict=True):
        yield _lead_of(one), _end(words.AND_AFTER.sub("", _end(conditions[one.end() : end])))


def _leads(text: str) -> list[re.Match[str]]:
    """Each leading word: at the beginning, behind a comma or an *and*, or anywhere in capitals."""
    found: dict[int, re.Match[str]] = {}
    for start, any_case in sorted({(0, True), *_places(text)}):
        lead = words.LEADS.match(text, start)
        if lead and (any_case or lead[0].upper() == lead[0]):
            found.setdefault(start, lead)
    return list(found.values())


def _places(text: str) -> Iterator[tuple[int, bool]]:
    """Where a clause may begin, and whether its leading word may be in any case there."""
    for place in words.PLACES.finditer(text):
        at = place.end()
        if not place[0].isalpha():
            yield at + (text[at : at + 1] == " "), True
        elif not _is_letter(text[at - 2 : at - 1]) and (
            text[at : at + 1].isupper() or text[at : at + 1] in _APOSTROPHES
        ):
            yield at - 1, False
    if "and " in text or "AND " in text:
        yield from ((one.end(), True) for one in words.ANDS.finditer(text))


def _is_letter(character: str) -> bool:
    """Whether a character is a letter of our alphabets; Chinese and Japanese write no space before a word in capitals."""
    return character.isalpha() and character < "\u0250"


def _or_before(text: str, at: int) -> bool:
    return bool(words.OR_BEFORE.search(text[max(0, at - 8) : at]))


def _lead_of(found: re.Match[str]) -> words.Lead:
    return words.Lead[str(found.lastgroup)]


def _subject(text: str) -> str:
    return words.PARTICLE_AFTER.sub("", words.ARTICLES.sub("", _end(text)))


def _end(text: str) -> str:
    return text.strip(_ENDS).rstrip("。. ")
