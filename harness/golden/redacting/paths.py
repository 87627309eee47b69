"""Temporary folders and homes; what lies in them keeps its name."""

from __future__ import annotations

_NAME = r"[\w.@%+=:,~-]*[\w@%+=~-]"
MASKS = {
    "path": rf"(?<![\w/.])(?:(?:/private)?(?:/tmp|/var/tmp)/{_NAME}|(?:/private)?/var/folders/\w+/\w+/[CT](?:/{_NAME})?"
    rf"|/(?:home|Users)/{_NAME}|/root(?=/)|/run/user/\d+)(?![\w@%+=~-])"
}
NUMBERED = True
MASKED = {
    "wrote /tmp/tmpx1y2/a.csv.": "wrote <path#1>/a.csv.",
    "no file /tmp/tmpx1y2.": "no file <path#1>.",
    "'/home/ann/notes'": "'<path#1>/notes'",
    "/root/.cache/bank": "<path#1>/.cache/bank",
}
KEPT = ("/usr/lib/python3", "/tmp", "/root", "a/tmp/b", "/accounts/7", "/homeless/x")
