"""HTML that is safe by construction: whatever is not ``Markup`` is escaped; what a page says lies elsewhere."""

from __future__ import annotations

import html
import json
import re

from harness.domain.visible import visible

_VOID = frozenset({"br", "img", "input", "meta"})
_SAFE_IN_PATHS = re.compile(rb"[^A-Za-z0-9._~/-]")
_CODE = re.compile(r"`([^`]+)`")


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


Child = str | None
"""Plain text, which is escaped; ``Markup``, which is not; or nothing."""


def element(tag: str, /, *children: Child, **attributes: str | bool | None) -> Markup:
    """An element. ``class_`` is written ``class`` and ``data_id`` ``data-id``; True is a bare attribute, None or False none."""
    start = f"<{tag}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    return Markup(start if tag in _VOID else f"{start}{joined(*children)}</{tag}>")


def joined(*children: Child) -> Markup:
    """Several pieces, one after the other."""
    return Markup("".join(escaped(child) for child in children if child is not None))


def escaped(text: str) -> Markup:
    """Text on one line, without anything that a browser or a reader's eye could act on."""
    return text if isinstance(text, Markup) else Markup(html.escape(visible(text)))


def lines(text: str) -> Markup:
    """Text with its line ends and tabs, and otherwise as harmless as ``escaped``."""
    rows = text.replace("\r\n", "\n").split("\n")
    return Markup("\n".join("\t".join(escaped(cell) for cell in row.split("\t")) for row in rows))


def card_words(text: str) -> Markup:
    """A line of a card, with `code` set as such."""
    pieces = _CODE.split(text)
    return joined(*(element("code", piece) if at % 2 else piece for at, piece in enumerate(pieces)))


def script_data(value: object) -> Markup:
    """JSON that cannot end the script element that holds it."""
    return Markup(json.dumps(value, separators=(",", ":")).replace("<", "\\u003c"))


def quoted_path(path: str) -> str:
    """A path as RFC 3986 writes it within an address: what is not plain is percent-encoded, a colon too."""
    return _SAFE_IN_PATHS.sub(lambda found: f"%{found[0][0]:02X}".encode(), path.encode("utf-8", "replace")).decode()


def path_reference(path: str) -> str:
    """A path as a relative reference of RFC 3986, which can be taken for no scheme."""
    quoted = quoted_path(path)
    return quoted if quoted.startswith(("/", "../", "./")) else f"./{quoted}"


def _attribute(key: str, value: str | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escaped(value)}"'
