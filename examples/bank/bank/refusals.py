"""Owns the kinds of "no" that the bank says. It does not know exit codes or HTTP statuses: each edge maps them."""


class Refused(Exception):
    """The request was understood, and the bank's rules forbid it."""


class NotUnderstood(Refused):
    """The request cannot be read: a malformed amount, name, date or file."""


class NotFound(Refused):
    """What the request names does not exist, or is not the customer's to see."""


class Conflict(Refused):
    """The request contradicts what is already there."""


class NotSignedIn(Refused):
    """Nobody is signed in."""


class NotAllowed(Refused):
    """The customer is signed in, and may not do this."""


class Gone(Refused):
    """A sign-in link that was valid once."""
