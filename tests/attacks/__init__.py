"""Attacks on the isolation of a card run, each refused or noticed, each leaving nothing behind."""
