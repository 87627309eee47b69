"""The frame of a page: its policy lets nothing work but our own style and script; what a page says lies elsewhere."""

from __future__ import annotations

import base64
import hashlib
import pkgutil
from collections.abc import Sequence

from harness.reports import _html
from harness.reports._html.markup import Child, Markup, element

_ALONE = "form-action 'none'"
_SERVED = "form-action 'self'; connect-src 'self'"


def document(
    title: Child, body: Sequence[Child], styles: Sequence[str], scripts: Sequence[str], *, served: bool = False
) -> str:
    """A whole page, with the style sheets and scripts of those names in it.

    One that is ``served`` may ask who served it, and send its forms there; any other may do neither.
    """
    style, script = ("".join(map(_own, names)) for names in (styles, scripts))
    policy = (
        f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)};"
        f" base-uri 'none'; {_SERVED if served else _ALONE}"
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="same-origin" if served else "no-referrer"),
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
