"""Files as bytes: regular ones of a known size, so that no pipe is waited for and no device is read for ever."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from fakdx.errors import InputError, Problem


def read_regular(path: Path, most: int, expected: str) -> bytes:
    """The content of a file of at most `most` bytes; `expected` says what it should be, such as `a YAML file`.

    Raises FileNotFoundError, and InputError for everything else that cannot be read.
    """
    try:
        with open(path, "rb", opener=_at_once) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise InputError(Problem(str(path), 0, f"is not a regular file; expected {expected}"))
            content = file.read(most + 1)
            size = max(len(content), os.fstat(file.fileno()).st_size)
    except FileNotFoundError:
        raise
    except OSError as error:
        what = f"is a folder; expected {expected}" if os.path.isdir(path) else f"cannot be read: {error.strerror}"
        raise InputError(Problem(str(path), 0, what)) from None
    except ValueError:
        raise InputError(Problem(str(path), 0, "is no file name")) from None
    if size > most:
        raise InputError(Problem(str(path), 0, f"is {size:,} bytes; the limit is {most:,}"))
    return content


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
