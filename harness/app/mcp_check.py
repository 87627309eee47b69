"""Tells an agent that asks where files break the constitution; looking at one file lies in ``hook_edit``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.app.hook_edit import seen_after_edit
from harness.app.mcp_answers import Document, Value
from harness.app.mcp_ground import Ground
from harness.domain.findings import Finding, PrincipleResult
from harness.errors import UsageError

MOST_FILES = 500
_NO_MORE = "every file is checked by itself: what only the whole tree tells, tells `harness check`"


def checked(ground: Ground, typed: Sequence[str], everything: bool) -> Document:
    """What is wrong in the files of some paths, or in all that changed.

    Raises:
        DocumentError: if the constitution is invalid.
        UsageError: if there is none, or a path is none that may be shown.
        TreeError: if git cannot tell what changed.
    """
    paths = list(dict.fromkeys(map(ground.path_of, typed))) if typed else list(_changed(ground))
    shown = paths[:MOST_FILES]
    seen = seen_after_edit(ground.root, shown, everything)
    results = [one for one in seen.results.principles if one.counting]
    doubts = [f"{doubt.path}: {doubt.reason}" for one in seen.results.principles for doubt in one.doubts]
    more = [f"{len(paths) - len(shown)} more files changed and are not checked"] if len(paths) > len(shown) else []
    return {
        "said": _said(results, doubts, seen.untold, len(shown)),
        "files": list(shown),
        "principles": [_principle(one) for one in results],
        "findings": [_finding(one) for result in results for one in result.counting],
        "not_checked": list(dict.fromkeys((*seen.untold, *doubts, *more))),
        "remarks": [*seen.remarks, _NO_MORE],
    }


def _changed(ground: Ground) -> Iterator[str]:
    """The files that changed since the work began, and that may be shown."""
    from harness.adapters.worked_on import changed_since, parted_from

    for path in changed_since(ground.root, parted_from(ground.root)):
        try:
            yield ground.path_of(path)
        except UsageError:  # it is gone, hidden, or leads out of the project
            continue


def _said(results: Sequence[PrincipleResult], doubts: Sequence[str], untold: Sequence[str], files: int) -> str:
    if results:
        number = sum(len(one.counting) for one in results)
        return f"{number} place{'s' if number > 1 else ''} to put right"
    if doubts or untold:
        return "nothing was found, and not everything could be checked"
    return "nothing was found" if files else "no file was checked"


def _principle(one: PrincipleResult) -> Value:
    return {
        "id": one.id,
        "title": one.title,
        "level": one.level.value,
        "constraint": one.constraint,
        "pattern": one.pattern,
    }


def _finding(one: Finding) -> Value:
    fix = {"fix": one.fix.text} if one.fix else {}
    note = {"note": one.note} if one.note else {}
    return {
        "principle": one.principle,
        "place": f"{one.span.path}:{one.span.line}",
        "snippet": "\n".join(one.lines),
        **note,
        **fix,
    }
