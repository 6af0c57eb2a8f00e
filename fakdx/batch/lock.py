"""One run at a time for each output: a lock that the system gives back however a run ends."""

from __future__ import annotations

import sys
from typing import IO

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 60

    def hold(file: IO[bytes]) -> bool:
        """Whether this run may write the file, until it is closed."""
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def hold(file: IO[bytes]) -> bool:
        """Whether this run may write the file, until it is closed. A file system without locks lets everybody."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True
