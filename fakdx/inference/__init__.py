"""Facts and rules to firings. `infer` is the seam: experta for a diagnosis, the matcher for search and batch."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from fakdx.inference.compile import compile_rules
from fakdx.inference.facts import FactBase, facts_of
from fakdx.inference.matcher import Matcher
from fakdx.knowledge import Knowledge
from fakdx.model.rules import CompiledRule, Fact, Inference

EngineName = Literal["experta", "matcher"]

__all__ = ["EngineName", "FactBase", "compiled", "facts_of", "infer", "matcher_of"]


@lru_cache(maxsize=8)
def compiled(knowledge: Knowledge) -> tuple[CompiledRule, ...]:
    """The compiled rules of a knowledge base, made once."""
    return compile_rules(knowledge)


@lru_cache(maxsize=8)
def matcher_of(knowledge: Knowledge) -> Matcher:
    """The matcher of a knowledge base, made once; safe to share."""
    return Matcher(compiled(knowledge))


@lru_cache(maxsize=8)
def _rete(knowledge: Knowledge) -> object:
    from fakdx.inference.rete import ReteEngine

    return ReteEngine(compiled(knowledge))


def infer(knowledge: Knowledge, facts: tuple[Fact, ...], engine: EngineName = "experta") -> Inference:
    """Every rule that fires on the facts. Both engines give the same answer; the matcher is faster."""
    runner = _rete(knowledge) if engine == "experta" else matcher_of(knowledge)
    return runner.run(facts)  # type: ignore[attr-defined, no-any-return]
