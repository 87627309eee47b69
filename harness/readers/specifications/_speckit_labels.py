"""Words that only lead up to what follows them, as a heading would; what they lead up to lies elsewhere."""

from __future__ import annotations

import re

from harness.readers.specifications._prose import unemphasised

_LABEL_LENGTH = 120


def is_label(text: str) -> bool:
    """Whether words only lead up to what follows them: they end with a colon, or stand in bold as a heading would."""
    plain = unemphasised(text).strip()
    bold = re.fullmatch(r"(\*\*|__)(?:(?!\1).)+\1:?", text.strip(), re.DOTALL) or re.fullmatch(
        r"[*_][^*_]+[*_]", text.strip()
    )
    return len(plain) <= _LABEL_LENGTH and (plain.endswith((":", "：")) or bool(bold))  # noqa: RUF001 - as documents write it
