"""The phrases of every surface: what is seen, what is kept, what stays, how long it takes; judging lies elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping

from harness.domain.actions import KeepField, KeepText, Probe, RunCommand, SendRequest, Surface, Wait
from harness.domain.expectations import (
    Comparison,
    FasterThan,
    FieldCompares,
    FieldExists,
    FieldIs,
    Keeps,
    Refused,
    Sees,
    SeesLine,
    Succeeds,
    Unchanged,
)
from harness.phrasebook.http import headers_of, headers_pattern
from harness.phrasebook.line import code, either, text
from harness.phrasebook.phrase import Example, Phrase, PhraseError
from harness.phrasebook.values import decimal, field_path, is_request, json_text, kept_name, pattern, request, seconds

_ANY: Surface | None = None
_VALUE_HINT = 'write a number (`70.00`), a text (`"open"`), `true`, `false`, `null`, a list or an object'
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "ten": "10"}
_COUNT = rf"(?P<number>[0-9]+(?:\.[0-9]+)?|{'|'.join(_WORDS)})"


def _seconds(groups: Mapping[str, str]) -> float:
    number = groups["number"].lower()
    value = seconds(_WORDS.get(number, number))
    return value / 1000 if "milli" in groups else value


def _wait(groups: Mapping[str, str], block: str | None) -> Wait:
    return Wait(seconds=_seconds(groups))


def _faster(groups: Mapping[str, str], block: str | None) -> FasterThan:
    return FasterThan(seconds=_seconds(groups))


def _keep_field(groups: Mapping[str, str], block: str | None) -> KeepField:
    return KeepField(field=field_path(groups["field"]), name=kept_name(groups["name"]))


def _keep_text(groups: Mapping[str, str], block: str | None) -> KeepText:
    return KeepText(pattern=pattern(groups["pattern"]), name=kept_name(groups["name"]))


def _keeps_field(groups: Mapping[str, str], block: str | None) -> Keeps:
    return Keeps(field=field_path(groups["field"]), name=kept_name(groups["name"]))


def _keeps_text(groups: Mapping[str, str], block: str | None) -> Keeps:
    return Keeps(pattern=pattern(groups["pattern"]), name=kept_name(groups["name"]))


def _succeeds(groups: Mapping[str, str], block: str | None) -> Succeeds:
    return Succeeds()


def _refused(groups: Mapping[str, str], block: str | None) -> Refused:
    return Refused()


def _sees(groups: Mapping[str, str], block: str | None) -> Sees:
    if not groups["text"].strip():
        raise PhraseError("the text to see is empty", "write what the user sees between the quotes")
    return Sees(text=groups["text"], shown="not" not in groups)


def _sees_line(groups: Mapping[str, str], block: str | None) -> SeesLine:
    return SeesLine(pattern=pattern(groups["pattern"]))


def _field_is(groups: Mapping[str, str], block: str | None) -> FieldIs:
    field = field_path(groups["field"])
    if "text" in groups:
        return FieldIs(field=field, value=json.dumps(groups["text"], ensure_ascii=False))
    return FieldIs(field=field, value=json_text(groups["value"], _VALUE_HINT))


def _field_compares(groups: Mapping[str, str], block: str | None) -> FieldCompares:
    comparison = Comparison(groups["comparison"].lower())
    return FieldCompares(field=field_path(groups["field"]), comparison=comparison, bound=decimal(groups["bound"]))


def _field_exists(groups: Mapping[str, str], block: str | None) -> FieldExists:
    return FieldExists(field=field_path(groups["field"]), exists="not" not in groups)


def _unchanged(groups: Mapping[str, str], block: str | None) -> Unchanged:
    if not groups["text"].strip():
        raise PhraseError("the text still shown is empty", "write what the user still sees between the quotes")
    return Unchanged(probe=_probe(groups), text=groups["text"])


def _probe(groups: Mapping[str, str]) -> Probe:
    probe, headers = groups["probe"], headers_of(groups)
    if is_request(probe):
        method, target = request(probe)
        if method not in ("GET", "HEAD"):
            raise PhraseError(f"`{probe}` may change something itself", "look with a `GET` request")
        return SendRequest(method=method, target=target, headers=headers)
    if headers:
        raise PhraseError(
            "a command has no headers", "look with a request such as `GET /accounts`, or leave the header out"
        )
    if not probe.strip():
        raise PhraseError("the command is empty", "write what the user looks with, such as `bank balance alice`")
    return RunCommand(command=probe)


ACTIONS = (
    Phrase(
        form="Wait N seconds",
        surface=_ANY,
        pattern=rf"wait(?: for)? {_COUNT} seconds?",
        build=_wait,
        examples=(
            Example("Wait 2 seconds.", Wait(seconds=2.0)),
            Example("Wait 1 second.", Wait(seconds=1.0)),
            Example("Wait two seconds.", Wait(seconds=2.0)),
            Example("Wait 0.5 seconds.", Wait(seconds=0.5)),
        ),
    ),
    Phrase(
        form="Keep `items.0.id` as `{order}`",
        surface=_ANY,
        pattern=rf"keep (?:the field )?{code('field')} as {code('name')}",
        build=_keep_field,
        examples=(Example("Keep `items.0.id` as `{order}`.", KeepField(field="items.0.id", name="order")),),
    ),
    Phrase(
        form="Keep the text matching `REGEX` as `{name}`",
        surface=_ANY,
        pattern=rf"keep the text matching {code('pattern')} as {code('name')}",
        build=_keep_text,
        examples=(
            Example(
                "Keep the text matching `order ([0-9]+)` as `{order}`.",
                KeepText(pattern="order ([0-9]+)", name="order"),
            ),
        ),
    ),
)

EXPECTATIONS = (
    Phrase(
        form="It succeeds",
        surface=_ANY,
        pattern=r"it succeeds",
        build=_succeeds,
        examples=(Example("It succeeds.", Succeeds()),),
    ),
    Phrase(
        form="It is refused",
        surface=_ANY,
        pattern=r"it is refused",
        build=_refused,
        examples=(Example("It is refused.", Refused()),),
    ),
    Phrase(
        form='You see "TEXT" · You do not see "TEXT"',
        surface=_ANY,
        pattern=rf"you (?P<not>do not |don't )?see {either('text')}",
        build=_sees,
        examples=(
            Example('You see "70.00".', Sees(text="70.00")),
            Example("You see “insufficient funds”.", Sees(text="insufficient funds")),
            Example('You see `{"ok": true}`.', Sees(text='{"ok": true}')),
            Example('You do not see "bob".', Sees(text="bob", shown=False)),
        ),
    ),
    Phrase(
        form="You see a line matching `REGEX`",
        surface=_ANY,
        pattern=rf"you see a line matching {code('pattern')}",
        build=_sees_line,
        examples=(
            Example(
                r"You see a line matching `^alice +[0-9]+\.[0-9]{2}$`.", SeesLine(pattern=r"^alice +[0-9]+\.[0-9]{2}$")
            ),
        ),
    ),
    Phrase(
        form="The field `a.b.0` is `VALUE`",
        surface=_ANY,
        pattern=rf"the field {code('field')} is (?:{code('value')}|{text('text')})",
        build=_field_is,
        examples=(
            Example("The field `accounts.0.balance` is `70.00`.", FieldIs(field="accounts.0.balance", value="70.00")),
            Example('The field `status` is `"open"`.', FieldIs(field="status", value='"open"')),
            Example('The field `status` is "open".', FieldIs(field="status", value='"open"')),
            Example("The field `id` is `{order}`.", FieldIs(field="id", value="{order}")),
        ),
    ),
    Phrase(
        form="The field `a.b.0` is a number above N · is a number below N",
        surface=_ANY,
        pattern=rf"the field {code('field')} is a number (?P<comparison>above|below) (?P<bound>{_NUMBER})",
        build=_field_compares,
        examples=(
            Example(
                "The field `total` is a number above 0.",
                FieldCompares(field="total", comparison=Comparison.ABOVE, bound="0"),
            ),
            Example(
                "The field `total` is a number below 99.5.",
                FieldCompares(field="total", comparison=Comparison.BELOW, bound="99.5"),
            ),
        ),
    ),
    Phrase(
        form="The field `a.b.0` exists · does not exist",
        surface=_ANY,
        pattern=rf"the field {code('field')} (?:exists|(?P<not>does not exist|doesn't exist))",
        build=_field_exists,
        examples=(
            Example("The field `items.0` exists.", FieldExists(field="items.0")),
            Example("The field `password` does not exist.", FieldExists(field="password", exists=False)),
        ),
    ),
    Phrase(
        form='Nothing changed: `CMD` or `GET /path` still shows "TEXT"',
        surface=_ANY,
        pattern=(
            rf"nothing(?: has)? changed[:,]? {code('probe')}{headers_pattern(1, ',? with')}"
            rf" still shows {either('text')}"
        ),
        build=_unchanged,
        examples=(
            Example(
                'Nothing changed: `bank balance alice` still shows "70.00".',
                Unchanged(probe=RunCommand(command="bank balance alice"), text="70.00"),
            ),
            Example(
                'Nothing changed: `GET /accounts/alice` with header `X-Customer: alice` still shows "70.00".',
                Unchanged(
                    probe=SendRequest(method="GET", target="/accounts/alice", headers=(("X-Customer", "alice"),)),
                    text="70.00",
                ),
            ),
        ),
    ),
    Phrase(
        form="It takes less than N seconds",
        surface=_ANY,
        pattern=rf"it takes less than {_COUNT} (?P<milli>milli)?seconds?",
        build=_faster,
        examples=(
            Example("It takes less than 2 seconds.", FasterThan(seconds=2.0)),
            Example("It takes less than 500 milliseconds.", FasterThan(seconds=0.5)),
        ),
    ),
    Phrase(
        form="Keep `items.0.id` as `{order}`",
        surface=_ANY,
        pattern=rf"keep (?:the field )?{code('field')} as {code('name')}",
        build=_keeps_field,
        examples=(Example("Keep `items.0.id` as `{order}`.", Keeps(field="items.0.id", name="order")),),
    ),
    Phrase(
        form="Keep the text matching `REGEX` as `{name}`",
        surface=_ANY,
        pattern=rf"keep the text matching {code('pattern')} as {code('name')}",
        build=_keeps_text,
        examples=(
            Example(
                "Keep the text matching `order ([0-9]+)` as `{order}`.",
                Keeps(pattern="order ([0-9]+)", name="order"),
            ),
        ),
    ),
)
