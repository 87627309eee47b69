"""Owns the mails that confirm a deposit. It does not move money."""

from bank.accounts import Account
from bank.money import write_amount
from bank.outbox import Mail, deliver


def mail_receipt(account: Account, amount: int, balance: int) -> None:
    lines = [
        f"Hello {account.owner},",
        "",
        f"we received {write_amount(amount)} for your account {account.name}.",
        f"New balance: {write_amount(balance)}",
    ]
    deliver(Mail(account.owner, "receipt", "Receipt for your deposit", "\n".join(lines)))
