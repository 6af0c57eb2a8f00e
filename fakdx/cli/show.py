"""`fakdx show [ID]`"""

from __future__ import annotations

import argparse

from fakdx.cli.inputs import add_knowledge, knowledge_of


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "id", metavar="ID", nargs="?", help="an entry, or a kind such as analytes; default: the catalogue"
    )
    parser.add_argument("--source", metavar="SOURCE", help="what rests on a source, place by place")
    add_knowledge(parser)


def run(args: argparse.Namespace) -> int:
    from rich.console import Console

    from fakdx.catalogue import show

    Console(highlight=False).print(show(args.id, knowledge_of(args), source=args.source))
    return 0
