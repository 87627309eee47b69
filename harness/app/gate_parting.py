"""Where the change under judgement parted from what it is for, so that all of it is seen; what it edits is told elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from harness.adapters import deciding
from harness.adapters.branches import Branch, Branches
from harness.app.past_configuration import configuration_at
from harness.domain.configuration import Configuration, GatePolicy
from harness.errors import DocumentError, MachineError, UsageError

_SAY = 'name it: `--since REVISION`, or `base = "develop"` below [gate] in harness.toml'


@dataclass(frozen=True)
class Parting:
    """A change: what it is compared with (``tip``), and the commit that both have in common (``base``)."""

    tip: str
    base: str
    head: str


def parting(root: Path, since: str | None, today: GatePolicy) -> Parting | None:
    """Where the work in a folder parted from ``since``, or from what it is for; None where nothing was ever committed.

    A ``base`` of the policy counts as it was before the change, else the change could name itself.

    Raises:
        MachineError: where nobody can tell.
    """
    branches = Branches(root)
    head = branches.head
    if head is None:
        return None
    if since is not None:
        tip = branches.given(since).commit
        return Parting(tip, _common(branches, Branch(since, tip), head), head)
    return _from_branch(branches, _branch(branches, today, head), head)


def policy_at(root: Path, revision: str) -> GatePolicy:
    """The policy of a revision; the default where it has none. Raises MachineError where it cannot be read."""
    return _configuration(root, revision).gate


def common(root: Path, tip: str, commit: str) -> str:
    """The last commit that a commit of the work has in common with what it is for. Raises MachineError where there is none."""
    return _common(Branches(root), Branch(tip, tip), commit)


def _configuration(root: Path, revision: str) -> Configuration:
    try:
        return configuration_at(root, revision) or Configuration()
    except DocumentError as error:
        what = f"the policy before the change cannot be read: {error.mistakes[0]}"
        raise MachineError(what, "name a later revision: `--since REVISION`") from error
    except UsageError as error:
        if "has no folder" in error.what:
            return Configuration()
        raise


def _branch(branches: Branches, today: GatePolicy, head: str) -> Branch | None:
    """What the work is for: the policy's ``base`` from before the change, else what the pipeline or the repository says."""
    plain = branches.target() or branches.trunk()
    if plain is None:
        if today.base:
            return branches.named(today.base)
        _refuse_guessing(branches)
        return None
    base = policy_at(branches.root, _common(branches, plain, head)).base
    return branches.named(base) if base else plain


def _refuse_guessing(branches: Branches) -> None:
    others = branches.others()
    if others:
        raise MachineError(f"nobody says which branch this work is for: {', '.join(others[:5])}", _SAY)
    if deciding.in_ci():
        raise MachineError("nobody says which branch this work is for, and the clone has no other", _SAY)


def _from_branch(branches: Branches, branch: Branch | None, head: str) -> Parting:
    if branch is not None and (base := _common(branches, branch, head)) != head:
        return Parting(branch.commit, base, head)
    return _on_branch(branches, head)


def _on_branch(branches: Branches, head: str) -> Parting:
    """Work on that branch itself: what was not pushed yet, what was pushed last, or the last commit; of the first nothing."""
    upstream, pushed = branches.upstream(), branches.pushed_upon()
    known = [one for one in (upstream.commit if upstream else None, pushed, branches.before(head)) if one]
    for tip in known:
        base = branches.common(tip, head)
        if base not in (None, head):
            return Parting(tip, str(base), head)
    return Parting(head, head, head)


def _common(branches: Branches, branch: Branch, head: str) -> str:
    base = branches.common(branch.commit, head)
    if base is None:
        what = f"`{branch.name}` and this work have no commit in common"
        raise MachineError(what, "fetch the whole history: on a forge `fetch-depth: 0`; or name another with `--since`")
    return base
