"""The mistakes that keep a document of ours from being read at all; those in readable cards are the rules of lint."""

from __future__ import annotations

from harness.domain.codes import Code

UNKNOWN_FORMAT = Code(
    code="CARD001",
    title="not a test card",
    reason="Every Markdown file below testcards/ is a card; a file that no reader recognises would quietly never run.",
)
NO_ID = Code(
    code="CARD002",
    title="card without id",
    reason="The id names the card in every report and record, also after its file is renamed.",
)
NO_TITLE = Code(
    code="CARD003",
    title="card without title",
    reason="The title tells a reader of a report what a user can do.",
)
SECTION = Code(
    code="CARD004",
    title="unknown section",
    reason="Steps in a section that is not known would quietly never run.",
)
NOT_A_STEP = Code(
    code="CARD005",
    title="not a step",
    reason="In the sections of steps everything is a numbered step with bullets; other text there would be overlooked.",
)
NOT_AN_EXPECTATION = Code(
    code="CARD006",
    title="not an expectation",
    reason="Under a step stand one block at most and flat bullets, one expectation each; the rest would be overlooked.",
)
PHRASE = Code(
    code="CARD007",
    title="invalid phrase",
    reason="The line has the form of a phrase that code carries out or judges, but a part of it cannot be meant so.",
)
KITCHEN_LOOP = Code(
    code="CARD008",
    title="invalid Kitchen Loop card",
    reason="A part of the card that says what must hold cannot be read, and would otherwise be overlooked.",
)
REQUIREMENT_TWICE = Code(
    code="SPEC101",
    title="requirement given twice",
    reason="An id that stands for two requirements cannot tell which of them a card shows.",
)
REQUIREMENT_EMPTY = Code(
    code="SPEC102",
    title="requirement without text",
    reason="A number without words asks nothing of the product.",
)
NOT_TOML = Code(
    code="CONF101",
    title="not TOML",
    reason="The configuration is TOML; one that cannot be parsed says nothing.",
)
UNKNOWN_SETTING = Code(
    code="CONF102",
    title="unknown setting",
    reason="A setting that is not known would be ignored, and with it what its author meant.",
)
INVALID_SETTING = Code(
    code="CONF103",
    title="invalid setting",
    reason="The setting is known, but the value is not one that it can have.",
)

CODES = (
    UNKNOWN_FORMAT,
    NO_ID,
    NO_TITLE,
    SECTION,
    NOT_A_STEP,
    NOT_AN_EXPECTATION,
    PHRASE,
    KITCHEN_LOOP,
    REQUIREMENT_TWICE,
    REQUIREMENT_EMPTY,
    NOT_TOML,
    UNKNOWN_SETTING,
    INVALID_SETTING,
)
