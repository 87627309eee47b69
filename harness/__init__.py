"""Proves that a piece of software still does what its specification claims, and refuses to say so when it cannot tell."""

__version__ = "0.1.0"
