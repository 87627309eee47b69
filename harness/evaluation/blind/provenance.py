"""Whether it is the product that speaks in an observation, or whatever the evaluator had somebody else say; conservative.

A command line counts where it is one plain call of a product's command, perhaps with redirections to files, and perhaps
piped into filters that can only leave out, sort or count what they read. An answer or a page counts where it comes from an
address of the product's. Anything that is not understood does not count.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.domain.observations import (
    CommandObservation,
    Observation,
    PageObservation,
    ResponseObservation,
    ScreenObservation,
)
from harness.evaluation.blind.addresses import WEB, addresses_in, hosts
from harness.evaluation.blind.command_lines import is_direct_line, is_product_line
from harness.evaluation.frame import Offer


@dataclass(frozen=True)
class Product:
    """What the product is known by: the commands that its users can type, and the hosts (with port) that it serves."""

    commands: tuple[str, ...]
    hosts: frozenset[str]

    @classmethod
    def of(cls, offer: Offer, text: str = "") -> Product:
        """What an offer names, and every address that the ``text`` of a card does."""
        addresses = [address for _, address in offer.services] + addresses_in(text)
        return cls(offer.commands, frozenset(hosts([*addresses, offer.origin or ""])))

    def speaks(self, observation: Observation) -> bool:
        """Whether what the observation shows was said by the product itself."""
        match observation:
            case ResponseObservation(request=request, status=status):
                return status is not None and self._is_at(request.partition(" ")[2])
            case PageObservation(url=url):
                return url.startswith(WEB) and self._is_at(url) and touches(observation)
            case CommandObservation(command=command, calls=calls):
                return bool(calls) and is_product_line(command, self.commands)
            case ScreenObservation(command=command, calls=calls, running=running):
                return is_direct_line(command, self.commands) and (bool(calls) or running)
            case _:
                return False

    def speaks_alone(self, observation: Observation) -> bool:
        """Whether the observation is all that the product said, with nothing left out on the way."""
        whole = not isinstance(observation, CommandObservation) or is_direct_line(observation.command, self.commands)
        return whole and self.speaks(observation)

    def _is_at(self, address: str) -> bool:
        return not address.startswith(WEB) or not self.hosts.isdisjoint(hosts([address]))


def touches(observation: Observation) -> bool:
    """Whether the product had a part in the observation at all."""
    match observation:
        case ResponseObservation(status=status):
            return status is not None
        case PageObservation(url=url, problem=problem):
            return problem is None and url.startswith(WEB)
        case CommandObservation(calls=calls):
            return bool(calls)
        case ScreenObservation():
            return bool(observation.calls) or observation.running
        case _:
            return False
