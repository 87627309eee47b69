"""The only door to Playwright: one driver for the process, a Chromium in each cell, and what a user does in its pages."""

from harness.adapters.programs import find_chromium

__all__ = ["find_chromium"]
