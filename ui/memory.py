"""How the server keeps its memory small, and the search for garbage short, while many read at once."""

from __future__ import annotations

import ctypes
import gc
import sys

_M_ARENA_MAX, _M_MMAP_THRESHOLD, _M_TRIM_THRESHOLD = -8, -3, -1
"""From glibc's malloc.h."""
_LARGE = 256 * 1024
"""Bytes."""


def share_one_heap() -> None:
    """Let all threads share one heap, which gives back what is large as soon as it is let go.

    Each page is drawn in a thread of its own, for which glibc would open another heap, and none of them gives back what a
    crowd of readers has once taken; and it keeps ever larger pieces once it has seen them. Elsewhere than under glibc
    nothing is done.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 1)
        mallopt(_M_MMAP_THRESHOLD, _LARGE)
        mallopt(_M_TRIM_THRESHOLD, _LARGE)


_modules = 0


def set_loaded_aside() -> None:
    """Leave what has been loaded for good out of the search for garbage; after a page, which may have loaded more.

    Streamlit searches after every page, and no other page is drawn meanwhile: with all libraries in it, that took as long as
    a page whose answers are remembered.
    """
    global _modules
    if len(sys.modules) != _modules:
        _modules = len(sys.modules)
        gc.collect()
        gc.freeze()
