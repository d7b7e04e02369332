"""The canonical table, declared once: one row per published figure.

Everything that must know a column reads it here: the checks (`etl.schema`), the stored tables (`etl.store`),
the extracts and their HXL tags (`etl.extracts`), the data dictionary (`docs/data-dictionary.md`).

Naming law: same quantity, same name; another quantity, another name. Dates are `*_date`, how sure they are
`*_accuracy`, codes carry the name of their level (`country`, `admin1`, `pcode`).
"""

from __future__ import annotations

from dataclasses import dataclass

POPULATIONS = (
    "refugee",
    "asylum_seeker",
    "idp",
    "returned_refugee",
    "returned_idp",
    "returnee",
    "stateless",
    "oip",
    "ooc",
    "host_community",
    "resettled",
    "naturalised",
    "displaced",
)
TERMS = (
    "displaced",
    "evacuated",
    "forced_to_flee",
    "relocated",
    "sheltered",
    "in_relief_camp",
    "homeless",
    "returned",
    "hosted",
    "other",
)
MEASURES = ("stock", "flow")
CAUSES = ("conflict", "disaster", "development", "other")
QUANTIFIERS = ("exact", "approximately", "more_than", "at_least", "less_than", "at_most", "between")
VALUE_STATUSES = ("reported", "derived", "redacted", "not_collected")
UNITS = ("person", "household", "case")
PLACE_ACCURACIES = ("point", "admin3", "admin2", "admin1", "country")
PLACE_BASES = ("sentence", "document", "default", "table")
DATE_ACCURACIES = ("day", "month", "quarter", "year", "unknown")
ROLES = ("recommended", "triangulation")
REVIEWS = ("accepted", "pending", "rejected")


@dataclass(frozen=True)
class Column:
    """One column: its name, SQL type, meaning, HXL tag, the stored table it lies in, and what it may hold."""

    name: str
    type: str
    meaning: str
    hxl: str
    table: str = "figures"
    unit: str = ""
    allowed: tuple[str, ...] = ()
    required: bool = False
    default: str | None = None
    key: bool = False
    """Part of the natural key that `figure_id` is made from."""


