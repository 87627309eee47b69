"""Text inside Markdown that cannot become markup, a mention or a link; what it says lies with those who write it."""

from __future__ import annotations

import re

from harness.domain.visible import visible

# The end of a sentence and quotes are left as they are, so that the source can be read as well.
_MARKUP = re.compile(r"(?!(?<![0-9])[.:](?=\s|\Z))[^\w\s/,;=()'\"-]|_|(?<!\w)-|-(?=-)", re.ASCII)
_LONGEST = 300


def plain(text: str, longest: int = _LONGEST) -> str:
    """The text, cut to a bearable length, with whatever Markdown or HTML could act on as a numeric entity."""
    shown = visible(text)
    if len(shown) > longest:
        shown = shown[: longest - 1] + "…"
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};" if found[0].isascii() else found[0], shown)


def code(text: str, longest: int = _LONGEST) -> str:
    """The same in the letters of code; nothing where there is no text."""
    return f"<code>{plain(text, longest)}</code>" if text else ""


def span(text: str) -> str:
    """The text as a code span, whole, fit for a cell of a table too: nothing acts in it but backticks, which are fenced.

    Of a bar behind a backslash readers of tables disagree whether it ends a cell, so that text with bars is not a span. See
    https://spec.commonmark.org/0.31.2/#code-spans and https://github.github.com/gfm/#tables-extension-.
    """
    shown = visible(text)
    if "|" in shown or not shown.strip():
        return code(text, len(shown))
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    edge = " " if shown[0] in " `" or shown[-1] in " `" else ""
    return f"{fence}{edge}{shown}{edge}{fence}"
