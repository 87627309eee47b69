"""Limits that a sentence sets in words: ``must never drop below zero``, ``under 250 ms at the 99th percentile``.

What a sentence says only as a condition (``when more than 5 attempts fail``) is no limit, and none is read out of it.
What is not understood is told as left over, and never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from harness.domain.ears import ears
from harness.specification import bound_words as words
from harness.specification.units import UNITS


class Comparison(StrEnum):
    """How a value stands to the one that is named."""

    AT_LEAST = "ge"
    ABOVE = "gt"
    AT_MOST = "le"
    BELOW = "lt"
    EXACTLY = "eq"


class Dimension(StrEnum):
    """What a number counts: seconds, bytes, percent, characters of a text, or whatever its unit says."""

    TIME = "time"
    SIZE = "size"
    SHARE = "share"
    LENGTH = "length"
    NUMBER = "number"


@dataclass(frozen=True)
class Bound:
    """One limit: ``quantity`` is what is limited, in the sentence's own words; ``text`` are the words of the limit.

    ``value`` is in seconds, bytes, percent, characters, or as it stands; ``unit`` is as written. ``percentile`` says for which
    share of many values it holds (None: for each).
    """

    quantity: str
    comparison: Comparison
    value: Decimal
    dimension: Dimension = Dimension.NUMBER
    unit: str = ""
    percentile: Decimal | None = None
    text: str = ""


@dataclass(frozen=True)
class Choice:
    """A closed list of values that something may have."""

    quantity: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Limits:
    """What a text limits; ``left_over`` are numbers of it that no limit was made of."""

    bounds: tuple[Bound, ...] = ()
    choices: tuple[Choice, ...] = ()
    left_over: tuple[str, ...] = ()


def limits(text: str) -> Limits:
    """Every limit that the sentences of a text set."""
    found = [_of_sentence(sentence) for sentence in _sentences(text)]
    return Limits(
        tuple(dict.fromkeys(bound for one in found for bound in one.bounds)),
        tuple(dict.fromkeys(choice for one in found for choice in one.choices)),
        tuple(dict.fromkeys(left for one in found for left in one.left_over)),
    )


_LONGEST = 2_000
_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z(])")
_MARKUP = re.compile(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)")


def _sentences(text: str) -> list[str]:
    return [one for one in _END.split(" ".join(_MARKUP.sub("", text).split())) if one]


def _of_sentence(sentence: str) -> Limits:
    if len(sentence) > _LONGEST:
        return Limits(left_over=(f"{sentence[:60]} …",))
    subject, said = _said(sentence)
    plain, _ = _without_percentile(said.replace("`", " "))
    percentile = _without_percentile(sentence)[1]
    bounds: list[Bound] = []
    taken: list[tuple[int, int]] = []
    for rule, pattern in words.RULES:
        for found in pattern.finditer(plain):
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            taken.append(found.span())
            bounds += _Found(subject, plain, found, rule, percentile).bounds()
    read = {bound.text for bound in bounds}
    left = [
        one[0].strip() for one in words.NUMBER_WITH_UNIT.finditer(plain) if not any(one[0] in text for text in read)
    ]
    return Limits(tuple(bounds), tuple(_choices(subject, said)), tuple(left))


def _said(sentence: str) -> tuple[str, str]:
    """What a sentence binds, and to what; its conditions are left out."""
    parts = ears(sentence)
    if words.TURNED_ROUND.match(sentence):
        return "", ""
    if parts is None:
        return "", "" if words.CONDITION_FIRST.match(sentence) else sentence
    return parts.subject, f"{parts.modal.lower()} {parts.response}".strip()


def _without_percentile(text: str) -> tuple[str, Decimal | None]:
    """A text with the share of many values that it speaks of taken out; ``p999`` is that of 99.9."""
    found = words.PERCENTILE.search(text)
    if found is None:
        return text, None
    rest = text[: found.start()] + " " * len(found[0]) + text[found.end() :]
    short = found["short"]
    if short and "." not in short:
        short = f"{short[:2]}.{short[2:] or 0}"
    return rest, Decimal(short or found["ordinal"] or found["share"])


def _choices(subject: str, said: str) -> Iterator[Choice]:
    for found in words.CHOICES.finditer(said):
        values = tuple(dict.fromkeys(_listed(found["values"])))
        if len(values) > 1:
            yield Choice(_quantity(subject, said[: found.start()]), values)


_BETWEEN = re.compile(r"\s*,\s*(?:and|or)\s+|\s*,\s*|\s+(?:and|or)\s+|\s*\|\s*")
_VALUE = re.compile(r"""[`"'“](?P<quoted>[^`"'”]{1,60})[`"'”]|(?P<word>[\w.+/-]{1,40})""")


def _listed(text: str) -> Iterator[str]:
    """The values of a list up to the first thing that is none; a last one may have words behind it."""
    for part in _BETWEEN.split(text.strip(" :")):
        found = _VALUE.match(part)
        if found is None:
            return
        yield found["quoted"] or found["word"]
        if found.end() < len(part):
            return


@dataclass(frozen=True)
class _Found:
    """One limit as it stands in what a sentence says."""

    subject: str
    said: str
    match: re.Match[str]
    rule: str
    percentile: Decimal | None

    def bounds(self) -> Iterator[Bound]:
        """The limit, or the two that a range is; nothing where it is turned round, or only says when something else happens."""
        if self._is_condition:
            return
        match self.rule:
            case "range" | "bare range":
                if not self._is_refused:
                    yield self._bound(Comparison.AT_LEAST, self.match["least"])
                    yield self._bound(Comparison.AT_MOST, self.match["most"])
            case "not negative" | "positive":
                comparison = Comparison.ABOVE if self.rule == "positive" else Comparison.AT_LEAST
                yield Bound(self._named, comparison, Decimal(0), text=self.match[0].strip())
            case "not empty":
                yield Bound(self._named, Comparison.AT_LEAST, Decimal(1), Dimension.LENGTH, text=self.match[0].strip())
            case rule:
                yield self._bound(self._comparison(rule), self.match["value"])

    def _comparison(self, rule: str) -> Comparison:
        plain = "le" if rule == "within" else rule
        return Comparison(words.OPPOSITES.get(plain, plain) if self._is_refused else plain)

    @property
    def _clause(self) -> str:
        """What stands before it, from the last comma on."""
        return re.split(r"[,;:(]", self.said[: self.match.start()])[-1]

    @property
    def _is_condition(self) -> bool:
        dimension, _, unit = self._unit
        timed = dimension is Dimension.TIME
        if self.rule == "within" and not timed:
            return True
        if (
            not unit
            and (self.rule == "bare range" or self.match[0][0].isdigit())
            and not words.PREDICATE.search(self._clause)
        ):
            return True
        if words.CONDITION.search(self._clause) or _TURNED_ROUND.search(self._clause):
            return True
        if self.rule not in words.LOOSE or self._is_refused or words.PREDICATE.search(self._clause):
            return False
        return not (timed and self.rule == "lt") or bool(words.LOOSE_CONDITION.search(self._clause))

    @property
    def _is_refused(self) -> bool:
        return bool(words.REFUSED.search(self._clause))

    @property
    def _unit(self) -> tuple[Dimension, Decimal, str]:
        written = self.match.groupdict().get("unit") or ""
        dimension, scale = UNITS.get(written.lower().replace(" ", ""), (Dimension.NUMBER.value, Decimal(1)))
        return Dimension(dimension), scale, written

    @property
    def _named(self) -> str:
        dimension, _, unit = self._unit
        if dimension is Dimension.NUMBER and unit and unit.lower() not in words.CURRENCIES:
            return self._counted(unit)
        return _quantity(self.subject, self.said[: self.match.start()])

    def _counted(self, unit: str) -> str:
        """What is counted, such as ``concurrent users``: up to the first plural."""
        found, at = [unit], self.match.end()
        while len(found) < _MOST_WORDS and not found[-1].endswith("s"):
            after = words.WORD_AFTER.match(self.said, at)
            if after is None:
                break
            found.append(after[1])
            at = after.end()
        return " ".join(found)

    def _bound(self, comparison: Comparison, number: str) -> Bound:
        dimension, scale, unit = self._unit
        share = self.percentile if dimension is Dimension.TIME else None
        return Bound(
            self._named, comparison, words.number(number) * scale, dimension, unit, share, self.match[0].strip()
        )


_MOST_WORDS = 3
_NAME = re.compile(r"[^\W_][\w'-]*")
_TURNED_ROUND = re.compile(r"\b(?:not|never|cannot)\b(?:\s+[\w-]+){0,2}\s*$", re.IGNORECASE)


def _quantity(subject: str, before: str) -> str:
    """What is limited: the subject, or, where that is the product, what its sentence speaks of."""
    later = [*words.LATER_SUBJECT.finditer(before)]
    if later:
        subject, before = later[-1]["subject"], before[later[-1].end() :]
    subject, before = words.PERCENTILE.sub("", subject).strip(), words.MODALS.sub(" ", before)
    if subject and not words.PRODUCT.match(subject):
        return subject
    kept = [word for word in _NAME.findall(before) if word.lower() not in words.FILLING and not word.isdigit()]
    of = kept[1:] if subject and len(kept) > 1 else kept
    return " ".join(of[-_MOST_WORDS:])
