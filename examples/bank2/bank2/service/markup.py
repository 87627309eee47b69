"""Owns building HTML out of elements. Whatever is not an element is text, and is escaped (FR-025, CWE-79)."""

from collections.abc import Iterable

ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
VOID = frozenset({"input", "link", "meta"})


class Markup(str):
    """HTML that this module made."""

    __slots__ = ()


Content = str | Markup
NOTHING = Markup("")
BREAK = Markup("\n")


def render(content: Content) -> Markup:
    return content if isinstance(content, Markup) else Markup(content.translate(ESCAPES))


def element(tag: str, *contents: Content, **attributes: str | bool) -> Markup:
    """An element. An attribute is left out when it is False, and stands alone when it is True.

    Its name may end in `_` where Python keeps the word, and has `_` for `-`.
    """
    start = f"<{tag}{''.join(attribute(name, value) for name, value in attributes.items())}>"
    return Markup(start if tag in VOID else f"{start}{''.join(map(render, contents))}</{tag}>")


def attribute(name: str, value: str | bool) -> str:
    if value is False:
        return ""
    name = name.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{render(str(value))}"'


def sequence(*contents: Content) -> Markup:
    return Markup("".join(map(render, contents)))


def lines(contents: Iterable[Content]) -> Markup:
    """One below the other."""
    return Markup("\n".join(map(render, contents)))


def block(*contents: Content) -> Markup:
    """Lines of their own inside an element."""
    return sequence(BREAK, lines(contents), BREAK)


def script(text: str, nonce: str) -> Markup:
    """A script of ours: in it nothing is escaped (HTML, section 4.12.1.2), so it takes no text of anybody else."""
    return Markup(f'<script nonce="{render(nonce)}">\n{text}</script>')
