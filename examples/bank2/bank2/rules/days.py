"""Owns days as the books write them. Everything is in UTC."""

from datetime import UTC, datetime


def today() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d")
