"""The goldens of the tests of one file as text that people review: a block for each test, each with a digest of its own.

A digest for each test, and none for the whole, so that two branches that accepted different tests merge as code does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from harness.golden import _codes
from harness.golden.escaping import escaped, unescaped
from harness.golden.json_values import one_line, write_json
from harness.golden.snapshot_text import digest_of
from harness.markdown.collector import Collector

TITLE = "goldens of `pytest`, one for each test: change them by `pytest --golden-review`, never by hand"
_RESTORE = "take it back from git, or accept what is received: `pytest --golden-review`"
_HEAD = re.compile(rf"# (.+): {re.escape(TITLE)}")
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
_DIGEST = re.compile(r"digest: sha256:([0-9a-f]{64})")
_PART = re.compile(r'(result(?: [1-9][0-9]*)?|"(?:[^"\\]|\\.)*")((?:, JSON:| = .*|:)\n(?:  .*\n)*)')
_JSON, _INLINE, _TEXT = ", JSON:\n", " = ", ":\n"
_BLOCK, _NO_END = "  | ", "  \\ no line feed at the end\n"


@dataclass(frozen=True)
class Entry:
    """The goldens of one test: ``body`` is what stands below the digest, ``line`` where the test is named.

    ``untouched`` says whether the digest still holds.
    """

    test: str
    body: str
    digest: str
    line: int

    @cached_property
    def untouched(self) -> bool:
        """Whether the digest still holds."""
        return self.digest == entry_digest(self.test, self.body)

    @cached_property
    def parts(self) -> dict[str, str]:
        """The text of each assertion by its name, as both stand in the file; what is none of them is left out."""
        return dict(_PART.findall(self.body))


def entry_digest(test: str, body: str) -> str:
    """The digest of what is golden of one test; it holds for that test alone."""
    return digest_of(f"{test}\n{body}")


def name_of(name: int | str) -> str:
    """The name of an assertion as it stands in the file: its number, from 0, or the name that it was given."""
    if isinstance(name, int):
        return f"result {name + 1}" if name else "result"
    return json.dumps(name, ensure_ascii=not name.isprintable())


def shown_name(name: str) -> str:
    """The name of an assertion as people read it."""
    return str(json.loads(name)) if name.startswith('"') else name


def body_of(parts: Mapping[str, str]) -> str:
    """What stands below the digest, in a fixed order: by number, then by name."""
    return "".join(f"{name}{parts[name]}" for name in sorted(parts, key=_order))


def _order(name: str) -> tuple[bool, int, str]:
    number = name.removeprefix("result").strip()
    return name.startswith('"'), int(number) if number.isdigit() else 0, name


def is_module(head: str) -> bool:
    """Whether the first line of a snapshot says that it holds the goldens of tests."""
    return _HEAD.fullmatch(head.rstrip("\r\n")) is not None


def write_module(path: str, bodies: Mapping[str, str]) -> str:
    """The text of a file of goldens, the same for the same goldens on every machine. ``path`` is that of the tests."""
    blocks = (
        f"\n== {escaped(test)}\ndigest: sha256:{entry_digest(test, body)}\n{body}"
        for test, body in sorted(bodies.items())
    )
    return f"# {escaped(path)}: {TITLE}\n{''.join(blocks)}"


def read_module(data: bytes, path: str) -> dict[str, Entry]:
    """The goldens in a file by their test; ``path`` is the file's own, as it is told.

    Raises:
        DocumentError: with the first mistake that keeps it from being read: bytes that are not UTF-8, markers of a merge,
            a line that is none of theirs, one test twice.
    """
    collector = Collector(path)
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise collector.refuse(_codes.BROKEN, line, what, _RESTORE) from None
    conflict = _CONFLICT.search(text)
    if conflict:
        hint = "solve it as in code: keep the tests of both sides; of one that both changed, keep one"
        line = text.count("\n", 0, conflict.start()) + 1
        raise collector.refuse(_codes.CONFLICT, line, "the markers of a merge stand here", hint)
    return _entries(text, collector)


def _entries(text: str, collector: Collector) -> dict[str, Entry]:
    head, *blocks = text.split("\n\n== ")
    if not is_module(head.rstrip("\n")):
        raise collector.refuse(_codes.BROKEN, 1, "the first line is not that of a file of goldens", _RESTORE)
    found: dict[str, Entry] = {}
    line = 3
    for number, block in enumerate(blocks, 1):
        whole = block if number == len(blocks) else f"{block}\n"
        entry = _entry(whole, line, collector)
        if entry.test in found:
            raise collector.refuse(_codes.BROKEN, line, f"a second golden of `{entry.test}`", _RESTORE)
        found[entry.test] = entry
        line += whole.count("\n") + 1
    return found


def _entry(block: str, line: int, collector: Collector) -> Entry:
    test, _, rest = block.partition("\n")
    digest, _, body = rest.partition("\n")
    found = _DIGEST.fullmatch(digest)
    if found is None:
        raise collector.refuse(_codes.BROKEN, line + 1, "the digest of a test's goldens is missing here", _RESTORE)
    if not body.endswith("\n"):
        raise collector.refuse(
            _codes.BROKEN, line + block.count("\n"), "the file ends in the middle of a line", _RESTORE
        )
    try:
        return Entry(unescaped(test), body, found[1], line)
    except ValueError as error:
        raise collector.refuse(_codes.BROKEN, line, str(error), _RESTORE) from None


# --- one assertion ---------------------------------------------------------------------------------------------------


def write_part(value: Any) -> str:
    """What stands behind the name of an assertion: a value in its line, text or JSON in the lines below."""
    if isinstance(value, str) and "\n" in value:
        *lines, last = value.split("\n")
        block = "".join(f"{_BLOCK}{escaped(line)}\n" for line in lines)
        return f"{_TEXT}{block}{_BLOCK}{escaped(last)}\n{_NO_END}" if last else f"{_TEXT}{block}"
    if isinstance(value, dict | list) and value:
        lines = write_json(value).split("\n")
        return _JSON + "".join([f"{_BLOCK}{escaped(line)}\n" for line in lines])
    return f"{_INLINE}{escaped(one_line(value))}\n"


def read_part(text: str) -> Any:
    """The value that ``write_part`` was given, numbers with a point as ``Decimal``. Raises ValueError for any other text."""
    if text.startswith(_INLINE):
        return _loaded(unescaped(text[len(_INLINE) : -1]))
    is_json = text.startswith(_JSON)
    block = text.partition("\n")[2]
    ended = not block.endswith(_NO_END)
    lines = block.removesuffix(_NO_END).split("\n")[:-1]
    if not all(line.startswith(_BLOCK.rstrip()) for line in lines):
        raise ValueError("a line below a name does not begin with `|`")
    found = "\n".join(unescaped(line[len(_BLOCK) :]) for line in lines)
    return _loaded(found) if is_json else f"{found}\n" if ended else found


def _loaded(text: str) -> Any:
    return json.loads(text, parse_float=Decimal)
