"""Many readers at once: the threads that draw their pages share one heap."""

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

HEAPS = """
import ctypes, sys, threading
from ui import memory
if sys.argv[1] == "shared":
    memory.share_one_heap()
libc = ctypes.CDLL(None)
libc.malloc.restype = libc.fopen.restype = ctypes.c_void_p
together = threading.Barrier(6)

def work():
    together.wait()
    libc.malloc(ctypes.c_size_t(50_000))
    together.wait()

threads = [threading.Thread(target=work) for _ in range(6)]
for thread in threads: thread.start()
for thread in threads: thread.join()
stream = libc.fopen(sys.argv[2].encode(), b"w")
libc.malloc_info(0, ctypes.c_void_p(stream))
libc.fclose(ctypes.c_void_p(stream))
"""
glibc = pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_info"), reason="glibc's heaps"
)


@glibc
@pytest.mark.parametrize(("how", "one"), [("shared", True), ("each its own", False)])
def test_threads_share_one_heap_when_told_to(how: str, one: bool, tmp_path: Path) -> None:
    told = tmp_path / "heaps.xml"
    subprocess.run([sys.executable, "-c", HEAPS, how, str(told)], check=True)
    assert (told.read_text().count("<heap nr=") == 1) is one


def test_what_is_loaded_is_left_out_of_the_search_for_garbage() -> None:
    script = (
        "import gc; from ui import memory; import pandas; memory.set_loaded_aside(); first = gc.get_freeze_count(); "
        "memory.set_loaded_aside(); again = gc.get_freeze_count(); import plotly.graph_objects; "
        "memory.set_loaded_aside(); print(first > 0, again == first, gc.get_freeze_count() > first)"
    )
    said = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    assert said.split() == ["True", "True", "True"]
