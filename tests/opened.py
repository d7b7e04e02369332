"""A page opened through the front door, without a browser, and what it says."""

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="session", autouse=True)
def _components_scanned_once() -> Iterator[None]:
    """Streamlit's stand-in looks through every installed package anew for each page that is opened."""
    once = functools.cache(manifest_scanner.scan_component_manifests)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", once)
        yield


def visit(page: str, **address: str | list[str]) -> AppTest:
    """A first visit that goes straight to a page by its link, with words in the address.

    Streamlit knows no navigation yet, as after the start of a server (see `ui.frame.enter`).
    """
    at = AppTest.from_file(str(REPOSITORY / "dashboard.py"), default_timeout=60)
    for key, value in address.items():
        at.query_params[key.removesuffix("_")] = value
    if page != "overview":
        at.switch_page(f"pages/{page}.py")
    at.run()
    assert not at.exception
    return at


@pytest.fixture
def open_page(built: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Open a page with words in its address, on the shipped data or on another datasets folder that is built."""
    monkeypatch.chdir(REPOSITORY)

    def opened(page: str, datasets: Path = built, **address: str | list[str]) -> AppTest:
        monkeypatch.setenv("DISPLACEMENT_DATASETS", str(datasets))
        return visit(page, **address)

    return opened


def text_of(at: AppTest) -> str:
    """All that a page says in words, Markdown's backslashes taken off."""
    elements = [*at.title, *at.header, *at.markdown, *at.caption, *at.warning, *at.error, *at.info]
    said = " ".join(str(element.value) for element in elements)
    metrics = " ".join(f"{metric.label} {metric.value} {metric.delta}" for metric in at.metric)
    return f"{said} {metrics}".replace("\\", "")


def charts_of(at: AppTest) -> list[str]:
    return [element.proto.spec for element in at.get("plotly_chart")]
