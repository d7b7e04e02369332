"""The canonical table is declared once, and what is rendered from it can't lie."""

import re

from conftest import REPOSITORY

from etl import columns, dictionary
from etl.arrow import SCHEMA


def test_the_data_dictionary_is_rendered_from_the_columns() -> None:
    page = (REPOSITORY / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert page == dictionary.markdown(), "run `make docs`"


def test_every_column_lies_in_exactly_one_stored_table() -> None:
    stored = [c.name for table in ("documents", "places", "figures") for c in columns.in_table(table)]
    assert sorted(stored) == sorted(set(columns.NAMES) - {"figure_id"})


def test_names_and_tags_are_unique_and_well_formed() -> None:
    tags = [column.hxl for column in columns.COLUMNS]
    assert len(set(columns.NAMES)) == len(set(tags)) == len(columns.COLUMNS)
    assert all(re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*", tag) for tag in tags)


def test_defaults_are_allowed_values() -> None:
    assert all(c.default in c.allowed for c in columns.COLUMNS if c.default and c.allowed)


def test_extracts_have_the_canonical_columns_in_their_order() -> None:
    assert tuple(SCHEMA.names) == columns.NAMES