COLUMNS = (
    Column(
        "figure_id",
        "VARCHAR",
        "First 16 hex digits of the SHA-256 of the natural key (the columns marked 'key'): the same input gives "
        "the same id for ever. Computed where rows leave, not stored.",
        "#meta+id+figure",
        required=True,
    ),
    Column(
        "source",
        "VARCHAR",
        "Which adapter made the row: `report`, `keyed`, or the publisher's file read: `unhcr_rdf`, `idmc_gidd`, ...",
        "#meta+source",
        table="documents",
        required=True,
        key=True,
    ),
    Column(
        "publisher",
        "VARCHAR",
        "Who published the figure (UNHCR, OCHA, a newspaper). Tables must say; a text may come without.",
        "#org+publisher+name",
        table="documents",
        key=True,
    ),
    Column(
        "attributed_to",
        "VARCHAR",
        'Whom the publisher credits ("according to the UN" gives UN).',
        "#org+attributed+name",
    ),
    Column(
        "population",
        "VARCHAR",
        "Who is counted. `refugee` under UNHCR's mandate or UNRWA's; `asylum_seeker`; `idp` internally displaced "
        "people; `returned_refugee`, `returned_idp`, `returnee` (kind not said); `stateless`; `oip` other people "
        "in need of international protection; `ooc` others of concern; `host_community`; `resettled`; "
        "`naturalised`; `displaced` (inside or across a border, not said).",
        "#affected+group",
        allowed=POPULATIONS,
        required=True,
        key=True,
    ),
    Column(
        "term",
        "VARCHAR",
        "How the text put it; empty for tables.",
        "#affected+term",
        allowed=TERMS,
        key=True,
    ),
    Column(
        "measure",
        "VARCHAR",
        "`stock`: people in that state at a date. `flow`: movements in a period. Never on one axis, never in one sum.",
        "#indicator+measure",
        allowed=MEASURES,
        required=True,
        key=True,
    ),
    Column(
        "cause",
        "VARCHAR",
        "Why people were displaced; empty where not said.",
        "#cause+type",
        allowed=CAUSES,
        key=True,
    ),
    Column(
        "value",
        "BIGINT",
        "Persons; the lower end of a range. Empty where the publisher withheld or did not collect it: missing is "
        "never 0.",
        "#affected+ind",
        unit="persons",
    ),
    Column(
        "value_high",
        "BIGINT",
        "Upper end of a published range, else empty.",
        "#affected+ind+max",
        unit="persons",
    ),
    Column(
        "quantifier",
        "VARCHAR",
        "The bound the publisher gave.",
        "#meta+quantifier",
        allowed=QUANTIFIERS,
        required=True,
        default="exact",
    ),
    Column(
        "value_status",
        "VARCHAR",
        "`reported` as printed; `derived` (computed from what was printed, e.g. households times size, or a sum of "
        "the publisher's rows); `redacted` (`*`, withheld because small); `not_collected` (`-`).",
        "#status+value",
        allowed=VALUE_STATUSES,
        required=True,
        default="reported",
    ),
    Column(
        "unit",
        "VARCHAR",
        "What the printed number counts. Households and cases (asylum files of one or more people) are never added to persons.",
        "#meta+unit",
        allowed=UNITS,
        required=True,
        default="person",
        key=True,
    ),
    Column(
        "reported",
        "BIGINT",
        "The number as printed, in `unit`.",
        "#affected+reported",
        unit="persons, households or cases",
    ),
    Column(
        "household_size",
        "DOUBLE",
        "Persons per household: the size used to derive `value`, or the ratio where the text prints both; else empty.",
        "#indicator+household_size",
        unit="persons per household",
    ),
    Column(
        "sex",
        "VARCHAR",
        "`all` unless disaggregated: `female`, `male`, or as the publisher has it (`other`, `unknown`, `non-binary`).",
        "#affected+sex",
        required=True,
        default="all",
        key=True,
    ),
    Column(
        "age",
        "VARCHAR",
        "`all` unless disaggregated: `0-4`, `5-11`, `12-17`, `18-59`, `60+`, or the publisher's own bands; `unknown` where it says so. "
        "Bands may overlap: they are never added.",
        "#affected+age",
        unit="years",
        required=True,
        default="all",
        key=True,
    ),
    Column(
        "country",
        "VARCHAR",
        "ISO 3166-1 alpha-3 of where the people are (country of asylum; for IDPs their own). For returned refugees "
        "UNHCR's tables give the country they came back from, texts mostly the one they came to. Empty for world and regional figures.",
        "#country+code+asylum",
        table="places",
        key=True,
    ),
    Column(
        "origin",
        "VARCHAR",
        "ISO 3166-1 alpha-3 of where they fled from (for IDPs = country). `UNK` where the table says unknown, `XXA` "
        "stateless, `TIB` Tibetan; empty where the source does not split by origin or does not say.",
        "#country+code+origin",
        key=True,
    ),
    Column(
        "place",
        "VARCHAR",
        "The place as written; `World` for world totals.",
        "#loc+name",
        table="places",
        key=True,
    ),
    Column(
        "admin1",
        "VARCHAR",
        "ISO 3166-2 code of the first-level unit, where known.",
        "#adm1+code+iso",
        table="places",
        key=True,
    ),
    Column(
        "pcode",
        "VARCHAR",
        "OCHA place code, where the data carry one. Text: leading zeros count.",
        "#adm+code+pcode",
        table="places",
        key=True,
    ),
    Column(
        "admin_level",
        "TINYINT",
        "0 country, 1 to 3 units below; empty for the world and regions. One level at a time in a sum.",
        "#adm+level",
        table="places",
    ),
    Column("lat", "DOUBLE", "Latitude of the place.", "#geo+lat", table="places", unit="degrees WGS84"),
    Column("lon", "DOUBLE", "Longitude of the place.", "#geo+lon", table="places", unit="degrees WGS84"),
    Column(
        "place_accuracy",
        "VARCHAR",
        "What the coordinates stand for: the place itself or the middle of a unit.",
        "#geo+accuracy",
        table="places",
        allowed=PLACE_ACCURACIES,
    ),
    Column(
        "place_basis",
        "VARCHAR",
        "How the country became known: said in the `sentence`, elsewhere in the `document`, by `default`, or a "
        "column of the `table`.",
        "#geo+basis",
        allowed=PLACE_BASES,
    ),
    Column(
        "start_date",
        "DATE",
        "Flow: first day of the period. Stock: empty.",
        "#date+start",
        unit="day",
        key=True,
    ),
    Column(
        "end_date",
        "DATE",
        "Flow: last day of the period. Stock: the as-of date. Tables must say; a text may come without.",
        "#date+end",
        unit="day",
        key=True,
    ),
    Column(
        "start_accuracy",
        "VARCHAR",
        "How exactly the first day is known.",
        "#date+start+accuracy",
        allowed=DATE_ACCURACIES,
    ),
    Column(
        "end_accuracy",
        "VARCHAR",
        "How exactly the last day or as-of date is known.",
        "#date+end+accuracy",
        allowed=DATE_ACCURACIES,
    ),
    Column(
        "published", "DATE", "When the document came out.", "#date+published", table="documents", unit="day"
    ),
    Column(
        "role",
        "VARCHAR",
        "`recommended` may be added up. `triangulation` is a second voice, a part of another figure, or an older "
        "vintage: shown, never added.",
        "#meta+role",
        allowed=ROLES,
        required=True,
        default="recommended",
    ),
    Column(
        "review",
        "VARCHAR",
        "`accepted` (tables), `pending` (read from text, no person has decided yet), `rejected`. Only accepted "
        "figures are added up.",
        "#status+review",
        allowed=REVIEWS,
        required=True,
        default="accepted",
    ),
    Column(
        "document",
        "VARCHAR",
        "Name of the file, or id of the document.",
        "#meta+document",
        table="documents",
        required=True,
        key=True,
    ),
    Column(
        "record",
        "BIGINT",
        "Row of the table or number of the sentence.",
        "#meta+record",
        unit="row or sentence, from 1",
    ),
    Column("quote", "VARCHAR", "The words, exactly as they stand in the document.", "#description+quote"),
    Column(
        "quote_start",
        "BIGINT",
        "`text[quote_start:quote_end] == quote`, counted in characters.",
        "#meta+quote+start",
        unit="characters",
        key=True,
    ),
    Column("quote_end", "BIGINT", "First character after the quote.", "#meta+quote+end", unit="characters"),
    Column("rule", "VARCHAR", "The rule that found a text figure; empty for tables.", "#meta+rule"),
    Column(
        "confidence",
        "DOUBLE",
        "How sure that reading is, 0 to 1; empty for tables.",
        "#meta+confidence",
        unit="0 to 1",
    ),
    Column("url", "VARCHAR", "Where to find the document.", "#meta+url", table="documents"),
    Column("licence", "VARCHAR", "Licence of the data.", "#meta+licence", table="documents"),
    Column(
        "vintage",
        "DATE",
        "When the source file was taken. Publishers revise past years: the newest vintage is the recommended one.",
        "#date+vintage",
        table="documents",
        unit="day",
        key=True,
    ),
    Column("warning", "VARCHAR", "Why to be careful with this row.", "#meta+warning"),
    Column(
        "series",
        "VARCHAR",
        "Which of the publisher's counts this is, where it has several of the same people (an operation, a feed, a "
        "register); empty for its main one. One series at a time in a sum.",
        "#meta+series",
        key=True,
    ),
    Column(
        "part",
        "VARCHAR",
        "Which part of a larger count the row is (an event, a reason, a place of origin, a site); empty for a whole. "
        "Parts are added to each other only where no whole stands beside them.",
        "#meta+part",
        key=True,
    ),
    Column(
        "reviewed_by",
        "VARCHAR",
        "Who decided on a figure read from text; empty for tables and where nobody has.",
        "#meta+reviewer",
    ),
    Column("reviewed_on", "DATE", "When they did (UTC).", "#date+reviewed", unit="day"),
)

