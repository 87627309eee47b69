"""The trace that Playwright keeps of a browser, without any password in it; showing it is the trace viewer's."""

from __future__ import annotations

import html
import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

from harness.adapters.chromium.snapshots import MASK

if TYPE_CHECKING:
    from harness.adapters.chromium.window import Window

_STACKS = ".stacks"
"""Where our own code called from: paths of the host, and nothing of the product."""

_TOLD = (".trace", ".network")
_SHORTEST = 4
"""Characters of a password from which it is looked for inside of other words; a shorter one would be found everywhere."""

_KEYS = ("key", "text")


async def written(window: Window, path: Path) -> bool:
    """Write the trace to a file of the host; whether there is one."""
    from playwright.async_api import Error

    try:
        await window.trace(path)
    except (Error, TimeoutError):
        return False
    return path.exists()


def scrubbed(trace: bytes, secrets: Iterable[str]) -> bytes:
    """The trace with every password masked: as it is, and as it stands in forms, URLs, JSON and HTML."""
    known = sorted({secret for secret in secrets if secret}, key=len, reverse=True)
    clean = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(trace)) as old, zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED) as new:
        bodies = _posted(old) if known else frozenset()
        for name in old.namelist():
            if not name.endswith(_STACKS):
                new.writestr(name, _clean(name, old.read(name), known, bodies) if known else old.read(name))
    return clean.getvalue()


def _clean(name: str, data: bytes, secrets: list[str], bodies: frozenset[str]) -> bytes:
    if name.endswith(_TOLD):
        return b"\n".join(_clean_line(line, secrets) for line in data.splitlines()) + b"\n"
    if name.rpartition("/")[2] in bodies and any(form in data for secret in secrets for form in _forms(secret)):
        return MASK.encode()
    return _without(data, secrets)


def _clean_line(line: bytes, secrets: list[str]) -> bytes:
    try:
        told = json.loads(line)
    except ValueError:
        return _without(line, secrets)
    return json.dumps(_masked(told, secrets), separators=(",", ":")).encode()


def _masked(value: Any, secrets: list[str], key: str = "") -> Any:
    """A part of a line; keys that were pressed one by one, and the beginnings of a password, are masked whole."""
    if isinstance(value, dict):
        return {name: _masked(one, secrets, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_masked(one, secrets, key) for one in value]
    if not isinstance(value, str) or not value:
        return value
    if value in secrets or (key in _KEYS and len(value) == 1 and any(value in secret for secret in secrets)):
        return MASK
    return _without(value.encode("utf-8", "surrogatepass"), secrets).decode("utf-8", "surrogatepass")


def _without(data: bytes, secrets: list[str]) -> bytes:
    for secret in secrets:
        if len(secret) >= _SHORTEST:
            for form in _forms(secret):
                data = data.replace(form, MASK.encode())
    return data


def _forms(secret: str) -> list[bytes]:
    """The ways in which a text is written down."""
    written_down = (secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1], html.escape(secret))
    return list(dict.fromkeys(form.encode("utf-8", "replace") for form in written_down))


def _posted(trace: zipfile.ZipFile) -> frozenset[str]:
    """The names of the files that hold what was sent with requests."""
    told = (line for name in trace.namelist() if name.endswith(".network") for line in trace.read(name).splitlines())
    return frozenset(file for line in told for file in _body_files(line))


def _body_files(line: bytes) -> list[str]:
    try:
        posted = json.loads(line)["snapshot"]["request"]["postData"]
        return [posted[name].rpartition("/")[2] for name in ("_sha1", "_file") if name in posted]
    except (ValueError, KeyError, TypeError):
        return []
