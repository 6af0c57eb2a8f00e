"""`fakdx diff BEFORE AFTER`"""

from __future__ import annotations

import argparse
import json
import sys

from fakdx.cli.inputs import add_reasoning, knowledge_of, priors_of, read_case
from fakdx.cli.page import add_format, plain_data
from fakdx.diagnosis import diagnose
from fakdx.report.compare import compare, comparison_markdown, print_comparison


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", metavar="BEFORE", help="case file, or - for standard input")
    parser.add_argument("after", metavar="AFTER", help="the other case file")
    add_format(parser)
    add_reasoning(parser)


def run(args: argparse.Namespace) -> int:
    knowledge = knowledge_of(args)
    before, after = (
        diagnose(read_case(path, knowledge), knowledge, priors=priors_of(args), prefer=args.prefer)
        for path in (args.before, args.after)
    )
    if args.format == "json":
        data = plain_data(compare(before, after, knowledge))
        sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n")
    elif args.format == "markdown":
        sys.stdout.write(comparison_markdown(before, after, knowledge))
    else:
        from rich.console import Console

        print_comparison(before, after, knowledge, Console(highlight=False))
    return 0
