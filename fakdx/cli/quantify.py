"""`fakdx quantify KIND TABLE`"""

from __future__ import annotations

import argparse
import sys

from fakdx.cli.inputs import add_knowledge, knowledge_of


def configure(parser: argparse.ArgumentParser) -> None:
    from fakdx.quantify import options

    options.configure(parser, add_knowledge)


def run(args: argparse.Namespace) -> int:
    from fakdx.interview.numbers import surroundings
    from fakdx.quantify import commands

    return commands.run(args, sys.stdout, sys.stderr, surroundings(knowledge_of(args)))
