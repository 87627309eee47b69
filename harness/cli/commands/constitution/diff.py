"""Show what changed in constitutions, and the version that this asks for."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import click

from harness.app.constitution_diff import ConstitutionDiff, diff_constitutions
from harness.cli.options import plain_report
from harness.cli.output import count, say
from harness.constitution.difference import DocumentChanges, PrincipleChange, Step
from harness.constitution.strictness import Aspect, Shift

_WIDTH = max(len(shift) for shift in Shift)


@click.command("diff", short_help="Show what changed, and the version that this asks for.")
@click.argument("revision", metavar="REV")
@plain_report
def command(revision: str, report: str) -> None:
    """Show which principles were added, removed, tightened, weakened or reworded since the revision REV.

    Removing, weakening or redefining a principle asks for a major version, adding or tightening one for a minor, other
    words for a patch; the step that was made is shown beside it. It only shows: `harness constitution lint` refuses.
    """
    found = diff_constitutions(Path.cwd(), revision)
    if report == "json":
        click.echo(_as_json(found))
    else:
        _show(found)


def _show(found: ConstitutionDiff) -> None:
    for path, document in found.documents:
        say(f"{path}: {_versions(document)}")
        for aspect in document.bases:
            say(f"  {aspect.shift:<{_WIDTH}}  {aspect.what}")
        for change in document.principles:
            _show_change(change)
    shifts = Counter(change.shift for _, document in found.documents for change in document.principles)
    told = ", ".join(f"{shifts[shift]} {shift}" for shift in Shift if shifts[shift])
    changed = count(len(found.documents), "constitution")
    say(f"{changed} changed since {found.since}{': ' if told else ''}{told}" if found.documents else _nothing(found))


def _nothing(found: ConstitutionDiff) -> str:
    return f"no principle changed since {found.since}"


def _show_change(change: PrincipleChange) -> None:
    principle = change.principle
    say(f"  {change.shift:<{_WIDTH}}  {principle.id} {principle.title} ({principle.level})")
    for aspect in change.aspects:
        say(f"  {'':<{_WIDTH}}    {aspect.what}")


def _versions(document: DocumentChanges) -> str:
    """The versions before and after, with the steps that are asked for and were made."""
    if document.before is None:
        return "new"
    if document.after is None:
        return "removed"
    asked = f"a {document.asked} step is asked for"
    if document.made is None:
        return f"{asked}, and there are no two versions to compare"
    versions = f"{document.before.version} → {document.after.version}"
    if document.made is document.asked:
        return f"{versions}: {asked}, and was made"
    made = "none" if document.made is Step.NONE else f"a {document.made} one"
    return f"{versions}: {asked}, {'and' if document.is_enough else 'but'} {made} was made"


def _as_json(found: ConstitutionDiff) -> str:
    documents = [
        {
            "path": path,
            "before": document.before.version if document.before else None,
            "after": document.after.version if document.after else None,
            "asked": document.asked,
            "made": document.made,
            "enough": document.is_enough,
            "bases": [_aspect(aspect) for aspect in document.bases],
            "principles": [_principle(change) for change in document.principles],
        }
        for path, document in found.documents
    ]
    return json.dumps({"since": found.since, "documents": documents}, indent=2)


def _principle(change: PrincipleChange) -> dict[str, object]:
    principle = change.principle
    return {
        "id": principle.id,
        "title": principle.title,
        "level": principle.level,
        "shift": change.shift,
        "place": change.after.place.model_dump() if change.after else None,
        "aspects": [_aspect(aspect) for aspect in change.aspects],
    }


def _aspect(aspect: Aspect) -> dict[str, str]:
    return {"shift": aspect.shift, "what": aspect.what}
