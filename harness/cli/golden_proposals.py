"""What is shown of proposed golden cases: their documents, what was left out, and what a person should look at."""

from __future__ import annotations

from collections.abc import Collection

from harness.app.golden_trial import Proposed
from harness.cli.output import count, say, show_hint


def show_documents(proposed: Proposed) -> None:
    """Print every document as it would be written."""
    for draft in proposed.drafts:
        say(f"<!-- {draft.case.card.path} -->")
        say(draft.case.card.text)


def show_proposed(proposed: Proposed, written: Collection[str]) -> None:
    """Print what came of what was proposed, beside the cases themselves."""
    for one in proposed.left:
        say(f"left out: {one.subject}: {one.reason}")
    for one in proposed.shortened:
        say(f"shortened: {one.subject}: {one.reason}")
    refused = [one for one in proposed.refused if one.id in written]
    for refusal in refused:
        say(f"look at {refusal.id}, what was meant as good input is not taken: {refusal.how}")
    if refused:
        show_hint("write a better input into the case and accept what it shows (`harness golden review`), or keep it")
    if proposed.known:
        say(f"{count(len(proposed.known), 'case')} left as they are: {', '.join(proposed.known)}")
