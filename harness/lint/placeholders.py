"""``<placeholder>`` in text, told from redirections, HTML, addresses and usage lines; its rule says where."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARKED = re.compile(r"(?<![\w?<\\])<([A-Za-z](?:[^<>\n=@:]*[^<>\s=@:])?)>")
_UNQUOTED = re.compile(r"(?<![\w?<\\])<([A-Za-z][A-Za-z0-9_./' -]*)>(?=\s|$)")
_UNFINISHED = re.compile(r"\b(?:TODO|TBD|FIXME|XXX)\b")
_HTML = frozenset(
    [
        "a",
        "abbr",
        "address",
        "article",
        "aside",
        "audio",
        "b",
        "base",
        "blockquote",
        "body",
        "br",
        "button",
        "canvas",
        "caption",
        "cite",
        "code",
        "col",
        "dd",
        "del",
        "details",
        "dfn",
        "dialog",
        "div",
        "dl",
        "dt",
        "em",
        "embed",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "i",
        "iframe",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "legend",
        "li",
        "link",
        "main",
        "map",
        "mark",
        "meta",
        "meter",
        "nav",
        "noscript",
        "object",
        "ol",
        "optgroup",
        "option",
        "output",
        "p",
        "picture",
        "pre",
        "progress",
        "q",
        "s",
        "samp",
        "script",
        "section",
        "select",
        "small",
        "source",
        "span",
        "strong",
        "style",
        "sub",
        "summary",
        "sup",
        "svg",
        "table",
        "tbody",
        "td",
        "template",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "time",
        "title",
        "tr",
        "track",
        "u",
        "ul",
        "var",
        "video",
        "wbr",
    ]
)


def in_words(text: str) -> Iterator[str]:
    """Placeholders in running text: any words in angle brackets that are no HTML, and marks of unfinished work."""
    yield from (found[0] for found in _MARKED.finditer(text) if not _is_html(found[1]))
    yield from (found[0] for found in _UNFINISHED.finditer(text))


def in_text(text: str) -> Iterator[str]:
    """Placeholders in a text that a user types or sees: several words, or nothing but the placeholder.

    A single word within more text is left alone, for usage lines such as ``bank open <name>``.
    """
    for found in _MARKED.finditer(text):
        whole = _is_alone(text, found.start(), found.end())
        if not _is_html(found[1]) and (whole or " " in found[1]):
            yield found[0]


def in_command(command: str) -> Iterator[str]:
    """Placeholders in a command line: unquoted ones, which a shell takes for redirections, and those in its texts."""
    for start, piece, quoted in _pieces(command):
        if quoted:
            yield from in_text(piece)
        else:
            closed = command[start + len(piece) : start + len(piece) + 1]
            yield from (found[0] for found in _UNQUOTED.finditer(piece) if found.end() < len(piece) or not closed)


def _pieces(command: str) -> Iterator[tuple[int, str, bool]]:
    """Quoted and unquoted stretches of a command line, as (where, text, whether quoted)."""
    at = 0
    for found in re.finditer(r"""'([^']*)'|"((?:[^"\\]|\\.)*)\"""", command, re.DOTALL):
        yield at, command[at : found.start()], False
        yield found.start() + 1, found[1] if found[1] is not None else found[2], True
        at = found.end()
    yield at, command[at:], False


def _is_alone(text: str, start: int, end: int) -> bool:
    before, after = text[:start].rstrip(), text[end:].lstrip()
    return (not before or before.endswith(('"', "'", ":"))) and (not after or after.startswith(('"', "'", ",")))


def _is_html(inner: str) -> bool:
    return inner.split()[0].rstrip("/").lower() in _HTML
