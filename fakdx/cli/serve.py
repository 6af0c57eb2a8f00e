"""`fakdx serve`: the questionnaire in a browser, on this machine only."""

from __future__ import annotations

import argparse
import socket

from fakdx.cli.inputs import add_knowledge
from fakdx.errors import InputError

DEFAULT_PORT = 8397


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, metavar="N", help=f"default: {DEFAULT_PORT}; 0 for any that is free"
    )
    add_knowledge(parser)


def run(args: argparse.Namespace) -> int:
    try:
        from fakdx.tui.serve import LocalServer
    except ModuleNotFoundError as error:
        raise InputError(f"the browser needs {error.name}: pip install 'fakdx[web]'") from None
    server = LocalServer(_free_port(args.port), args.knowledge, _announce)
    server.serve()
    return 0


def _announce(address: str) -> None:
    print(f"Open {address}\nCtrl+C ends it.", flush=True)


def _free_port(port: int) -> int:
    """The port itself, or any free one for 0. Raises InputError when it is taken."""
    if not 0 <= port <= 65535:
        raise InputError(f"--port is {port}; expected a number from 0 to 65535")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise InputError(f"port {port} cannot be used: {error.strerror}; choose another with --port") from None
        return int(probe.getsockname()[1])
