"""The mistakes that keep a description of an interface from being read."""

from __future__ import annotations

from harness.domain.codes import Code

NOT_READABLE = Code(
    code="GOLD201",
    title="description of an interface that cannot be read",
    reason="Cases are proposed for what the description says; half of it would leave operations out without a word.",
)
UNKNOWN_VERSION = Code(
    code="GOLD202",
    title="description of an unknown kind",
    reason="OpenAPI 3.0 and 3.1 and Swagger 2.0 are read; in another version the same words may mean something else.",
)
NO_OPERATIONS = Code(
    code="GOLD203",
    title="description without operations",
    reason="Without a path and a method under it there is nothing of which a case could be made.",
)
OUTSIDE = Code(
    code="GOLD204",
    title="reference out of the document",
    reason="A reference to another file or address would be read from wherever that happens to be today.",
)
DANGLING = Code(
    code="GOLD205",
    title="reference to nothing",
    reason="What a reference names is part of the request that would be sent; without it the request is a guess.",
)
CODES = (NOT_READABLE, UNKNOWN_VERSION, NO_OPERATIONS, OUTSIDE, DANGLING)
