"""Writes a decision down, one module for each format: ``render(decision, record, view)``; deciding lies in ``gate``."""
