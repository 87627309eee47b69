"""The phrasebook as a page for people, made from the same rows that read a card; the rows themselves lie elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harness.domain.actions import Surface
from harness.phrasebook.book import ACTIONS, EXPECTATIONS, NEEDED_FORM
from harness.phrasebook.phrase import Example, Phrase

_INTRODUCTION = """\
# The phrasebook

<!-- Written by `harness explain phrases --markdown`; change harness/phrasebook instead. -->

A step whose action and expectations all have one of these forms is *literal*: it is carried out and judged by code,
with no model. Any other step is *natural* and needs an evaluator that reads. `harness lint --phrases` shows which of the
two each line of a card is.

Case, emphasis and a final full stop do not matter; quotes may be straight or curly. `CMD`, `PATH`, `REGEX` and `VALUE`
are inline code; "TEXT", "NAME" and "LABEL" stand in quotes. Where a "TEXT" itself contains quotes, write it as inline
code. A command that contains a backtick stands between two of them on each side. `{name}` stands for what an earlier
step kept under that name.
"""


def render() -> str:
    """All forms with their examples, as Markdown."""
    return "\n".join(_lines())


def forms() -> Iterator[tuple[str, str]]:
    """Every form, as (heading of its group, form)."""
    for heading, phrases in _groups():
        yield from ((heading, phrase.form) for phrase in phrases)
    yield "Under a step", NEEDED_FORM


def _lines() -> Iterator[str]:
    yield _INTRODUCTION
    for heading, phrases in _groups():
        yield f"## {heading}\n"
        for phrase in phrases:
            yield from _row(phrase)
    yield "## Under a step\n"
    yield f"### {NEEDED_FORM}\n"
    yield "A bullet that is no expectation: when this step fails, the steps after it are not carried out.\n"


def _row(phrase: Phrase) -> Iterator[str]:
    yield f"### {phrase.form}\n"
    yield "````markdown"
    for example in phrase.examples:
        yield from _example(example)
    yield "````\n"


def _example(example: Example) -> Iterator[str]:
    yield f"- {example.line}"
    if example.block is not None:
        yield "  ```"
        yield from (f"  {line}" for line in example.block.rstrip("\n").split("\n"))
        yield "  ```"


def _groups() -> Iterator[tuple[str, tuple[Phrase, ...]]]:
    for surface in (Surface.TERMINAL, Surface.HTTP, Surface.BROWSER, None):
        where = f"on the surface `{surface}`" if surface else "on every surface"
        yield f"Actions {where}", _on(surface, ACTIONS)
        yield f"Expectations {where}", _on(surface, EXPECTATIONS)


def _on(surface: Surface | None, phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    return tuple(phrase for phrase in phrases if phrase.surface is surface)
