"""`fakdx diagnose CASE`"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fakdx.cli.inputs import add_reasoning, knowledge_of, priors_of, read_case
from fakdx.diagnosis import Diagnosis, diagnose


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", metavar="CASE", help="case file, or - for standard input")
    parser.add_argument("--format", choices=["text", "markdown", "json", "html"], help="default: text")
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="write a report; the suffix (.md .html .json .pdf .txt) picks the format"
    )
    parser.add_argument("--short", action="store_true", help="the first page only")
    parser.add_argument("--template", metavar="FILE", help="your own Jinja2 template for the report")
    parser.add_argument("--all", action="store_true", help="text: list every hypothesis")
    add_reasoning(parser)


def run(args: argparse.Namespace) -> int:
    knowledge = knowledge_of(args)
    case = read_case(args.case, knowledge)
    for notice in case.notices:
        print(f"fakdx: note: {notice}", file=sys.stderr)
    diagnosis = diagnose(case, knowledge, priors=priors_of(args), prefer=args.prefer)
    form = "short" if args.short else "long"
    template = Path(args.template) if args.template else None
    if args.output:
        from fakdx.report.write import write_report

        write_report(Path(args.output), diagnosis, knowledge, form, template, args.format)
        return 0
    _print(diagnosis, args, form, template)
    return 0


def _print(diagnosis: Diagnosis, args: argparse.Namespace, form: str, template: Path | None) -> None:
    if args.format == "json":
        sys.stdout.write(diagnosis.to_json())
    elif args.format == "html":
        from fakdx.report.html import render_html

        sys.stdout.write(render_html(diagnosis, diagnosis.knowledge, form, template))
    elif args.format == "markdown" or template is not None:
        from fakdx.report.markdown import render_markdown

        sys.stdout.write(render_markdown(diagnosis, diagnosis.knowledge, form, template))
    else:
        from rich.console import Console

        from fakdx.report.text import print_text

        print_text(diagnosis, diagnosis.knowledge, Console(highlight=False), args.all, plots=not args.short)
