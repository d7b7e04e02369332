"""Periods of IDMC's events, from the printed dates, how exactly they are known, and the year they are counted in.

Helix prints the first day of a month or year that it knows no better (2013-01-01, `Year`), so the last day of such a
period is the last of that month or year. Of ends that lie before their starts most are of this kind; the others are
days and months in the wrong order, which nobody can put right: the year is all that is known.
"""

from __future__ import annotations

DAYS = "CASE lower(trim({})) WHEN 'day' THEN 'day' WHEN 'week' THEN 'month' WHEN 'month' THEN 'month' WHEN 'year' THEN 'year' ELSE 'unknown' END"
"""Helix's accuracies (`Day`, `Week`, `Month`, `Year`, blank) as ours; a week is known to the month."""


def period_sql(table: str) -> str:
    """SELECT of `table` with its period: start_date, end_date, their accuracies, and `doubt`, a warning or NULL.

    The table has `counted_in` (year, INT), `starts` and `ends` (DATE, NULL where blank), `start_word` and `end_word`
    (accuracies as printed). A blank start or end becomes that of the year; of a period in the wrong order only the year
    stands (Helix' rule: one year is that of the start, several that of the end; others get a warning).
    """
    return f"""
SELECT *, {DAYS.format("start_word")} AS start_unit, {DAYS.format("end_word")} AS end_unit,
    make_date(counted_in, 1, 1) AS january, make_date(counted_in, 12, 31) AS december,
    {_widened("starts", "start_word", last=False)} AS first_day,
    {_widened("ends", "end_word", last=True)} AS last_day,
    coalesce(last_day < first_day, false) AS reversed,
    CASE WHEN reversed THEN january ELSE coalesce(first_day, least(january, last_day)) END AS start_date,
    CASE WHEN reversed THEN december ELSE coalesce(last_day, greatest(december, first_day)) END AS end_date,
    CASE WHEN reversed THEN 'year' WHEN starts IS NULL THEN 'unknown' ELSE start_unit END AS start_accuracy,
    CASE WHEN reversed THEN 'year' WHEN ends IS NULL THEN 'unknown' ELSE end_unit END AS end_accuracy,
    CASE WHEN reversed THEN 'printed period ends before it starts: ' || starts || ' to ' || ends
        WHEN starts IS NULL AND ends IS NULL THEN 'no period printed: taken as the whole year'
        WHEN ends IS NULL THEN 'no end printed: taken as the end of the year'
        WHEN starts IS NULL THEN 'no start printed: taken as the start of the year'
        WHEN counted_in NOT IN (year(first_day), year(last_day))
            THEN 'counted in ' || counted_in || ', but printed as ' || starts || ' to ' || ends
    END AS doubt
FROM {table}"""


def _widened(day: str, word: str, last: bool) -> str:
    """SQL expression: the first or last day of the month or year that `day` stands for."""
    month = f"last_day({day})" if last else f"date_trunc('month', {day})::DATE"
    year = f"make_date(year({day}), 12, 31)" if last else f"date_trunc('year', {day})::DATE"
    return f"CASE lower(trim({word})) WHEN 'month' THEN {month} WHEN 'year' THEN {year} ELSE {day} END"
