"""How the server keeps its memory small while many read at once."""

from __future__ import annotations

import ctypes
import sys

_M_ARENA_MAX = -8
"""From glibc's malloc.h."""


def share_one_heap() -> None:
    """Let all threads share one heap.

    Each page is drawn in a thread of its own, for which glibc would open another heap, and none of them gives back what a
    crowd of readers has once taken. Elsewhere than under glibc nothing is done.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 1)
