"""Random words of at least 16 characters, such as those of sessions, of hashes and of CSRF; nonces of pages, and keys of forms.

What tells them from names is that their letters change case, and their digits stand, where no word has it: two such joints
are asked for, so that of random text of 24 characters one in some thousands is missed, and ``python3-dist-packages`` stays.
"""

from __future__ import annotations

_JOINT = r"[a-z][A-Z](?=[A-Z0-9])|[A-Z][a-z](?=[A-Z0-9])|[A-Za-z][0-9](?=[A-Za-z0-9])|[0-9][A-Za-z](?=[A-Z0-9])"
MASKS = {
    "nonce": r"""(?:\bnonce=["']?|'nonce-)(?P<value>[A-Za-z0-9+/_-]{8,128}={0,2})""",
    "form-token": r"""\bname=["'][\w.-]*(?:key|token|csrf|nonce)[\w.-]*["'][^<>]{0,80}?\bvalue=["']"""
    r"""(?P<value>[A-Za-z0-9+/_-]{12,512}={0,2})(?=["'])""",
    "base64": r"(?<![\w/+-])(?=[A-Za-z0-9/]*\+|[A-Za-z0-9+/]*=)[A-Za-z0-9+/]{22,512}={0,2}(?![\w/+=-])",
    "hex": r"(?<![\w-])(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{16,512}(?![\w-])",
    "token": rf"(?<![\w-])(?=(?:[A-Za-z0-9_-]*?(?:{_JOINT})){{2}})[A-Za-z0-9_-]{{16,512}}(?![\w-])",
}
NUMBERED = True
OPEN = True
MASKED = {
    "session=abC1EF01q3456789xyz;": "session=<token-19#1>;",
    "9f86d081884c7d659a2feaa0c55ad015": "<hex-32#1>",
    "http://127.0.0.1:8000/sign-in/EDChkycAVVAEIxefqqiKIe-q_ascNJ-v": "http://127.0.0.1:8000/sign-in/<token-32#1>",
    '<input name="csrf_token" type="hidden" value="JHkwPQmzLrTbVnXc">': '<input name="csrf_token" type="hidden" '
    'value="<form-token-16#1>">',
    'script nonce="fjHKdsjkfsdfhjkH"': 'script nonce="<nonce-16#1>"',
    "Zm9v+mJhcjEyMzQ1Njc4OTA/==": "<base64-26#1>",
}
KEPT = (
    "internationalization",
    "12345678901234567890",
    "abc123",
    "6f1c",
    "nonce-protected",
    '<input name="key" value="spades">',
    "/usr/lib/python3/dist-packages/x1",
    "python3-dist-packages",
    "AccountNotFoundException2",
    "parseJSONResponse",
    "BANK-WEB-TRANSFER-1",
)


def shape(value: str) -> str:
    """How long it is."""
    return f"-{len(value)}"
