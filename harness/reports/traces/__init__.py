"""Writes a trace down, one module for each format: ``render(trace, view)`` gives the text; tracing lies in ``trace``."""
