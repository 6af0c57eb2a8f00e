"""`fakdx schema case|result|knowledge`"""

from __future__ import annotations

import argparse
import json

from fakdx.cli.inputs import add_knowledge, knowledge_of


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["case", "result", "knowledge"])
    add_knowledge(parser)


def run(args: argparse.Namespace) -> int:
    if args.what == "knowledge":
        from fakdx.knowledge.schema import knowledge_schema

        schema = knowledge_schema()
    elif args.what == "case":
        from fakdx.case.schema import case_schema

        schema = case_schema(knowledge_of(args))
    else:
        from fakdx.report.json_schema import result_schema

        schema = result_schema(knowledge_of(args))
    print(json.dumps(schema, indent=2, ensure_ascii=False))
    return 0
