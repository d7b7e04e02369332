"""What stands above the rows of a Population Statistics export: titles, the day of extraction, the header, an HXL tag row."""

from __future__ import annotations

from etl.tabular.files import Head

BARE = ("asylum", "origin", "year", "month", "value")
"""The five columns of the monthly table, in their order where the file has no header."""

MONTHLY = {
    "country / territory of asylum/residence": "asylum",
    "country / territory of asylum": "asylum",
    "origin": "origin",
    "year": "year",
    "month": "month",
    "value": "value",
}
PERSONS = {
    "year": "year",
    "country / territory of asylum/residence": "asylum",
    "country / territory of residence": "asylum",
    "origin / returned from": "origin",
    "refugees": "refugees",
    "refugees (incl. refugee-like situations)": "refugees",
    "asylum-seekers": "asylum_seekers",
    "asylum-seekers (pending cases)": "asylum_seekers",
    "returned refugees": "returned_refugees",
    "idps": "idps",
    "internally displaced persons": "idps",
    "returned idps": "returned_idps",
    "stateless persons": "stateless",
    "stateless": "stateless",
    "others of concern": "ooc",
    "total population": "total",
}
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


def header(found: Head, titles: dict[str, str], needed: tuple[str, ...]) -> tuple[int, list[str]] | None:
    """The line of the header (from 1) and our names of its columns, if the file has these; None if it has not.

    A column that we have no name for gets an empty one.
    """
    for line, row in enumerate(found.rows, 1):
        names = [titles.get(cell.lower(), "") for cell in row]
        if set(needed) <= set(names):
            return line, names
    return None


def is_bare(found: Head) -> bool:
    """Five columns and no header: two names, a year, the English name of a month, a count or an asterisk."""
    rows = [row for row in found.rows if row]
    return bool(rows) and all(
        len(row) == len(BARE)
        and row[2].isdigit()
        and row[3].lower() in MONTHS
        and (row[4].isdigit() or row[4] == "*")
        for row in rows
    )


def has_tag_row(found: Head) -> bool:
    """A row whose cells mostly begin with #: an HXL file, which is read by its tags."""
    filled = [[cell for cell in row if cell] for row in found.rows]
    return any(row and 2 * sum(cell.startswith("#") for cell in row) >= len(row) for row in filled)
