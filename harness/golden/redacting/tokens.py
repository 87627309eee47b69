"""Random words: at least 16 letters and digits, of both, such as those of sessions, of hashes and of CSRF."""

from __future__ import annotations

MASKS = {"token": r"(?<![\w/+.-])(?=[A-Za-z_+/-]*\d)(?=[\d_+/-]*[A-Za-z])[A-Za-z0-9_+/-]{16,512}={0,2}(?![\w/+=-])"}
NUMBERED = True
MASKED = {"session=abcDEF0123456789xyz;": "session=<token#1>;", "9f86d081884c7d659a2feaa0c55ad015": "<token#1>"}
KEPT = ("internationalization", "12345678901234567890", "abc123", "6f1c")
