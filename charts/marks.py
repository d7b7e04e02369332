"""How far a figure of a report is reviewed, as its mark: solid where a person has accepted it, hollow until then."""

from __future__ import annotations

import pandas as pd

from charts import style

HOLLOW = "rgba(255,255,255,0.85)"


def fills(rows: pd.DataFrame, colour: str) -> list[str]:
    """The inside of each row's mark; its edge has the colour in any case."""
    return [colour if review == "accepted" else HOLLOW for review in rows["review"]]


def sign(rows: pd.DataFrame) -> tuple[str, str, str]:
    """The marks of these rows in a legend (`charts.shapes.sign_legend`): `○`, `●` or both."""
    accepted = rows["review"] == "accepted"
    return ("○" * int((~accepted).any()) + "●" * int(accepted.any()), style.BUBBLE, "in a report")


def notes(rows: pd.DataFrame) -> tuple[str, ...]:
    """What solid and hollow mean here, for the picture's caption; nothing where no report speaks."""
    accepted, every = int((rows["review"] == "accepted").sum()), len(rows)
    if not every:
        return ()
    if not accepted:
        return ("hollow marks: figures of reports that no person has accepted yet",)
    if accepted == every:
        return ("solid marks: figures of reports, each accepted by a person",)
    return (
        f"solid marks: figures of reports that a person has accepted ({accepted} of {every}); hollow: not yet",
    )
