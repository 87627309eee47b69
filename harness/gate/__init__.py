"""Decides: facts about a tree and a policy become PASS, REWORK, FAIL or UNDECIDED; finding facts lies in ``app``."""
