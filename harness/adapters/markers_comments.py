"""Where the comments of a file lie: by its grammar where one is installed, else by how its language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from harness.adapters.syntax import Grammars
from harness.domain.languages import language_of
from harness.ports.sources import SourceFile

Span = tuple[int, int]

_HASH, _SLASHES, _DASHES, _SEMICOLON, _PERCENT = "#", "//", "--", ";", "%"
_C_BLOCK, _ML_BLOCK, _HTML_BLOCK = ("/*", "*/"), ("(*", "*)"), ("<!--", "-->")
_QUOTES = ('"', "'")


class _Style:
    """How a language writes comments and texts, as one expression that finds either, whichever begins first."""

    def __init__(
        self, lines: Sequence[str] = (), blocks: Sequence[tuple[str, str]] = (), quotes: Sequence[str] = _QUOTES
    ) -> None:
        line = [rf"{re.escape(one)}[^\n]*" for one in lines]
        block = [rf"{re.escape(first)}.*?(?:{re.escape(last)}|\Z)" for first, last in blocks]
        text = [rf"{one}(?:\\.|(?!{one})[^\\\n])*{one}?" for one in map(re.escape, quotes)]
        comment = "|".join([*block, *line])
        self._found = re.compile("|".join([f"(?P<comment>{comment})", *text]).encode(), re.DOTALL)

    def comments(self, data: bytes) -> Iterator[Span]:
        return (one.span() for one in self._found.finditer(data) if one.lastgroup == "comment")


_STYLES = (
    ("sql ddl lua adb ads vhd vhdl elm", _Style([_DASHES], [_C_BLOCK])),
    ("hs lhs purs", _Style([_DASHES], [("{-", "-}")], ['"'])),
    ("lisp lsp el clj cljs cljc edn scm ss rkt", _Style([_SEMICOLON], [("#|", "|#")], ['"'])),
    ("asm s ini cfg conf inf reg properties", _Style([_SEMICOLON, _HASH], [], ['"'])),
    ("erl hrl pro m mat", _Style([_PERCENT], [_C_BLOCK], ['"'])),
    ("ml mli fs fsi fsx pas pp", _Style([_SLASHES], [_ML_BLOCK], ['"'])),
    ("html htm xhtml xml xsl xslt svg vue svelte jsp erb", _Style([], [_HTML_BLOCK, _C_BLOCK], ())),
    (
        "swift dart zig sol groovy gradle proto thrift glsl wgsl hlsl cl d v sv svh scss sass less",
        _Style([_SLASHES], [_C_BLOCK]),
    ),
    (
        "c h cc cpp cxx hpp hh cs go java js cjs mjs jsx kt kts php rs scala ts tsx css json5 jsonc",
        _Style([_SLASHES], [_C_BLOCK], ('"', "'", "`")),
    ),
    (
        "sh bash zsh ksh fish rb rbw pl pm r jl nim ex exs tcl awk yaml yml toml tf hcl nix ps1 cmake mk bzl star py pyi",
        _Style([_HASH]),
    ),
)
_BY_ENDING = {ending: style for endings, style in _STYLES for ending in endings.split()}
_BY_NAME = {
    "makefile": "mk",
    "dockerfile": "sh",
    "containerfile": "sh",
    "justfile": "sh",
    "rakefile": "rb",
    "gemfile": "rb",
}
_ALONE = re.compile(rb"^[ \t]*(?:#|//|--|;|%|@?(?:rem|REM|Rem)\b|::|<!--|/\*|')[^\n]*", re.MULTILINE)
"""A line that is nothing but a comment in some language: all that counts where the language is not known."""


def comments_of(file: SourceFile, grammars: Grammars) -> Sequence[Span]:
    """The byte ranges of all comments, in order; the texts that explain modules, classes and functions of Python count too."""
    language = language_of(file.path)
    if language is not None and grammars.knows(language):
        found = list(grammars.comments(file))
        if language == "python":
            found += grammars.docstrings(file)
        return sorted(found)
    style = _style(file.path)
    if style is not None:
        return list(style.comments(file.data))
    return [one.span() for one in _ALONE.finditer(file.data)]


@cache
def _style(path: str) -> _Style | None:
    name = path.rpartition("/")[2].lower()
    ending = name.rpartition(".")[2] if "." in name[1:] else _BY_NAME.get(name, "")
    return _BY_ENDING.get(ending)
