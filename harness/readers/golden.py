"""Golden cases: cards without expectations, whose front matter also says what is masked, captured and varied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from harness.domain.cards import Step
from harness.domain.golden import GoldenCase, Input, InputKind, Redaction
from harness.domain.nearest import did_you_mean
from harness.markdown import codes as document_codes
from harness.markdown.collector import Collector
from harness.markdown.tree import Listing, Scalar, Table, Value
from harness.phrasebook import regex
from harness.readers import _golden_codes
from harness.readers._front import invalid, read_words
from harness.readers._native import read_native

READS = "golden case"
KEYS = frozenset({"redact", "headers", "files", "screenshot", "inputs"})
_REDACTION_KEYS = frozenset({"name", "pattern", "as", "path"})
_MASK = re.compile(r"<[a-z][a-z0-9-]*>")
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_NAME = re.compile(r"[a-z_]\w*", re.ASCII)
_REDACTION = re.compile(r"[a-z][a-z0-9-]*")
_RANGE = re.compile(r"(\S+?)\.\.(\S+)")


def sniff(text: str) -> bool:
    """Whether a text may be a golden case: every document of the folder of golden cases is one."""
    return bool(text.strip())


def read(text: str, path: str) -> GoldenCase:
    """The golden case that a text is. Whether the redactions that it names are known is for those to say who have them.

    Raises:
        DocumentError: with every mistake of the text.
    """
    native = read_native(text, path, KEYS)
    _refuse_what_is_no_case(native.card.steps, native.collector)
    reading = _Front(native.document.front or Table({}, {}, 1), native.collector)
    case = GoldenCase(
        card=native.card,
        redactions=tuple(reading.redactions()),
        headers=reading.headers(),
        files=read_words(reading.table, "files", native.collector),
        screenshot=reading.screenshot(),
        inputs=tuple(reading.inputs()),
    )
    native.collector.raise_if_any()
    return case


def _refuse_what_is_no_case(steps: tuple[Step, ...], collector: Collector) -> None:
    if not steps:
        collector.add(_golden_codes.NO_STEPS, 1, "the case has no step", "add a section `## Steps` with numbered steps")
    for step in steps:
        for line in step.expectations:
            hint = "take the bullet away, or make the document a test card"
            what = "a golden case has no expectations: what comes back is the expectation"
            collector.add(_golden_codes.EXPECTATION, line.line, what, hint)
        if step.action is None and step.text:
            hint = "reword it from the phrasebook (`harness explain phrases`)"
            what = f"code cannot carry out `{step.text}`"
            collector.add(_golden_codes.NATURAL, step.line, what, hint)


class _Front:
    """Reads the keys that only golden cases have."""

    def __init__(self, table: Table, collector: Collector) -> None:
        self.table = table
        self._collector = collector

    def headers(self) -> tuple[str, ...]:
        """The names of the headers that are captured."""
        if "headers" not in self.table.values:
            return GoldenCase.model_fields["headers"].get_default()  # type: ignore[no-any-return]
        names = read_words(self.table, "headers", self._collector)
        for name in names:
            if not _HEADER.fullmatch(name):
                self._invalid("headers", f"'{name}' is no name of a header", "write names such as `content-type`")
        return tuple(name.lower() for name in names)

    def screenshot(self) -> float | None:
        """The share of points that may differ."""
        value = self.table.values.get("screenshot")
        if value is None:
            return None
        text = value.text if isinstance(value, Scalar) else None
        try:
            share = float(text or "")
        except ValueError:
            share = -1.0
        if not 0 <= share < 1:
            hint = "write the share of points that may differ, such as `screenshot: 0.0001`"
            self._invalid("screenshot", "'screenshot' is not a number from 0 to 1", hint)
            return None
        return share

    def redactions(self) -> Iterator[Redaction]:
        """What is masked, in the order in which it is written."""
        value = self.table.values.get("redact")
        for item in _redactions_in(value):
            if isinstance(item, Scalar):
                yield from self._named(item)
            elif isinstance(item, Table):
                yield from self._own(item)
            else:
                self._add(item.line, "a redaction is a name, or has keys", "`redact: [uuids, {pattern: …, as: <id>}]`")

    def _named(self, item: Scalar) -> Iterator[Redaction]:
        name = item.text or ""
        if not _REDACTION.fullmatch(name):
            self._add(item.line, f"'{name}' is no name of a redaction", "write one such as `timestamps`")
        else:
            yield Redaction(name=name, line=item.line)

    def _own(self, table: Table) -> Iterator[Redaction]:
        for key in table.values:
            if key not in _REDACTION_KEYS:
                self._add(table.key_lines[key], f"unknown key '{key}'", did_you_mean(key, _REDACTION_KEYS))
        texts = {key: value.text or "" for key, value in table.values.items() if isinstance(value, Scalar)}
        name, pattern, mask = texts.get("name", ""), texts.get("pattern", ""), texts.get("as", "")
        if name:
            if pattern or mask:
                hint = "name a redaction with a `path`, or give `pattern` and `as`"
                self._add(table.line, f"the redaction '{name}' has a pattern of its own as well", hint)
                return
        elif not _MASK.fullmatch(mask) or not (pattern or texts.get("path")):
            hint = 'write `{pattern: "order [0-9]+", as: "<order>"}`, or `path` for a field of JSON'
            self._add(
                table.line, "a redaction of your own has a `pattern` or a `path`, and a mask such as `<order>`", hint
            )
            return
        if self._is_sound(pattern, table):
            yield Redaction(name=name, pattern=pattern, mask=mask, path=texts.get("path", ""), line=table.line)

    def _is_sound(self, pattern: str, table: Table) -> bool:
        if not pattern:
            return True
        try:
            compiled = regex.compile(pattern)
        except regex.RegexError as error:
            self._add(table.line, f"the pattern is invalid: {error}", "write it in RE2 syntax")
            return False
        if compiled.search("") is not None:
            self._add(
                table.line, "the pattern matches nothing as well, so it would mask everywhere", "ask for a character"
            )
            return False
        return True

    def inputs(self) -> Iterator[Input]:
        """What the case is varied by."""
        value = self.table.values.get("inputs")
        if value is None:
            return
        if not isinstance(value, Table):
            self._invalid("inputs", "'inputs' is not made of names", "write `inputs: {amount: decimal 0.01..10000}`")
            return
        for name, item in value.values.items():
            line = value.key_lines[name]
            if not _NAME.fullmatch(name):
                self._add(line, f"'{name}' is no name", "use small letters, digits and underscores")
            elif (found := self._input(name, item, line)) is not None:
                yield found

    def _input(self, name: str, item: Value, line: int) -> Input | None:
        if isinstance(item, Listing):
            choices = tuple(one.text or "" for one in item.items if isinstance(one, Scalar))
            if len(choices) == len(item.items) > 0:
                words = not any(isinstance(one, Scalar) and one.plain for one in item.items)
                return Input(name=name, kind=InputKind.CHOICE, choices=choices, words=words)
        elif isinstance(item, Scalar) and item.text:
            word, _, rest = item.text.strip().partition(" ")
            if word in list(InputKind) and word != InputKind.CHOICE:
                return self._ranged(name, InputKind(word), rest.strip(), line)
        kinds = ", ".join(kind.value for kind in InputKind if kind is not InputKind.CHOICE)
        self._add(
            line, f"what `{name}` may be is not said", f"one of {kinds}, with bounds (`decimal 0.01..10000`), or a list"
        )
        return None

    def _ranged(self, name: str, kind: InputKind, bounds: str, line: int) -> Input | None:
        if not bounds or kind is InputKind.BOOLEAN:
            return Input(name=name, kind=kind)
        found = _RANGE.fullmatch(bounds)
        try:
            lower, upper = (_bound(kind, found[number]) for number in (1, 2)) if found else (None, None)
        except (ValueError, InvalidOperation):
            lower = upper = None
        if lower is None or upper is None or lower > upper:  # type: ignore[operator]
            self._add(
                line, f"the bounds of `{name}` cannot be read", "write them as `0.01..10000`, the lower one first"
            )
            return None
        places = max((-bound.as_tuple().exponent for bound in (lower, upper) if isinstance(bound, Decimal)), default=0)  # type: ignore[operator]
        return Input(name=name, kind=kind, lower=lower, upper=upper, places=max(places, 0))

    def _invalid(self, key: str, what: str, hint: str) -> None:
        invalid(self._collector, self.table, key, what, hint)

    def _add(self, line: int, what: str, hint: str) -> None:
        self._collector.add(document_codes.INVALID_VALUE, line, what, hint)


def _redactions_in(value: Value | None) -> Iterator[Value]:
    """What is written for redactions, one by one; words in one line are cut at commas."""
    if isinstance(value, Listing):
        yield from value.items
    elif isinstance(value, Scalar):
        yield from (Scalar(word.strip(), value.line) for word in (value.text or "").split(",") if word.strip())
    elif value is not None:
        yield value


def _bound(kind: InputKind, text: str) -> Decimal | date:
    if kind is InputKind.DATE:
        return date.fromisoformat(text)
    bound = Decimal(text)
    if not bound.is_finite() or (kind is not InputKind.DECIMAL and bound != bound.to_integral_value()):
        raise ValueError(text)
    return bound
