"""`fakdx quantify KIND TABLE`"""

from __future__ import annotations

import argparse
import sys

from fakdx.knowledge import load_knowledge


def configure(parser: argparse.ArgumentParser) -> None:
    from fakdx.quantify import commands

    commands.configure(parser)


def run(args: argparse.Namespace) -> int:
    from fakdx.quantify import commands
    from fakdx.quantify.thresholds import Thresholds

    limits = load_knowledge().scoring.thresholds
    thresholds = Thresholds(
        decreased=limits.decreased_below, increased=limits.increased_above, noise_fold=limits.ic50_noise_fold
    )
    return commands.run(args, sys.stdout, sys.stderr, thresholds)
