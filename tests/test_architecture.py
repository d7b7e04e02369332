"""Imports run one way: pages -> ui -> briefing -> charts -> etl; only pages, ui and the front door know Streamlit."""

import ast

import pytest
from conftest import REPOSITORY

LAYERS = {
    "etl": {"etl"},
    "charts": {"charts", "etl"},
    "briefing": {"briefing", "charts", "etl"},
    "ui": {"ui", "briefing", "charts", "etl"},
    "pages": {"pages", "ui", "briefing", "charts", "etl"},
}
OURS = set().union(*LAYERS.values())


def imported(layer: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in sorted((REPOSITORY / layer).rglob("*.py")):
        names: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.split(".")[0])
        found[path.relative_to(REPOSITORY).as_posix()] = names
    return found


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_run_one_way(layer: str) -> None:
    wrong = {path: bad for path, names in imported(layer).items() if (bad := names & OURS - LAYERS[layer])}
    assert wrong == {}


@pytest.mark.parametrize("layer", ["etl", "charts", "briefing"])
def test_only_pages_and_ui_know_streamlit(layer: str) -> None:
    assert [path for path, names in imported(layer).items() if "streamlit" in names] == []


def test_each_page_enters_by_the_frame() -> None:
    for path in (REPOSITORY / "pages").glob("*.py"):
        assert "frame.enter(" in path.read_text(encoding="utf-8"), (
            f"{path.name} must call ui.frame.enter() first"
        )
