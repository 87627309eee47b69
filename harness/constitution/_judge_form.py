"""How a question to a model is written as a check; which parts of which files it is shown lies in ``_judge_excerpts``."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from harness.constitution._byte_regex import ByteRegex, RegexError
from harness.constitution._forms import Keys, Word, Words
from harness.constitution.kinds import canonical, refuse
from harness.domain.languages import LANGUAGES, language_named
from harness.domain.nearest import did_you_mean
from harness.domain.principles import CheckSpec

MOST_EXCERPTS = 200


def _as_document(value: Any) -> Any:
    return canonical({"rule": value}) if isinstance(value, dict) and value else value


class Excerpt(Keys):
    """What of a file is shown: the lines around each match of a regular expression, or the lines of each match of a rule.

    ``rule`` is one of ast-grep, kept as a document; ``lines`` are shown before and after.
    """

    text: Word | None = None
    language: Word | None = None
    rule: Annotated[Word, BeforeValidator(_as_document)] | None = None
    lines: Annotated[int, Field(ge=0, le=500)] = 20


class Judge(Keys):
    """What is asked, of which files (all, where none are named), and of how many excerpts at most."""

    question: Word
    files: Words | tuple[()] = ()
    excerpt: Excerpt | None = None
    most: Annotated[int, Field(ge=1, le=MOST_EXCERPTS)] = 20


class JudgeCheck(Keys):
    """A check of this kind as written."""

    judge: Judge


def require_sense(spec: CheckSpec, check: JudgeCheck) -> None:
    """Raise DocumentError where an excerpt is described by nothing, by too much, or in a way that is not understood."""
    excerpt = check.judge.excerpt
    if excerpt is None:
        return
    if (excerpt.text is None) == (excerpt.rule is None) or (excerpt.rule is None) != (excerpt.language is None):
        hint = "write `excerpt: { text: 'a regular expression' }`, or `language` and `rule`"
        raise refuse(spec, "an excerpt is what lies around a `text`, or what a `rule` of a `language` matches", hint)
    if excerpt.text is not None:
        _require_regex(spec, excerpt.text)
    if excerpt.language is not None and language_named(excerpt.language) is None:
        raise refuse(spec, f"there is no language '{excerpt.language}'", did_you_mean(excerpt.language, LANGUAGES))


def _require_regex(spec: CheckSpec, pattern: str) -> None:
    try:
        ByteRegex(pattern).check()
    except RegexError as error:
        raise refuse(spec, f"`{pattern}`: {error}", "see https://github.com/google/re2/wiki/Syntax") from None
