"""What reviewers decided about figures read from text: an append-only history in one SQLite file.

A figure read from text is a reading. A person accepts it, rejects it, or corrects a field of it; every step is kept with
who, when, before and after, and can be taken back. Decisions hang on `figure_id`, so they outlast every rebuild. Several
people may decide at once: who decides on what another has just changed is told so, and nothing is lost.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from etl.errors import DataError

FILE = "decisions.sqlite"
ACTIONS = ("accept", "reject", "correct", "undo")
EDITABLE = (
    *("population", "term", "measure", "cause", "value", "value_high", "quantifier"),
    *(
        "country",
        "origin",
        "place",
        "start_date",
        "start_accuracy",
        "end_date",
        "end_accuracy",
        "attributed_to",
    ),
)
"""The canonical columns that a reviewer may correct. The words, and where they stand, are never changed."""

PATIENCE = 20.0
"""Seconds to wait for another writer."""

TABLE = """
CREATE TABLE IF NOT EXISTS decisions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    figure_id TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('accept', 'reject', 'correct', 'undo')),
    before TEXT NOT NULL,
    after TEXT NOT NULL
)"""


class Overtaken(DataError):
    """Another reviewer has decided on this figure in the meantime."""


@dataclass(frozen=True)
class Decision:
    """One step of the history: `before` and `after` hold the corrected columns (empty for accept and reject)."""

    number: int
    figure_id: str
    decided_at: str
    decided_by: str
    action: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True)
class State:
    """Where a figure stands: its review, the columns corrected (column -> value), and the step that made it so."""

    review: str = "pending"
    changes: Mapping[str, Any] = field(default_factory=dict)
    last: Decision | None = None

    @property
    def number(self) -> int:
        """The last step's number, 0 if nobody has decided yet."""
        return self.last.number if self.last else 0


def decide(
    file: Path,
    figure_id: str,
    action: str,
    by: str,
    at: datetime.datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    seen: int | None = None,
) -> int:
    """Write one step down; return its number.

    `seen` is the number of the last step that the reviewer knew of (`State.number`). Raises Overtaken if there is a newer
    one, DataError if the step makes no sense (nothing to undo, a column that may not be corrected) or can't be written.
    """
    foreign = set(after or {}) - set(EDITABLE)
    if action not in ACTIONS or foreign or not by.strip():
        raise DataError(
            f"can't be decided so: {', '.join(sorted(foreign)) or 'name the reviewer and an action'}"
        )
    with _open(file) as con:
        con.execute("BEGIN IMMEDIATE")
        steps = _steps(con, figure_id)
        newest = steps[-1] if steps else None
        if seen is not None and newest and newest.number != seen:
            raise Overtaken(
                f"{newest.decided_by} has decided on this figure in the meantime ({newest.action}, {newest.decided_at}): look "
                "again, then decide"
            )
        if action == "undo" and not standing(steps):
            raise DataError("there is nothing to undo")
        cursor = con.execute(
            "INSERT INTO decisions (figure_id, decided_at, decided_by, action, before, after) VALUES (?, ?, ?, ?, ?, ?)",
            (
                figure_id,
                at.astimezone(datetime.UTC).isoformat(timespec="seconds"),
                by.strip(),
                action,
                json.dumps(dict(before or {}), ensure_ascii=False, sort_keys=True),
                json.dumps(dict(after or {}), ensure_ascii=False, sort_keys=True),
            ),
        )
        con.execute("COMMIT")
        return int(cursor.lastrowid or 0)


def states(file: Path) -> dict[str, State]:
    """figure_id -> where it stands, of every figure that anybody has decided on."""
    if not file.exists():
        return {}
    with _open(file) as con:
        by_figure: dict[str, list[Decision]] = {}
        for step in _steps(con):
            by_figure.setdefault(step.figure_id, []).append(step)
    return {figure_id: _state(steps) for figure_id, steps in by_figure.items()}


def history(file: Path, figure_id: str | None = None) -> list[Decision]:
    """All steps, oldest first; of one figure or of all."""
    if not file.exists():
        return []
    with _open(file) as con:
        return _steps(con, figure_id)


def newest(file: Path) -> int:
    """The number of the last step of all; it grows with every decision, 0 if there is none."""
    if not file.exists():
        return 0
    with _open(file) as con:
        return int(con.execute("SELECT coalesce(max(number), 0) FROM decisions").fetchone()[0])


def standing(steps: list[Decision]) -> list[Decision]:
    """The steps of one figure that are in force: an undo takes the last one back."""
    standing: list[Decision] = []
    for step in steps:
        if step.action == "undo":
            standing = standing[:-1]
        else:
            standing.append(step)
    return standing


def _state(steps: list[Decision]) -> State:
    review = "pending"
    changes: dict[str, Any] = {}
    for step in standing(steps):
        changes |= step.after
        review = {"accept": "accepted", "reject": "rejected"}.get(step.action, review)
    return State(review, changes, steps[-1])


def _steps(con: sqlite3.Connection, figure_id: str | None = None) -> list[Decision]:
    where, parameters = ("WHERE figure_id = ?", (figure_id,)) if figure_id else ("", ())
    found = con.execute(
        f"SELECT number, figure_id, decided_at, decided_by, action, before, after FROM decisions {where} ORDER BY number",
        parameters,
    )
    return [
        Decision(number, figure, at, by, action, json.loads(before), json.loads(after))
        for number, figure, at, by, action, before, after in found
    ]


@contextlib.contextmanager
def _open(file: Path) -> Iterator[sqlite3.Connection]:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        con = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise DataError(f"{file}: can't be opened ({error}): check the folder") from error
    try:
        con.execute(TABLE)
        yield con
    except sqlite3.Error as error:
        raise DataError(
            f"{file.name}: decisions can't be read or written ({error}): check the disk"
        ) from error
    finally:
        con.close()  # what is not committed is rolled back
