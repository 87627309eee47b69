"""Text in which a model reads nothing that a person does not see; text that harms a terminal lies in ``domain.visible``."""

from __future__ import annotations

import re

# Tags, variation selectors and fillers are no harm to a terminal, but a model reads in them what no person sees
# (Unicode TR 36; "ASCII smuggling").
_SMUGGLED = re.compile("[\U000e0000-\U000e0fff\ufe00-\ufe0f\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0]")


def unsmuggled(text: str) -> str:
    """The text with every such character spelled out, such as ``\\U000e0041``."""
    return _SMUGGLED.sub(lambda found: f"\\U{ord(found[0]):08x}", text)
