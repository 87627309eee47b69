"""Makes the start of a process shorter that somebody waits for; imports nothing that weighs."""

from __future__ import annotations

import gc
import os


def hurry() -> None:
    """Leave out what only processes need that live long, or that others extend.

    Before its first model pydantic reads what every installed package says of itself, in search of plugins, of which none is
    ours (https://docs.pydantic.dev/latest/concepts/plugins/); a process that is gone at once collects nothing.
    """
    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
