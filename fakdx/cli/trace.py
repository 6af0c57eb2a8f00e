"""`fakdx trace RULE CASE`"""

from __future__ import annotations

import argparse
import json

from fakdx.cli.inputs import add_knowledge, knowledge_of, read_case
from fakdx.cli.page import plain_data
from fakdx.lint.tracing import in_words, trace


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rule", metavar="RULE", help="id of a rule, as `fakdx explain` names it")
    parser.add_argument("case", metavar="CASE", help="case file, or - for standard input")
    parser.add_argument("--format", choices=["text", "json"], default="text", help="default: text")
    add_knowledge(parser)


def run(args: argparse.Namespace) -> int:
    knowledge = knowledge_of(args)
    told = trace(args.rule, read_case(args.case, knowledge), knowledge)
    if args.format == "json":
        data = plain_data(told) | {"first_failure": told.first_failure}
        print(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        print(in_words(told, knowledge))
    return 0
