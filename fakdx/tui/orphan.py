"""The questionnaire behind a browser ends when the server does, even when the server was killed."""

from __future__ import annotations

import os
import threading
import time

EVERY_S = 1.0


def end_with(parent: int) -> None:
    """Watch a process from a thread and end this one when it is gone. Every answer is saved, so nothing is lost.

    Where a process cannot be asked about without harm (Windows) nothing is watched; there the closed pipe of the
    server ends the questionnaire.
    """
    if os.name != "nt":
        threading.Thread(target=_watch, args=(parent,), daemon=True, name="orphan").start()


def _watch(parent: int) -> None:
    while is_alive(parent):
        time.sleep(EVERY_S)
    os._exit(0)


def is_alive(process: int) -> bool:
    """Whether a process of that number runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
