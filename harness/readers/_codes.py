"""The mistakes that keep a document of ours from being read at all; those in readable cards are the rules of lint."""

from __future__ import annotations

from harness.domain.codes import Code
from harness.domain.places import Severity

_WAIVER = """[[waivers]]
id = "W-1"
scope = "{scope}"
reason = "the partner's test system is down until March"
owner = "Ann <ann@example.org>"
until = {until}
"""

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
DELTA_IN_TRUTH = Code(
    code="SPEC110",
    title="section of a change in a specification",
    reason="What is added or removed by a change is not yet in force; in the truth nobody can tell whether it is.",
)
UNKNOWN_DELTA = Code(
    code="SPEC111",
    title="unknown section of a change",
    reason="A change adds, modifies, removes or renames requirements; under any other heading they would be overlooked.",
)
RENAME = Code(
    code="SPEC112",
    title="rename that cannot be read",
    reason="A rename is a pair of names; with one of them missing another requirement might get the name.",
)
NOT_A_CONSTITUTION = Code(
    code="CONST101",
    title="not a constitution",
    reason="A file among the constitutions that no reader recognises would quietly bind nobody.",
)
CONSTITUTION_TITLE = Code(
    code="CONST102",
    title="constitution without title",
    reason="The title names the constitution in every report; with two of them it would be two documents.",
)
VERSION = Code(
    code="CONST103",
    title="version or date cannot be read",
    reason="What a principle asked for when code was checked is told by a semantic version and real dates.",
)
PRINCIPLE_HEADING = Code(
    code="CONST104",
    title="heading of a principle",
    reason="A principle begins with a heading of the second level, an id and a title; anything else would be overlooked.",
)
PRINCIPLE_TWICE = Code(
    code="CONST105",
    title="principle given twice",
    reason="An id that stands for two principles cannot tell which of them a finding breaks.",
)
UNKNOWN_FIELD = Code(
    code="CONST106",
    title="unknown field",
    reason="A field that is not known would be ignored, and with it what its author meant.",
)
FIELD_TWICE = Code(
    code="CONST107",
    title="field given twice",
    reason="Of two values for one field only one could count, and a reader cannot tell which.",
)
FIELD_VALUE = Code(
    code="CONST108",
    title="invalid field",
    reason="The field is known, but what it says cannot be used, and the principle would mean something else without it.",
)
LEVEL = Code(
    code="CONST109",
    title="no known level",
    reason="MUST, SHOULD and MAY (BCP 14) decide whether a broken principle stops the work.",
)
NO_CONSTRAINT = Code(
    code="CONST110",
    title="principle without constraint",
    reason="The constraint says what must hold; without it there is nothing to check or to follow.",
)
FENCE = Code(
    code="CONST111",
    title="block of no known role",
    reason="A check or sample whose block is not marked as such would never run, and its principle would seem to hold.",
)
CHECK = Code(
    code="CONST112",
    title="check cannot be read",
    reason="A check is YAML of the keys `forbid` and `require`; one that cannot be read would never flag anything.",
)
LEVELS_DIFFER = Code(
    code="CONST113",
    title="level given twice",
    reason="Where the words of a principle and its level disagree, people and machines follow different ones.",
)
LEVEL_ASSUMED = Code(
    code="CONST114",
    title="level assumed",
    reason="Only MUST, SHOULD or MAY in capitals bind (BCP 14); a text without them was taken for a SHOULD.",
)
NO_PRINCIPLE = Code(
    code="CONST115",
    title="constitution without principles",
    reason="A document in which no principle is found binds nobody, and yet a check of it would seem to pass.",
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
NOT_WAIVERS = Code(
    code="WAIVER101",
    title="waivers that are no TOML",
    reason="The waivers of the gate are TOML; what cannot be parsed waives nothing, and nobody would know.",
)
WAIVER = Code(
    code="WAIVER102",
    title="waiver that is none",
    reason="A waiver is a decision: for some things, with a reason, by its owner, until a day.",
    hint="give `id`, `scope`, `reason`, `owner` and `until`",
    good=_WAIVER.format(scope="card BANK-OPEN", until="2027-01-31"),
    bad=_WAIVER.format(scope="card BANK-OPEN", until='"soon"'),
)
SCOPE = Code(
    code="WAIVER103",
    title="scope that names nothing that can be waived",
    reason="Tampering, broken seals and what cannot be told are never waived; all else is named one by one.",
    hint="write `card ID`, `golden case ID`, `requirement ID`, `principle ID` or `principle ID src/legacy/**`",
    good=_WAIVER.format(scope="principle SEC-002 src/legacy/**", until="2027-01-31"),
    bad=_WAIVER.format(scope="seal BANK-OPEN", until="2027-01-31"),
)
WAIVES_NOTHING = Code(
    code="WAIVER104",
    title="waiver that covers nothing",
    level=Severity.WARNING,
    reason="One that ended, that names what does not exist or that covers too much waives nothing, and the gate tells of it.",
    hint="remove it, or let its owner say for what, and until when, it holds",
    good=_WAIVER.format(scope="card BANK-OPEN", until="2027-01-31"),
    bad=_WAIVER.format(scope="card *", until="2027-01-31"),
)
DOUBTFUL_SETTING = Code(
    code="CONF104",
    title="doubtful setting",
    reason="The setting can be meant so, but what it asks for may never be told, and then nothing is ever accepted.",
)
TWO_CONFIGURATIONS = Code(
    code="CONF105",
    title="two configurations",
    reason="Of two places for settings one would be read and the other, which somebody relies on, quietly not.",
    hint="keep the settings in one of the two",
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
    DELTA_IN_TRUTH,
    UNKNOWN_DELTA,
    RENAME,
    NOT_A_CONSTITUTION,
    CONSTITUTION_TITLE,
    VERSION,
    PRINCIPLE_HEADING,
    PRINCIPLE_TWICE,
    UNKNOWN_FIELD,
    FIELD_TWICE,
    FIELD_VALUE,
    LEVEL,
    NO_CONSTRAINT,
    FENCE,
    CHECK,
    LEVELS_DIFFER,
    LEVEL_ASSUMED,
    NO_PRINCIPLE,
    NOT_TOML,
    UNKNOWN_SETTING,
    INVALID_SETTING,
    DOUBTFUL_SETTING,
    TWO_CONFIGURATIONS,
    NOT_WAIVERS,
    WAIVER,
    SCOPE,
    WAIVES_NOTHING,
)
