"""Which format a data file has, and its contents; the formats themselves lie in the other modules."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from harness.constitution.data import dockerfile, env, json, toml, yaml
from harness.constitution.data.tree import Contents, Item, Source, source_of, table_of


class Format(StrEnum):
    """What a file is written in; ``workflow`` is YAML at the place of a workflow, ``jsonc`` is JSON with comments."""

    JSON = "json"
    JSONC = "jsonc"
    YAML = "yaml"
    WORKFLOW = "workflow"
    TOML = "toml"
    ENV = "env"
    DOCKERFILE = "dockerfile"
    FRONT_MATTER = "front-matter"


_PARTS = {Format.JSON: Format.JSONC, Format.YAML: Format.WORKFLOW}
"""Formats that are as good as another one."""

_BY_PATH = (
    (Format.WORKFLOW, r"(?:.*/)?\.(?:github|forgejo|gitea)/workflows/[^/]+\.ya?ml"),
    (Format.DOCKERFILE, r"(?:.*/)?(?:(?:Dockerfile|Containerfile)(?:\.[^/]+)?|[^/]+\.(?:docker|container)file)"),
    (Format.JSONC, r"(?:.*/)?(?:[^/]+\.jsonc|[jt]sconfig[^/]*\.json|devcontainer\.json|\.vscode/[^/]+\.json)"),
    (Format.ENV, r"(?:.*/)?(?:\.env(?:\.[^/]+)?|[^/]+\.env)"),
    (Format.TOML, r"(?:.*/)?(?:[^/]+\.toml|Pipfile|(?:poetry|uv|Cargo|pdm)\.lock)"),
    (Format.JSON, r"(?:.*/)?(?:[^/]+\.(?:json|geojson|webmanifest|ipynb|sarif|avsc)|Pipfile\.lock|composer\.lock)"),
    (Format.YAML, r"(?:.*/)?[^/]+\.ya?ml"),
    (Format.FRONT_MATTER, r"(?:.*/)?[^/]+\.(?:md|markdown)"),
)
_NAMES = tuple((format, re.compile(pattern, re.IGNORECASE)) for format, pattern in _BY_PATH)
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)


def format_of(path: str) -> Format | None:
    """The format that the name of a file tells."""
    return next((format for format, pattern in _NAMES if pattern.fullmatch(path)), None)


def is_format(found: Format | None, wanted: Format) -> bool:
    """Whether a file of one format can be checked as another."""
    return found is not None and found in (wanted, _PARTS.get(wanted))


def read_contents(format: Format, data: bytes) -> Contents:
    """The documents of a file.

    Raises:
        DataError: if it cannot be read as that format.
    """
    source = source_of(data)
    return Contents(source, tuple(_READERS[format](source)))


def _front_matter(source: Source) -> list[Item]:
    found = _FRONT_MATTER.match(source.text)
    if not found:
        return [table_of({}, 0, 0)]
    return yaml.documents(source, *found.span(1)) or [table_of({}, 0, 0)]


_READERS: dict[Format, Callable[[Source], list[Item]]] = {
    Format.JSON: lambda source: [json.document(source)],
    Format.JSONC: lambda source: [json.document(source, comments=True)],
    Format.YAML: yaml.documents,
    Format.WORKFLOW: yaml.documents,
    Format.TOML: lambda source: [toml.document(source)],
    Format.ENV: lambda source: [env.document(source)],
    Format.DOCKERFILE: lambda source: [dockerfile.document(source)],
    Format.FRONT_MATTER: _front_matter,
}
