"""What was rejected or doubted, by source and reason: for `python -m etl check` and the page Sources."""

from __future__ import annotations

import pandas as pd

from etl.store import Reader

_SQL = """
SELECT 'rejected' AS kind, coalesce(source, '?') AS source, document, reason, count(*) AS rows, min(record) AS first,
        arg_min(row, record) AS row
    FROM rejects GROUP BY ALL
UNION ALL
SELECT 'doubted', source, document, split_part(warning, ': ', 1), count(*), min(record),
        arg_min(concat_ws(', ', population, measure, place, country, origin, end_date, value, part), record)
    FROM (SELECT * FROM canonical UNION ALL BY NAME SELECT * EXCLUDE (stage, outcome, procedure_type, application_type, decision_level)
        FROM asylum_procedures)
    WHERE warning IS NOT NULL GROUP BY ALL
UNION ALL
SELECT DISTINCT 'doubted', source, document, doubt, NULL, NULL, NULL FROM documents WHERE doubt IS NOT NULL
ORDER BY kind DESC, source, rows DESC NULLS FIRST, document, reason
"""


def findings(reader: Reader) -> pd.DataFrame:
    """One row per kind, source, document and reason.

    `kind` is rejected (the rows are not in the table) or doubted (they are, with a warning); `rows` how many; `first` the
    first row's record, `row` what stands there. Where `first` is missing, the whole file is meant.
    """
    return reader.query(_SQL)