PROCEDURE_COLUMNS = (
    Column(
        "stage",
        "VARCHAR",
        "`application` lodged, or `decision` taken, in the period.",
        "#indicator+stage",
        table="procedures",
        allowed=("application", "decision"),
        required=True,
        key=True,
    ),
    Column(
        "outcome",
        "VARCHAR",
        "Of decisions: `recognised` as refugees, `complementary` protection, `rejected`, `closed` otherwise, or `total`, "
        "their sum. Empty for applications.",
        "#indicator+outcome",
        table="procedures",
        allowed=("recognised", "complementary", "rejected", "closed", "total"),
        key=True,
    ),
    Column(
        "procedure_type",
        "VARCHAR",
        "Who decides: `government`, `unhcr`, `joint`.",
        "#indicator+procedure",
        table="procedures",
        allowed=("government", "unhcr", "joint"),
        key=True,
    ),
    Column(
        "application_type",
        "VARCHAR",
        "UNHCR's code of the kind of application, as printed (N new, R repeat, A appeal, ...).",
        "#indicator+application",
        table="procedures",
        key=True,
    ),
    Column(
        "decision_level",
        "VARCHAR",
        "UNHCR's code of the instance, as printed (FI first instance, AR administrative review, ...).",
        "#indicator+level",
        table="procedures",
        key=True,
    ),
)
"""What asylum procedures have beside the canonical columns. They count cases or persons in a procedure, not people in a
state, so they lie in a table of their own and never meet the figures in a sum."""

BY_NAME = {column.name: column for column in COLUMNS}
NAMES = tuple(BY_NAME)
STORED = tuple(column for column in COLUMNS if column.name != "figure_id")
KINDS = {"figures": STORED, "procedures": STORED + PROCEDURE_COLUMNS}
"""The two kinds of rows that a source gives, and their columns as they are stored."""


def natural_key(kind: str) -> tuple[str, ...]:
    """The columns that tell one row of this kind from all others."""
    return tuple(column.name for column in KINDS[kind] if column.key)


NATURAL_KEY = natural_key("figures")
"""What makes a published figure that figure, whatever its value: a correction keeps the id. One quote may hold
several figures, so a figure that has a quote is told apart by its printed number as well."""

REJECT_COLUMNS = {
    "source": "VARCHAR",
    "document": "VARCHAR",
    "record": "BIGINT",
    "reason": "VARCHAR",
    "row": "VARCHAR",
}
"""A rejected row: who read it, where it stands, why it was refused and the cure, and its text as found."""


def in_table(table: str) -> tuple[Column, ...]:
    """Columns that the stored table `figures`, `documents` or `places` holds, in canonical order."""
    return tuple(column for column in STORED if column.table == table)
