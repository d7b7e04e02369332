"""Visitors without a browser: they speak to the server as one does, by Streamlit's own messages over its own connection."""

from __future__ import annotations

import json
import time
import urllib.request
from types import TracebackType

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect


class Visitor:
    """A session with a Streamlit server, from `with` to its end."""

    def __init__(self, address: str) -> None:
        self._line = connect(
            address.replace("http", "ws") + "/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            origin=address,  # type: ignore[arg-type]
        )

    def __enter__(self) -> Visitor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.close()

    def ask(self, question: str, page: str = "") -> tuple[float, list[str]]:
        """Open a page with a question in its address, to the end of its script: seconds, and the errors that it shows."""
        message = BackMsg()
        message.rerun_script.query_string = question
        message.rerun_script.page_name = page
        message.rerun_script.is_auto_rerun = False
        errors = []
        begun = time.perf_counter()
        self._line.send(message.SerializeToString())
        while True:
            said = ForwardMsg()
            said.ParseFromString(bytes(self._line.recv(timeout=120)))  # type: ignore[arg-type]
            if said.delta.new_element.HasField("exception"):
                errors.append(said.delta.new_element.exception.message)
            if said.HasField("script_finished"):
                return time.perf_counter() - begun, errors


def ask_dash(address: str, country: list[str]) -> float:
    """Seconds until the page of `dash_page.py` has sent its picture of these countries."""
    asked = {
        "output": "chart.figure",
        "outputs": {"id": "chart", "property": "figure"},
        "inputs": [{"id": "country", "property": "value", "value": country}],
        "changedPropIds": ["country.value"],
    }
    request = urllib.request.Request(
        f"{address}/_dash-update-component", json.dumps(asked).encode(), {"Content-Type": "application/json"}
    )
    begun = time.perf_counter()
    with urllib.request.urlopen(request, timeout=120) as reply:
        reply.read()
    return time.perf_counter() - begun
