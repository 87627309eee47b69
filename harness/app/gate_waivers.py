"""The waivers of the gate and what they cover today; reading ``waivers.toml`` lies in ``readers``, deciding in ``gate``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from harness.app.project import Project
from harness.domain.gate import Item, WaiverUse
from harness.domain.waivers import GateWaiver

PATH = "waivers.toml"
"""The project's file of waivers of the gate."""


@dataclass(frozen=True)
class Settled:
    """What waivers cover: the id of the waiver by each key that one covers, the waivers that were used, and the troubles.

    One in trouble covers nothing; ``troubles`` have the keys ``waiver ID``.
    """

    covered: Mapping[str, str] = field(default_factory=dict)
    uses: tuple[WaiverUse, ...] = ()
    troubles: tuple[Item, ...] = ()


@dataclass(frozen=True)
class GateWaivers:
    """The waivers of a project's file, in its order."""

    waivers: tuple[GateWaiver, ...] = ()

    def settle(self, keys: Iterable[str], today: date) -> Settled:
        """What they cover of failures that are known, told by their keys (``card ID``, ``principle ID path:line``, ...).

        Tampering, broken seals and what is not known must not be among the keys.
        """
        raise NotImplementedError


def load_waivers(project: Project) -> GateWaivers:
    """The waivers of a project; none where it has no ``waivers.toml``.

    Raises:
        DocumentError: with every mistake of that file.
    """
    raise NotImplementedError
