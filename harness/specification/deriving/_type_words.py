"""Types as documents write them to types of Python: ``List<String>``, ``Integer?``, ``"low" | "high"``; it guesses none."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

UNKNOWN = "object"
_MOST = 200
_PLAIN = {
    "str": "string str text varchar char email url uri path slug",
    "int": "int integer int32 int64 long bigint u32 u64 i32 i64 number_of count",
    "float": "float double float32 float64 f32 f64 real number",
    "Decimal": "decimal money amount currency numeric",
    "bool": "bool boolean flag",
    "bytes": "bytes binary blob bytestring",
    "dt.datetime": "datetime timestamp instant datetimeoffset",
    "dt.date": "date",
    "dt.time": "time",
    "dt.timedelta": "duration timedelta interval",
    "UUID": "uuid guid",
    "None": "none null void nil",
}
_KNOWN = {word: type for type, words in _PLAIN.items() for word in words.split()}
_LISTS = re.compile(r"(?:list|array|sequence|vec|vector|iterable)\s*(?:<|\[|\bof\b)\s*(.+?)\s*[>\]]?", re.IGNORECASE)
_SETS = re.compile(r"set\s*(?:<|\[|\bof\b)\s*(.+?)\s*[>\]]?", re.IGNORECASE)
_MAPS = re.compile(r"(?:map|dict|dictionary|record|hash)\s*[<\[]\s*([^,<>\[\]]+),\s*(.+?)\s*[>\]]", re.IGNORECASE)
_OPTIONAL = re.compile(r"(?:optional|option|maybe|nullable)\s*[<\[]\s*(.+?)\s*[>\]]", re.IGNORECASE)
_QUOTED = re.compile(r"\s*([\"'`])([^\"'`|]{1,60})\1\s*")
_MAY_MISS = re.compile(r"\s*[,(]?\s*\boptional\b\s*\)?\s*$", re.IGNORECASE)
_DEFAULT = re.compile(r"\s*[(,]?\s*(?:=|\bdefaults? to\b|\bdefault:).*$", re.IGNORECASE)
_NOTE = re.compile(r"\s*\((?!\))[^()]*\)\s*$")


def python_type(said: str, names: Mapping[str, str]) -> tuple[str, bool]:
    """The type that a document names, and whether it may be missing; ``names`` are the classes of its entities."""
    text = _DEFAULT.sub("", said.strip()[:_MOST]).strip("`., ;")
    optional = bool(_MAY_MISS.search(text))
    text = _MAY_MISS.sub("", text)
    if text.endswith("?"):
        text, optional = text[:-1].strip(), True
    found = _OPTIONAL.fullmatch(text)
    if found:
        text, optional = found[1], True
    parts = [part.strip() for part in text.split("|")] if "|" in text else [text]
    without = [part for part in parts if _KNOWN.get(part.lower()) != "None"]
    type = _union(without or parts, names)
    return type, type != UNKNOWN and (optional or len(without) < len(parts))


def _union(parts: list[str], names: Mapping[str, str]) -> str:
    values = [found[2].strip() for part in parts if (found := _QUOTED.fullmatch(part))]
    if len(values) == len(parts) and values:
        return f"Literal[{', '.join(json.dumps(value, ensure_ascii=False) for value in dict.fromkeys(values))}]"
    whole = " | ".join(dict.fromkeys(_one(part, names) for part in parts))
    return UNKNOWN if UNKNOWN in whole else whole


def _one(text: str, names: Mapping[str, str], depth: int = 0) -> str:
    text = text.strip().strip("`")
    if depth > 4 or not text:
        return UNKNOWN
    if text in names:
        return names[text]
    if text.endswith("[]"):
        return f"list[{_one(text[:-2], names, depth + 1)}]"
    for pattern, made in ((_LISTS, "list[{}]"), (_SETS, "set[{}]")):
        found = pattern.fullmatch(text)
        if found:
            return made.format(_one(found[1], names, depth + 1))
    found = _MAPS.fullmatch(text)
    if found:
        return f"dict[{_one(found[1], names, depth + 1)}, {_one(found[2], names, depth + 1)}]"
    plain = _NOTE.sub("", text)
    for one in (plain, plain.removesuffix("s")):
        if one.lower() in _KNOWN or one in names:
            return _KNOWN.get(one.lower()) or names[one]
    return UNKNOWN
