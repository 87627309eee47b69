"""Show the prepared trees that are kept, and prune them."""

from __future__ import annotations

import click

from harness.app.cache import CachedTree, cached_trees, prune
from harness.cli.output import count, say


@click.group("cache", invoke_without_command=True, short_help="Show the prepared trees that are kept, and prune them.")
@click.pass_context
def command(context: click.Context) -> None:
    """Show every prepared tree: its key, size, when a run last used it, and its setup.

    Trees are exported and set up once, then shared by all runs. They can be removed at any time; the next run makes them anew.
    """
    if context.invoked_subcommand is None:
        folder, trees = cached_trees()
        for tree in trees:
            _show(tree)
        say(f"{count(len(trees), 'tree')}, {_size(sum(tree.bytes for tree in trees))} in {folder}")


@command.command("prune")
@click.option(
    "--days", type=click.FloatRange(min=0), default=14.0, show_default=True, help="Remove what no run used for so long."
)
def prune_command(days: float) -> None:
    """Remove prepared trees that no run has used for some time, half-made ones, and what killed runs left behind.

    A tree that a run uses at this moment stays.
    """
    pruned = prune(days)
    used = f", {pruned.in_use} in use" if pruned.in_use else ""
    rooms = f", {count(pruned.rooms, 'abandoned cell')} removed" if pruned.rooms else ""
    say(f"{count(pruned.removed, 'tree')} removed{used}{rooms}")


def _show(tree: CachedTree) -> None:
    ago = "today" if tree.days < 1 else f"{count(int(tree.days), 'day')} ago"
    say(f"{tree.key[:12]}  {_size(tree.bytes):>9}  {ago:<12}  tree {tree.tree[:12]}")
    for line in tree.setup:
        say(f"  setup: {line}")


def _size(number: int) -> str:
    return f"{number / (1 << 20):.1f} MiB"
