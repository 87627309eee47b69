"""Figures as a table for people and as JSON for machines."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict

from benchmarks.measure import Figure


def surroundings() -> dict[str, str]:
    """The kind of machine that the figures come from."""
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return {
        "system": system,
        "kernel": platform.release().split("-")[0],
        "python": platform.python_version(),
        "cores": str(os.cpu_count()),
    }


def markdown(figures: Sequence[Figure]) -> str:
    """The table."""
    machine = ", ".join(f"{name} {value}" for name, value in surroundings().items())
    lines = [
        "# Benchmark results",
        "",
        f"Written by `scripts/bench`; {machine}. Without a bound: for orientation.",
        "",
        "| measured | value | bound | | made of |",
        "|---|---:|---:|---|---|",
    ]
    for figure in figures:
        bound = "" if figure.bound is None else f"{figure.bound:g} {figure.unit}"
        name = figure.name.replace("|", "\\|")
        lines.append(f"| {name} | {figure.value:.2f} {figure.unit} | {bound} | {figure.verdict} | {figure.detail} |")
    return "\n".join(lines) + "\n"


def as_json(figures: Sequence[Figure]) -> str:
    """The same, to compare by program."""
    rows = [{**asdict(figure), "verdict": figure.verdict} for figure in figures]
    return json.dumps({"machine": surroundings(), "figures": rows}, indent=2, ensure_ascii=False) + "\n"
