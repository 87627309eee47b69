"""Lets Python's collector rest while very many values are read, none of which is in a cycle; what is read lies elsewhere."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_rest() -> Iterator[None]:
    """No search for cycles while the block lasts: it would look at everything that was read, again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
