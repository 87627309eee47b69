"""Words and pictures as content blocks of the Messages API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from harness.domain.conversation import Picture, Words

Block = dict[str, Any]
_SURROGATES = re.compile("[\ud800-\udfff]")


def block_of(part: Words | Picture) -> Iterator[Block]:
    """The block of a part; none of empty words, which the service refuses."""
    if isinstance(part, Picture):
        source = {"type": "base64", "media_type": part.media_type, "data": part.data}
        yield {"type": "image", "source": source}
    elif part.text.strip():
        yield {"type": "text", "text": well_formed(part.text)}


def well_formed(text: str) -> str:
    """Text that can be sent: a product may print half of a surrogate pair, which is no UTF-8."""
    return _SURROGATES.sub("\ufffd", text)
