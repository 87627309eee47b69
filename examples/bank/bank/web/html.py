"""Owns building HTML from templates in which every value is escaped (CWE-79). It does not know the pages."""

from collections.abc import Iterable
from html import escape


class Html(str):
    """Text that is HTML already."""


def fill(template: str, **values: object) -> Html:
    """The template with each `{name}` replaced: as it is when it is `Html`, escaped when it is anything else."""
    return Html(template.format(**{name: to_html(value) for name, value in values.items()}))


def to_html(value: object) -> Html:
    return value if isinstance(value, Html) else Html(escape(str(value)))


def join(parts: Iterable[Html]) -> Html:
    return Html("\n".join(parts))
