"""A project about a bank, as the samples of the rules see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from harness.domain.cards import Card
from harness.domain.configuration import Configuration, Product, Service, TracePolicy
from harness.domain.places import Place
from harness.domain.requirements import Requirement
from harness.lint.context import Context
from harness.readers import read_card

REQUIREMENTS = ("FR-003", "one/FR-009", "two/FR-009")
DIMENSIONS = {"platform": ("linux", "macos"), "action": ("open", "close")}


class BankSource:
    """The bank's source: one module with one class and one function."""

    def has_path(self, path: str) -> bool:
        return path.removeprefix("src/") in ("bank/ledger.py", "ledger.py")

    def has_module(self, name: str) -> bool:
        return name in ("bank", "bank.ledger")

    def defined(self, names: Collection[str]) -> Mapping[str, str]:
        known = {"LedgerStore": "bank/ledger.py:3", "post_entry": "bank/ledger.py:9"}
        return {name: known[name] for name in names if name in known}


def requirement(name: str) -> Requirement:
    """A requirement by its id, or by its feature and id."""
    feature, _, id_ = name.rpartition("/")
    place = Place(path=f"specs/{feature or 'bank'}.md", line=3)
    return Requirement(id=id_, feature=feature, text="System MUST move money", place=place, sha256="0" * 64)


def context(*cards: Card, services: bool = True, requirements: Collection[str] = REQUIREMENTS) -> Context:
    """What is known about the bank, with or without a service."""
    web = {"web": Service(run="{tree}/bin/bank serve")} if services else {}
    product = Product(commands={"bank": "{tree}/bin/bank"}, services=web)
    return Context(
        configuration=Configuration(product=product, trace=TracePolicy(dimensions=DIMENSIONS)),
        cards=cards,
        requirements=tuple(requirement(id_) for id_ in requirements),
        source=BankSource(),
    )


def card(text: str, path: str = "testcards/transfer.md") -> Card:
    """The card that a text is."""
    return read_card(text, path)
