"""The curator's linter: named checks over the knowledge base, coverage, mutation and traces of rules."""

from fakdx.lint.checks import CHECKS
from fakdx.lint.folder import as_json, check_folder, check_knowledge
from fakdx.lint.tracing import Trace, trace

__all__ = ["CHECKS", "Trace", "as_json", "check_folder", "check_knowledge", "trace"]
