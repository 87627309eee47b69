"""Carries cards out and computes verdicts from what was recorded; knows nothing of processes, files or networks."""
