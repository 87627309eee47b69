"""The style sheet and the script of a site: those of single pages, with what only a site needs; their text lies beside."""

from __future__ import annotations

import pkgutil
import re

from harness.reports import _html, _site
from harness.reports._html import words
from harness.reports.traces._html_words import TRACE_SHAPES

_DARK = re.compile(r"@media screen and \(prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}\s*\}")
_STYLES = ((_html.__name__, ("page.css", "golden.css", "trace.css")), (_site.__name__, ("site.css", "source.css")))
_SCRIPTS = ((_html.__name__, ("player.js", "golden.js")), (_site.__name__, ("site.js",)))
_TONES = {
    "good": words.SHAPES["pass"],
    "bad": words.SHAPES["fail"],
    "open": words.SHAPES["inconclusive"],
    "odd": words.SHAPES["flaky"],
    "none": TRACE_SHAPES["untested"],
    "waived": TRACE_SHAPES["waived"],
}


def style() -> str:
    """The style sheet. What is dark where the system is can be chosen as well, by ``data-theme`` of the page."""
    return f"{_DARK.sub(_chosen, _read(_STYLES))}\n{_shapes()}"


def script() -> str:
    """The script."""
    return _read(_SCRIPTS)


def _chosen(found: re.Match[str]) -> str:
    return (
        f'@media screen and (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{{found[1]}}} }}\n'
        f'@media screen {{ :root[data-theme="dark"] {{{found[1]}}} }}'
    )


def _shapes() -> str:
    """The shape of each tone as a mask: it takes the colour of its word, and costs no element."""
    return "\n".join(
        f'.t-{name} {{ --shape: url("data:image/svg+xml,{_mask(drawn)}"); }}' for name, drawn in _TONES.items()
    )


def _mask(drawn: str) -> str:
    """A shape as an address: filled, and where its strokes are, open."""
    solid, _, stroke = drawn.partition('<path class="stroke"')
    body = drawn
    if stroke:
        hole = (
            f'<path fill="none" stroke="#000" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"{stroke}'
        )
        body = f'<mask id="m"><rect width="16" height="16" fill="#fff"/>{hole}</mask><g mask="url(#m)">{solid}</g>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">{body.replace("currentColor", "#000")}</svg>'
    return "".join(f"%{ord(one):02X}" if one in '"#%<>{}' else one for one in svg)


def _read(packages: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    found = ((pkgutil.get_data(package, name) or b"").decode() for package, names in packages for name in names)
    return "\n".join(found)
