"""Template tokens that nobody filled in, such as ``[PROJECT_NAME]``; whether they are mistakes lies in lint."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.places import Place
from harness.domain.principles import Token
from harness.markdown.tree import Document
from harness.readers._principles_terms import LEVELS, without_code
from harness.readers._principles_words import fences

# Spec Kit's templates hold tokens of these forms; its commands leave the last two where an answer is missing.
_TOKEN = re.compile(
    r"(?<![\]\w!\\])\[(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[A-Z]{3,})\](?![\[(])"
    r"|\{\{\s*[A-Za-z]\w*\s*\}\}"
    r"|\[NEEDS CLARIFICATION[^\]\n]{0,500}\]"
    r"|\bTODO\([A-Z][A-Z0-9_]*\)"
)
# In any language, brackets around all that a line, a heading, a bullet or a label says are what a template left.
_ALONE = re.compile(
    r"^[ \t>]*(?:(?:#{1,6}|[-*+]|[0-9]{1,3}[.)])[ \t]+)?(?:(?:\*\*|__)[^*_\n]{1,60}(?:\*\*|__)[ \t]*:?[ \t]*)?"
    r"(\[[^\W\d_][^\[\]\n]{1,80}\])[ \t]*$",
    re.MULTILINE,
)
_UNCASED = re.compile(r"(?<![\]\w!\\])\[[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,20}\](?![\[(])")
_MARKS = frozenset({*LEVELS, "NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"})
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FORMS = ((_ALONE, 1), (_UNCASED, 0), (_TOKEN, 0))
_TARGET = re.compile(r"^ {0,3}\[([^\[\]\n]{1,80})\]:\s*<?(?:[a-z]+:|[./#])", re.MULTILINE)


def tokens_of(document: Document) -> tuple[Token, ...]:
    """Every token in the prose of a document with its line; code, comments and links hold none."""
    lines = document.text.split("\n")
    for fence in fences(document.blocks):
        around = 2 if re.search(r"```|~~~", lines[fence.line - 1]) else 0
        end = fence.line - 1 + fence.content.count("\n") + around
        lines[fence.line - 1 : end] = [""] * len(lines[fence.line - 1 : end])
    prose = "\n".join(map(without_code, _COMMENT.sub(_blank, "\n".join(lines)).split("\n")))
    return tuple(Token(text=text, place=Place(path=document.path, line=line)) for line, text in _found(prose))


def is_token(text: str) -> bool:
    """Whether a text is nothing but one token, or begins with what is left in place of an answer."""
    found = _TOKEN.match(text) or _UNCASED.match(text)
    return found is not None and (found.end() == len(text) or found[0].startswith("TODO("))


def _found(prose: str) -> Iterator[tuple[int, str]]:
    known = _MARKS | set(_TARGET.findall(prose))
    for line, text in enumerate(prose.split("\n"), 1):
        found = {match.start(group): match[group] for form, group in _FORMS for match in form.finditer(text)}
        yield from ((line, found[at]) for at in sorted(found) if found[at].strip("[]") not in known)


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])
