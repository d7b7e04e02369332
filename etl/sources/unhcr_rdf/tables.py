"""The Finder's tables, declared: what each column counts, and what of a row tells it from the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

IDENTITY = ("year", "coo_iso", "coa_iso")

Said = Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """One table: `counts` maps each of its count columns to what that says in canonical columns.

    - `marks`: columns that no other table has; `own`: those that are read beside identity and counts;
    - `of_row`: canonical column, or what another one is made of -> SQL over a row of the file; `faults`: SQL condition -> SQL text of why a row is refused;
    - `world`: SQL condition: the row counts the whole world;
    - `said`: canonical column -> SQL that takes the place of what `rows.COLUMNS` says;
    - `kind`: `figures` or `procedures`.
    """

    name: str
    counts: Mapping[str, Said]
    marks: frozenset[str] = frozenset()
    own: tuple[str, ...] = ()
    of_row: Said = field(default_factory=dict)
    faults: Said = field(default_factory=dict)
    world: str = "coa_iso = '-'"
    said: Said = field(default_factory=dict)
    kind: str = "figures"


def _stock(population: str) -> Said:
    return {"population": population, "measure": "stock"}


def _flow(population: str, **more: str) -> Said:
    return {"population": population, "measure": "flow", **more}


def choice(column: str, meanings: Mapping[str, str]) -> str:
    """SQL expression: what the code in `column` means, NULL for one that is not listed."""
    whens = " ".join(f"WHEN '{code}' THEN '{meaning}'" for code, meaning in meanings.items())
    return f"CASE trim({column}) {whens} END"


RETURNS = {"returned_refugees": _flow("returned_refugee"), "returned_idps": _flow("returned_idp")}
"""In the population table and in that of solutions, and the same figures in both."""

POPULATION = Table(
    "population",
    {
        "refugees": _stock("refugee"),
        "asylum_seekers": _stock("asylum_seeker"),
        "idps": _stock("idp"),
        **RETURNS,
        "stateless": _stock("stateless"),
        "ooc": _stock("ooc"),
        "oip": _stock("oip"),
        "hst": _stock("host_community"),
    },
)

SOLUTIONS = Table(
    "solutions",
    {**RETURNS, "resettlement": _flow("resettled"), "naturalisation": _flow("naturalised")},
    marks=frozenset({"resettlement", "naturalisation"}),
)

FLOWS = Table(
    "flows",
    {
        "refugees": _flow("refugee", part="recognised, also as a group"),
        "asylum_seekers": _flow("asylum_seeker"),
        "refugee_like": _flow("refugee", part="in a refugee-like situation"),
        "oip": _flow("oip"),
    },
    marks=frozenset({"refugee_like"}),
)
"""The two parts of refugees stand beside each other: none holds the other, and their sum is meant by refugees elsewhere."""

FIRST_YEAR_OF_COUNTRIES = 2009
"""Before it the IDMC table has world totals only, written as a country called Unknown; later that is what it says."""

IDMC = Table(
    "idmc",
    {"total": {**_stock("idp"), "cause": "conflict"}},
    world=f"(coa_iso = '-' OR coa_iso = 'UNK' AND TRY_CAST(year AS INT) < {FIRST_YEAR_OF_COUNTRIES})",
    said={
        "publisher": "'IDMC'",
        "series": "'as printed by UNHCR'",
        "origin": "CASE WHEN NOT world THEN nullif(coo_iso, '-') END",
    },
)

UNRWA = Table("unrwa", {"total": _stock("refugee")}, said={"publisher": "'UNRWA'"})

_PROCEDURES = {"G": "government", "J": "joint", "U": "unhcr"}


def _asylum(name: str, counts: Mapping[str, Said], unit: str, own: tuple[str, ...], **of_row: str) -> Table:
    """Applications or decisions: persons where `unit` says P; where it says C, cases, each of one or more people."""
    procedure = choice("wide.procedure_type", _PROCEDURES)
    return Table(
        name,
        {column: _flow("asylum_seeker", **said) for column, said in counts.items()},
        marks=frozenset(counts),
        own=("procedure_type", unit, *own),
        of_row={
            "unit": choice(unit, {"P": "person", "C": "case"}),
            "procedure_type": procedure,
            **of_row,
        },
        faults={
            "unit IS NULL": f"'{unit} \"' || coalesce(wide.{unit}, '') || '\" is neither P (persons) nor C (cases): these are never added, "
            "download the table with that column'",
            f"wide.procedure_type NOT IN ('', '-') AND {procedure} IS NULL": "'unknown procedure_type \"' || wide.procedure_type "
            f"|| '\": use one of {', '.join(_PROCEDURES)}'",
        },
        said={"value": "CASE WHEN unit = 'person' THEN n END"},
        kind="procedures",
    )


APPLICATIONS = _asylum(
    "asylum-applications",
    {"applied": {"stage": "application"}},
    "app_pc",
    ("app_type", "dec_level"),
    application_type="nullif(trim(app_type), '-')",
    decision_level="nullif(trim(dec_level), '-')",
)

DECISIONS = _asylum(
    "asylum-decisions",
    {
        "dec_recognized": {"stage": "decision", "outcome": "recognised"},
        "dec_other": {"stage": "decision", "outcome": "complementary"},
        "dec_rejected": {"stage": "decision", "outcome": "rejected"},
        "dec_closed": {"stage": "decision", "outcome": "closed"},
        "dec_total": {"stage": "decision", "outcome": "total"},
    },
    "dec_pc",
    ("dec_level",),
    decision_level="nullif(trim(dec_level), '-')",
)
