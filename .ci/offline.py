"""A folder that shuts the network off for every Python that starts with it: no address is looked up, none is reached.

The audit hook cannot be taken out again by the program. Where the system allows it without privileges, the command
also runs in a network namespace of its own, which has no network at all.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

GUARD = """
import sys
NAMES = "connect", "bind", "getaddrinfo", "gethostbyname", "sendto", "sendmsg"
SHUT = tuple(f"socket.{name}" for name in NAMES)
def guard(event, args):
    if event in SHUT and not (len(args) > 1 and isinstance(args[1], (str, bytes)) and event == "socket.connect"):
        raise RuntimeError(f"the network was used: {event} {args[1:]!r}")
sys.addaudithook(guard)
"""
"""Addresses of sockets that stay on the machine are plain paths; anything else is the network."""
PROOF = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"


def shut(folder: Path) -> dict[str, str]:
    """The environment in which nothing reaches the network."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    return {**os.environ, "PYTHONPATH": str(folder)}


def namespace() -> list[str]:
    """What to put before a command to give it a network of its own with nothing in it, or nothing."""
    command = ["unshare", "--user", "--map-root-user", "--net"]
    if (
        shutil.which("unshare") is None
        or subprocess.run([*command, "true"], capture_output=True, check=False).returncode
    ):
        return []
    return command


def is_shut(python: Path, environment: dict[str, str]) -> bool:
    """Whether the guard does its work: a connection fails with its message."""
    tried = subprocess.run([python, "-c", PROOF], env=environment, capture_output=True, text=True, check=False)
    return tried.returncode != 0 and "the network was used" in tried.stderr
