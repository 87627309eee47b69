"""Pipelines and extensions that are written into projects, data files beside this module; writing lies in ``ci_init``."""

from __future__ import annotations

from importlib.resources import files


def template(name: str, **values: str) -> str:
    """The file of that name (with ``/``), with each ``@@value@@`` filled in; what is filled in is never read as a template."""
    text = files(__package__).joinpath(*name.split("/")).read_text(encoding="utf-8")
    parts = text.split("@@")
    return "".join(values[part] if at % 2 else part for at, part in enumerate(parts))
