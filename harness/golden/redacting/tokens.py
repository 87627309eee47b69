"""Random words: at least 16 letters and digits, of both, such as those of sessions, of hashes and of CSRF; nonces of pages."""

from __future__ import annotations

MASKS = {
    "nonce": r"""(?:\bnonce=["']?|'nonce-)(?P<value>[A-Za-z0-9+/_-]{8,128}={0,2})""",
    "token": r"(?<![\w-])(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])[A-Za-z0-9_-]{16,512}(?![\w-])",
    "base64": r"(?<![\w/+-])(?=[A-Za-z0-9/]*\+|[A-Za-z0-9+/]*=)[A-Za-z0-9+/]{22,512}={0,2}(?![\w/+=-])",
}
NUMBERED = True
MASKED = {
    "session=abcDEF0123456789xyz;": "session=<token#1>;",
    "9f86d081884c7d659a2feaa0c55ad015": "<token#1>",
    "http://127.0.0.1:8000/sign-in/oGDO4M40OHvSkUEd9x": "http://127.0.0.1:8000/sign-in/<token#1>",
    'script nonce="fjHKdsjkfsdfhjkH"': 'script nonce="<nonce#1>"',
    "Zm9v+mJhcjEyMzQ1Njc4OTA/==": "<base64#1>",
}
KEPT = (
    "internationalization",
    "12345678901234567890",
    "abc123",
    "6f1c",
    "nonce-protected",
    "/usr/lib/python3/dist-packages/x1",
)
