"""The few principles that matter for files about to be written, as Markdown; judging what was written lies elsewhere."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from harness.constitution.globs import Globs
from harness.constitution.reach import is_glob, touches, witnesses
from harness.constitution.sample_fit import looks_at_path
from harness.constitution.trees import sample_path
from harness.domain.principles import Level, Principle, Sample

LEAST = 3
MOST = 10
_MOST_LINES = 12
_MOST_CHARACTERS = 600
_REASON_WIDTH = 160


@dataclass(frozen=True)
class Brief:
    """The principles for some paths, most important first; ``more`` counts those that fit as well but are left out."""

    paths: tuple[str, ...]
    principles: tuple[Principle, ...]
    more: int = 0


def brief(principles: Sequence[Principle], paths: Sequence[str] = (), most: int = MOST) -> Brief:
    """Choose at most ``most`` principles for the paths or globs, which need not exist; without any, all files are meant.

    First come those with a check that looks at such files, then those that no machine checks; those whose checks look at
    other files only fill up to three. Among them MUST comes first, else the order of the documents stays.
    """
    ranked = [(rank, principle) for principle in principles if (rank := _rank(principle, paths)) is not None]
    ranked.sort(key=lambda pair: (pair[0], list(Level).index(pair[1].level)))
    fitting = sum(rank < 2 for rank, _ in ranked)
    shown = min(most, max(fitting, LEAST))
    return Brief(tuple(paths), tuple(principle for _, principle in ranked[:shown]), max(fitting - shown, 0))


def render(chosen: Brief) -> str:
    """The brief as Markdown."""
    of = f" of {', '.join(_code(path) for path in chosen.paths)}" if chosen.paths else ""
    parts = [f"# What the constitution asks{of}"]
    if not chosen.principles:
        parts.append("No principle applies to these files.")
    parts += (_section(principle, chosen.paths) for principle in chosen.principles)
    if chosen.more:
        many = f"{chosen.more} more principle{' applies' if chosen.more == 1 else 's apply'}"
        parts.append(f"{many}; `--most {len(chosen.principles) + chosen.more}` shows all.")
    return "\n\n".join(parts) + "\n"


def _rank(principle: Principle, paths: Sequence[str]) -> int | None:
    """0 where a check looks at such files, 1 without checks, 2 where all look elsewhere; None where it does not apply."""
    applying = [path for path in paths if _applies(principle.applies_to, path)]
    if paths and not applying:
        return None
    if not principle.checks:
        return 1
    looked_at = not paths or any(_is_looked_at(principle, path) for path in applying)
    return 0 if looked_at else 2


def _applies(patterns: Sequence[str], path: str) -> bool:
    return touches(patterns, path) if is_glob(path) else Globs(patterns).match(path)


def _is_looked_at(principle: Principle, path: str) -> bool:
    """Whether a check looks at a file; of a glob without an end such as ``.py``, at one like the principle's samples."""
    candidates = list(_candidates(principle, path))
    looks = [looks_at_path(check, one) for check in principle.checks for one in candidates]
    return not candidates or any(look is None or look for look in looks)


def _candidates(principle: Principle, path: str) -> Iterator[str]:
    if not is_glob(path):
        yield path
    elif _suffix(path):
        yield from witnesses(path)
    else:
        yield from (sample.path or sample_path(sample.language) for sample in principle.samples)


def _section(principle: Principle, paths: Sequence[str]) -> str:
    facts = ", ".join([principle.level, *principle.cwes])
    points = [("Pattern", principle.pattern), ("Why", principle.rationale)]
    told = "\n".join(f"- {name}: {_one_line(text)}" for name, text in points if text)
    sample = _sample(principle.samples, paths)
    parts = (
        f"## {principle.id} {principle.title} ({facts})",
        principle.constraint,
        told,
        _fence(sample) if sample else "",
    )
    return "\n\n".join(filter(None, parts))


def _one_line(text: str) -> str:
    return textwrap.shorten(" ".join(text.split()), _REASON_WIDTH, placeholder=" …", break_on_hyphens=False)


def _sample(samples: Sequence[Sample], paths: Sequence[str]) -> Sample | None:
    """The first short good sample, of a language that the paths have where they say one."""
    wanted = {_suffix(path) for path in paths} - {""}
    for sample in samples:
        suffix = _suffix(sample.path or sample_path(sample.language))
        if sample.good and _is_short(sample.text) and (not wanted or suffix in wanted):
            return sample
    return None


def _is_short(text: str) -> bool:
    return len(text) <= _MOST_CHARACTERS and text.count("\n") <= _MOST_LINES


def _fence(sample: Sample) -> str:
    ticks = "`" * max([3, *(len(found) + 1 for found in re.findall(r"`+", sample.text))])
    where = f"{_code(sample.path)}:\n\n" if sample.path else ""
    return f"{where}{ticks}{sample.language}\n{sample.text.rstrip()}\n{ticks}"


def _suffix(path: str) -> str:
    """What a name ends with, where that says a language: none for a mere wildcard."""
    suffix = PurePosixPath(path.rstrip("/")).suffix
    return "" if re.search(r"[*?\[\]{}]", suffix) else suffix.lower()


def _code(text: str) -> str:
    return f"`{text.replace('`', '')}`"
