"""A constitution as agents are told it before they write: all in short, and by files in full; where it goes lies in app."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from harness.constitution.brief import Brief, render
from harness.constitution.plain_globs import excluded, plain_globs
from harness.domain.principles import Level, Principle

MOST_BYTES = 24_000
"""Some agents read no more than 32 KiB of such a file (Codex, ``project_doc_max_bytes``), and others have text in it too."""
_LONGEST = 600
_VERIFY = """### How to verify

- `harness check --for-agent` names every place that breaks it, and what to do there. `harness constitution brief PATH` tells
  what holds for a file that is about to be written, with samples.
- `harness verify` tells whether the work is done: constitution, golden cases, test cards and the trace, in one decision.
- Never edit what the work is judged by: `constitutions/`, waivers, `harness.toml`, seals, accepted snapshots. Add no waiver.
"""


@dataclass(frozen=True)
class Scoped:
    """The principles that hold for the same files.

    ``globs`` are as other tools write them; ``besides`` are the patterns of files that are left out, which not all can write.
    """

    name: str
    globs: tuple[str, ...]
    besides: tuple[str, ...]
    principles: tuple[Principle, ...]

    @property
    def text(self) -> str:
        """What is asked of those files, in full, with short good samples."""
        told = render(Brief(self.globs, self.principles)).rstrip("\n")
        left_out = f"\n\nNot meant: {', '.join(map(_code, self.besides))}." if self.besides else ""
        return f"{told}{left_out}\n\nVerify with `harness check --for-agent`.\n"


def in_short(principles: Sequence[Principle]) -> str:
    """All principles, a line each, grouped by the files that they hold for, and how to verify; at most ``MOST_BYTES``.

    Where there is not room for all, what binds least is left out first.
    """
    ranked = sorted(principles, key=lambda one: list(Level).index(one.level))
    for most in range(len(ranked), -1, -1):
        text = _text(ranked[:most], len(ranked) - most)
        if len(text.encode("utf-8", "replace")) <= MOST_BYTES:
            return text
    return _text([], len(ranked))


def scopes(principles: Sequence[Principle]) -> tuple[Scoped, ...]:
    """The principles that hold for some files only, by those files, in the order of the documents."""
    groups = {
        patterns: found
        for patterns, found in _grouped(principles).items()
        if any(not one.startswith("!") for one in patterns)
    }
    return tuple(
        Scoped(_name(patterns), plain_globs(patterns), excluded(patterns), tuple(found))
        for patterns, found in groups.items()
    )


def _text(principles: Sequence[Principle], more: int) -> str:
    parts = [
        "## What this project's constitution asks\n",
        "`harness export agents` wrote this from `constitutions/`: change it there. MUST binds always, "
        "SHOULD unless there is a good reason.\n",
    ]
    for patterns, found in _grouped(principles).items():
        parts.append(f"### {_files(patterns)}\n\n" + "".join(map(_line, found)))
    if more:
        parts.append(f"{more} more that bind less are left out here: see `harness constitution brief`.\n")
    return "\n".join([*parts, _VERIFY])


def _grouped(principles: Sequence[Principle]) -> dict[tuple[str, ...], list[Principle]]:
    found: dict[tuple[str, ...], list[Principle]] = {}
    for one in principles:
        found.setdefault(one.applies_to, []).append(one)
    return found


def _files(patterns: Sequence[str]) -> str:
    wanted = [one for one in patterns if not one.startswith("!")]
    where = f"Files {', '.join(map(_code, wanted))}" if wanted else "All files"
    return f"{where}, but not {', '.join(map(_code, excluded(patterns)))}" if excluded(patterns) else where


def _line(principle: Principle) -> str:
    facts = ", ".join([principle.level, *principle.cwes[:3]])
    pattern = f" Do: {_one_line(principle.pattern)}" if principle.pattern else ""
    return f"- **{principle.id} {principle.title}** ({facts}): {_one_line(principle.constraint)}{pattern}\n"


def _one_line(text: str) -> str:
    told = " ".join(text.split())
    return told if len(told) <= _LONGEST else f"{told[: _LONGEST - 2]} …"


def _code(text: str) -> str:
    return f"`{text.replace('`', '')}`"


def _name(patterns: Sequence[str]) -> str:
    """A name for a file of rules: what can be read of the globs, and a digest that tells them from others."""
    words = "-".join(re.findall(r"[A-Za-z0-9]+", " ".join(one for one in patterns if not one.startswith("!"))))
    digest = hashlib.sha256("\0".join(patterns).encode("utf-8", "surrogateescape")).hexdigest()[:6]
    return f"harness-{words[:40].strip('-').lower() or 'files'}-{digest}"
