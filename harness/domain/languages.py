"""The languages that structural rules know, by ast-grep's names, and the files that are written in them; it parses nothing.

Names and endings are those of https://ast-grep.github.io/reference/languages.html. Left out are endings that may be another
language as well (``.cgi``, ``.env``, ``.scss``); ``.pyw`` is added.
"""

from __future__ import annotations

_ENDINGS = {
    "bash": "sh bash bats ksh zsh",
    "c": "c h",
    "cpp": "cpp cc cxx c++ hpp hh cu ino",
    "csharp": "cs",
    "css": "css",
    "dart": "dart",
    "elixir": "ex exs",
    "go": "go",
    "haskell": "hs",
    "hcl": "hcl tf tfvars",
    "html": "html htm xhtml",
    "java": "java",
    "javascript": "js cjs mjs jsx",
    "json": "json",
    "kotlin": "kt ktm kts",
    "lua": "lua",
    "markdown": "md markdown",
    "nix": "nix",
    "php": "php",
    "python": "py pyi pyw py3 bzl",
    "ruby": "rb rbw gemspec",
    "rust": "rs",
    "scala": "scala sc sbt",
    "solidity": "sol",
    "swift": "swift",
    "tsx": "tsx",
    "typescript": "ts cts mts",
    "yaml": "yaml yml",
    "zig": "zig",
}
_ALIASES = {
    "c++": "cpp",
    "cc": "cpp",
    "cs": "csharp",
    "cxx": "cpp",
    "ex": "elixir",
    "golang": "go",
    "hs": "haskell",
    "js": "javascript",
    "jsx": "javascript",
    "kt": "kotlin",
    "md": "markdown",
    "py": "python",
    "rb": "ruby",
    "rs": "rust",
    "sol": "solidity",
    "ts": "typescript",
    "yml": "yaml",
}
_DIALECTS = {"typescript": ("tsx",)}
"""Languages of which some files have a grammar of their own; they are files of both."""
_BY_ENDING = {f".{ending}": name for name, endings in _ENDINGS.items() for ending in endings.split()}

LANGUAGES = tuple(_ENDINGS)


def language_named(name: str) -> str | None:
    """The language that goes by a name or an alias, such as ``py``, in any case; None where there is none."""
    lower = name.lower()
    known = _ALIASES.get(lower, lower)
    return known if known in _ENDINGS else None


def language_of(path: str) -> str | None:
    """The language that a file's name says it is written in; None where it says none."""
    name = path.rpartition("/")[2]
    return _BY_ENDING.get(name[name.rindex(".") :].lower()) if "." in name[1:] else None


def grammars_of(language: str) -> tuple[str, ...]:
    """The languages as which files in a language are read: itself first, and ``tsx`` for TypeScript."""
    return (language, *_DIALECTS.get(language, ()))


def is_written_in(path: str, language: str) -> bool:
    """Whether a file's name says that it is in the language, whichever of its grammars it is read with."""
    return language_of(path) in grammars_of(language)


def usual_ending(language: str) -> str:
    """What names of files in that language usually end in, such as ``.py``. Raises KeyError for an unknown language."""
    return f".{_ENDINGS[language].split()[0]}"
