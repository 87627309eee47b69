"""The mistakes that any document can have, whatever it is about; those of one format lie with its reader."""

from __future__ import annotations

from harness.domain.codes import Code

NOT_UTF8 = Code(
    code="DOC101",
    title="not UTF-8 text",
    reason="Documents are UTF-8 on every machine alike; guessing another encoding would read words nobody wrote.",
)
TOO_LARGE = Code(
    code="DOC102",
    title="document too large",
    reason="A document that people own fits into 2 MiB; a larger one is a mistake, and would make every command slow.",
)
TOO_DEEP = Code(
    code="DOC103",
    title="nested too deeply",
    reason="Nobody can read lists or quotes nested more than 16 levels deep, and they make parsing slow.",
)
CONTROL_CHARACTER = Code(
    code="DOC104",
    title="control character",
    reason="A NUL or an escape cannot be seen on a page, so what is read would differ from what people reviewed.",
)
FRONT_MATTER = Code(
    code="DOC201",
    title="front matter cannot be read",
    reason="The lines between the two `---` say what the document is; they are YAML of the form `key: value`.",
)
DUPLICATE_KEY = Code(
    code="DOC202",
    title="key given twice",
    reason="Of two values for one key only one could count, and a reader cannot tell which.",
)
UNKNOWN_KEY = Code(
    code="DOC203",
    title="unknown key",
    reason="A key that is not known would be ignored, and with it what its author meant.",
)
INVALID_VALUE = Code(
    code="DOC204",
    title="invalid value",
    reason="The key is known, but the value is not one that it can have.",
)

CODES = (
    NOT_UTF8,
    TOO_LARGE,
    TOO_DEEP,
    CONTROL_CHARACTER,
    FRONT_MATTER,
    DUPLICATE_KEY,
    UNKNOWN_KEY,
    INVALID_VALUE,
)
