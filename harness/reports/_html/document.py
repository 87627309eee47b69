"""The frame of a page: its policy lets nothing work but our own style and script; what a page says lies elsewhere."""

from __future__ import annotations

import base64
import hashlib
import pkgutil
from collections.abc import Sequence

from harness.reports import _html
from harness.reports._html.markup import Child, Markup, element


def document(title: Child, body: Sequence[Child], styles: Sequence[str], scripts: Sequence[str]) -> str:
    """A whole page, with the style sheets and scripts of those names in it."""
    style, script = ("".join(map(_own, names)) for names in (styles, scripts))
    policy = (
        f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)};"
        " base-uri 'none'; form-action 'none'"
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", Markup(style)),
    )
    inside = element("body", *body, element("script", Markup(script)))
    return f"<!doctype html>\n{element('html', head, inside, lang='en')}\n"


def _own(name: str) -> str:
    return (pkgutil.get_data(_html.__name__, name) or b"").decode()


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
