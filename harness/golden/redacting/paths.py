"""Absolute paths of temporary folders and of homes."""

from __future__ import annotations

MASKS = {"path": r"(?<![\w/])/(?:tmp|var/tmp|var/folders|home|root|run/user)(?:/[\w.@%+=:,~-]*[\w@%+=~-])+"}
NUMBERED = True
MASKED = {"wrote /tmp/tmpx1y2/a.csv.": "wrote <path#1>.", "'/home/ann/notes'": "'<path#1>'"}
KEPT = ("/usr/lib/python3", "/tmp", "a/tmp/b", "/accounts/7")
