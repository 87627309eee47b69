"""Owns what the commands about many accounts, standing orders, customers and the service say."""

from argparse import Namespace
from collections.abc import Iterable, Iterator

from bank2.cents import parse_amount, parse_rate, show
from bank2.records.books import StandingOrder
from bank2.records.vault import Vault
from bank2.refusal import Reason, Refusal
from bank2.rules import access, batches, payments, standing
from bank2.words import parse_number


def import_transfers(vault: Vault, arguments: Namespace) -> Iterator[str]:
    yield f"Imported {batches.carry_out(vault, arguments.file)} transfers"


def pay_interest(vault: Vault, arguments: Namespace) -> Iterator[str]:
    earned = payments.pay_interest(vault, parse_rate(arguments.rate))
    for share in earned:
        yield f"Paid {show(share.cents)} to {share.account}"
    yield f"Paid {show(sum(share.cents for share in earned))} in interest"


def add_standing_order(vault: Vault, arguments: Namespace) -> Iterator[str]:
    wish = payments.Wish(arguments.source, arguments.target, parse_amount(arguments.amount))
    yield describe(standing.place(vault, wish, standing.parse_day(arguments.day)))


def list_standing_orders(vault: Vault, arguments: Namespace) -> Iterator[str]:
    orders = sorted(vault.books.standing.values())
    yield from map(describe, orders) if orders else ["No standing orders"]


def cancel_standing_order(vault: Vault, arguments: Namespace) -> Iterator[str]:
    standing.cancel(vault, arguments.number)
    yield f"Cancelled standing order {arguments.number}"


def run_standing_orders(vault: Vault, arguments: Namespace) -> Iterator[str]:
    """Say what was paid, then refuse with all that was not."""
    outcomes = standing.serve_all(vault, standing.parse_date(arguments.date))
    paid = [order for order, refusal in outcomes if not refusal]
    unpaid = [f"standing order {order.number} not paid: {refusal}" for order, refusal in outcomes if refusal]
    for order in paid:
        yield f"Standing order {order.number}: {standing.to_wish(order).announce()}"
    yield f"Paid {len(paid)} of {len(outcomes)} due"
    if unpaid:
        raise Refusal(Reason.AGAINST_THE_RULES, "\n".join(unpaid))


def describe(order: StandingOrder) -> str:
    amount = show(order.cents)
    return f"Standing order {order.number}: {amount} from {order.source} to {order.target} on day {order.day}"


def appoint(vault: Vault, arguments: Namespace) -> Iterator[str]:
    access.appoint(vault, arguments.customer)
    yield f"{arguments.customer} is now an admin"


def invite(vault: Vault, arguments: Namespace) -> Iterator[str]:
    access.invite(vault, arguments.customer, access.parse_seconds(arguments.valid_for))
    yield f"Mailed a sign-in link to {arguments.customer}"


def serve(vault: Vault, arguments: Namespace) -> Iterable[str]:
    """Serve until interrupted. The service has a vault of its own, for this command's visit keeps its threads out."""
    from bank2.service.wire import serve  # late for weight: no other command needs sockets

    port = parse_number(arguments.port, most=65_535, longest=5, complaint="is not a port: use 1 to 65535")
    serve(Vault(vault.journal.path), port)
    return ()
