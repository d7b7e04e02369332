"""Reviewers' decisions: nothing lost, nothing overwritten unseen, every step kept."""

import datetime
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import decisions
from etl.decisions import Overtaken
from etl.errors import DataError

NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / decisions.FILE


def decide(file: Path, action: str, figure: str = "f1", by: str = "Ada", **more: object) -> int:
    return decisions.decide(file, figure, action, by, NOON, **more)  # type: ignore[arg-type]


def test_nobody_has_decided_yet(file: Path) -> None:
    assert decisions.states(file) == {}
    assert decisions.newest(file) == 0
    assert not file.exists()


def test_a_correction_and_an_acceptance_stand_together(file: Path) -> None:
    decide(file, "correct", before={"value": 520000}, after={"value": 530000})
    decide(file, "accept", by="Ben")
    state = decisions.states(file)["f1"]
    assert (state.review, dict(state.changes)) == ("accepted", {"value": 530000})
    assert state.last is not None
    assert (state.last.decided_by, state.last.decided_at) == ("Ben", "2026-11-22T12:00:00+00:00")


def test_undo_takes_the_last_step_back_and_keeps_it_in_the_history(file: Path) -> None:
    decide(file, "correct", after={"country": "SYR"})
    decide(file, "reject")
    decide(file, "undo")
    assert decisions.states(file)["f1"].review == "pending"
    decide(file, "undo")
    assert dict(decisions.states(file)["f1"].changes) == {}
    assert [step.action for step in decisions.history(file, "f1")] == ["correct", "reject", "undo", "undo"]
    with pytest.raises(DataError, match="nothing to undo"):
        decide(file, "undo")


def test_who_decides_on_what_another_has_just_changed_is_told(file: Path) -> None:
    seen = decide(file, "accept", by="Ada")
    decide(file, "reject", by="Ben", seen=seen)
    with pytest.raises(Overtaken, match="Ben has decided on this figure in the meantime"):
        decide(file, "accept", by="Ada", seen=seen)
    assert decisions.states(file)["f1"].review == "rejected"


def test_the_words_are_never_corrected(file: Path) -> None:
    with pytest.raises(DataError, match="quote"):
        decide(file, "correct", after={"quote": "other words"})
    assert decisions.history(file) == []


def test_no_decision_is_lost_when_many_decide_at_once(file: Path) -> None:
    def reviewer(name: str) -> None:
        for number in range(10):
            decide(file, "accept", f"{name}-{number}", name)

    people = [threading.Thread(target=reviewer, args=(name,)) for name in ("Ada", "Ben", "Cai", "Dee")]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert len(decisions.states(file)) == len(decisions.history(file)) == 40


def test_a_damaged_file_is_named(file: Path) -> None:
    file.write_bytes(b"no database at all, but long enough to be taken for one" * 20)
    with pytest.raises(DataError, match=r"decisions\.sqlite: decisions can't be read or written"):
        decisions.states(file)


@given(st.lists(st.sampled_from(["accept", "reject", "correct"]), max_size=6))
def test_as_many_undos_as_steps_lead_back_to_the_start(steps: list[str]) -> None:
    made = [decisions.Decision(n, "f", "", "", action, {}, {"value": n}) for n, action in enumerate(steps)]
    undone = [decisions.Decision(n, "f", "", "", "undo", {}, {}) for n in range(len(steps))]
    assert decisions.standing(made + undone) == []
