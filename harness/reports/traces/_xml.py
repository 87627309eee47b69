"""XML that is well-formed by construction: what is not ``Xml`` is escaped; what it says lies with those who write it."""

from __future__ import annotations

from xml.sax.saxutils import escape

from harness.domain.visible import visible


class Xml(str):
    """Text that is XML already."""

    __slots__ = ()


def element(name: str, *children: str, **attributes: str) -> Xml:
    """An element; ``LAST_CHANGE`` is written ``LAST-CHANGE``. Whatever no XML may hold is spelled out."""
    start = f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}"
    return Xml(f"{start}>{''.join(map(_text, children))}</{name}>" if children else f"{start}/>")


def _attribute(name: str, value: str) -> str:
    return f' {name.replace("_", "-")}="{_text(value)}"'


def _text(text: str) -> str:
    return text if isinstance(text, Xml) else escape(visible(text), {'"': "&quot;"})
