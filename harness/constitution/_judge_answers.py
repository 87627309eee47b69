"""What a model's answer is worth: nothing, unless the lines that it quotes are there; asking lies in ``checks.judge``."""

from __future__ import annotations

import re

from pydantic import ValidationError

from harness.domain.base import Frozen

_FENCED = re.compile(r"\A```(?:json)?[ \t]*\n(.*)\n```\Z", re.DOTALL)
_SPEAKS = re.compile(r"""["'`]?\bholds\b["'`]?\s*[:=]|\bquote\b["'`]\s*:""", re.IGNORECASE)
_LETTER = re.compile(r"\w")
_FEWEST_LETTERS = 3
_SHORTEST_PART = 8


class NoVerdict(ValueError):
    """An answer that decides nothing; the words say why."""


class Verdict(Frozen):
    """Whether the principle holds, the lines that show it, and why."""

    holds: bool
    quote: tuple[str, ...]
    why: str


def read_verdict(answer: str, excerpt: str) -> Verdict:
    """The verdict that an answer on an excerpt is.

    Raises:
        NoVerdict: if it is of another form, was copied from the excerpt, or a line that it quotes is not in the excerpt.
    """
    words = answer.strip()
    if fenced := _FENCED.match(words):
        words = fenced[1].strip()
    try:
        verdict = Verdict.model_validate_json(words, strict=True)
    except ValidationError:
        raise NoVerdict("the answer is no JSON object with `holds`, `quote` and `why`") from None
    if _squeezed(words) in _squeezed(excerpt):
        raise NoVerdict("the answer is copied from the excerpt")
    _require_quotes(verdict, excerpt)
    return verdict


def quoted_lines(verdict: Verdict) -> list[str]:
    """Every line that is quoted, without the blanks around it."""
    return [line.strip() for quote in verdict.quote for line in quote.splitlines() if line.strip()]


def stands_in(line: str, quoted: str) -> bool:
    """Whether a quoted line is a line of the text, or so much of it that it is no accident."""
    stripped = line.strip()
    return quoted == stripped or (len(quoted) >= _SHORTEST_PART and quoted in stripped)


def _require_quotes(verdict: Verdict, excerpt: str) -> None:
    lines = excerpt.splitlines()
    quoted = quoted_lines(verdict)
    if not any(len(_LETTER.findall(one)) >= _FEWEST_LETTERS for one in quoted):
        raise NoVerdict("the answer quotes nothing that shows it")
    for one in quoted:
        there = [line for line in lines if stands_in(line, one)]
        if not there:
            raise NoVerdict(f"the answer quotes what is not there: `{one[:100]}`")
        if all(_SPEAKS.search(line) for line in there):
            raise NoVerdict("the answer rests on a line that speaks to the model")


def _squeezed(text: str) -> str:
    return "".join(text.split())
