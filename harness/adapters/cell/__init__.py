"""Throw-away machines-in-miniature: one per card run, at the levels cell, sandbox and export."""
