"""The engines of fakdx against CLIPS, plain experta, rule-engine, business-rules: `python -m benchmarks.engines`.

First every engine must fire the same rules on the same random rule bases; then times, in CPU milliseconds a case,
medians of interleaved rounds, all in one run. Needs the extra `bench`. `--plot FILE.svg` draws the growth.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.peers import BusinessRules, Clips, PreparedMatcher, RuleEngine, Run, StockExperta, ours
from benchmarks.plot import growth_svg
from benchmarks.rule_bases import cases, rule_base
from fakdx import Case, load_knowledge
from fakdx.inference import compiled, facts_of
from fakdx.inference.matcher import Matcher
from fakdx.inference.rete import ReteEngine
from fakdx.model.rules import CompiledRule, Fact

CASES = Path(__file__).resolve().parents[1] / "tests" / "cases"
ROUNDS = 5
ENOUGH = 0.1
"""CPU seconds that an engine works in one round."""
MATCHER, RETE = "fakdx matcher", "fakdx experta"
WORKING_MEMORY: Mapping[str, Callable[[Sequence[CompiledRule]], Any]] = {
    MATCHER: Matcher,
    "fakdx matcher, findings met before": PreparedMatcher,
    "CLIPS 6.4": Clips,
    RETE: ReteEngine,
    "plain experta": StockExperta,
}
STATELESS: Mapping[str, Callable[[Sequence[CompiledRule]], Any]] = {
    "business-rules": BusinessRules,
    "rule-engine": RuleEngine,
}
Facts = Sequence[Sequence[Fact]]


def runner(engine: Any) -> Run:
    return ours(engine) if type(engine) in (Matcher, ReteEngine) else engine.answer


def per_case(runs: Mapping[str, Run], all_facts: Facts) -> dict[str, float]:
    """Milliseconds of CPU a case; each round goes through all engines, so that a busy moment hits them alike.

    In a round an engine goes through the cases as often as fills `ENOUGH`: what another engine left in the caches of
    the processor, or for the garbage collector, must not weigh on the fast ones.
    """
    seen: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(ROUNDS + 1):
        for name, run in runs.items():
            gc.collect()
            start, passes, spent = time.process_time(), 0, 0.0
            while spent < ENOUGH:
                for facts in all_facts:
                    run(facts)
                passes += 1
                spent = time.process_time() - start
            if number:
                seen[name].append(spent * 1e3 / passes / len(all_facts))
    return {name: statistics.median(times) for name, times in seen.items()}


def agreement(kinds: Mapping[str, Callable[..., Any]], bases: int, flat: bool) -> dict[str, str]:
    """Of all cases on so many random rule bases, those in which an engine answers as the matcher does."""
    same = dict.fromkeys(kinds, 0)
    total = 0
    for seed in range(bases):
        rules = rule_base(100, seed, flat)
        runs = {name: runner(make(rules)) for name, make in kinds.items()}
        for facts in cases(20, 30, 100, seed + 1000):
            expected = runs[MATCHER](facts)
            total += 1
            for name, run in runs.items():
                same[name] += run(facts) == expected
    return {name: f"{count}/{total}" for name, count in same.items()}


def growth(sizes: Sequence[tuple[int, int]], count: int) -> dict[tuple[int, int], dict[str, float]]:
    """Times by number of rules and of findings."""
    found = {}
    for rules, findings in sizes:
        base = rule_base(rules)
        runs = {name: runner(make(base)) for name, make in WORKING_MEMORY.items()}
        found[rules, findings] = per_case(runs, cases(count, findings, rules))
    return found


def building(rules: int) -> dict[str, float]:
    """CPU milliseconds from compiled rules to a first answer."""
    base, facts = rule_base(rules), cases(1, 30, rules)[0]
    found = {}
    for name, make in WORKING_MEMORY.items():
        make(rule_base(2))  # imports are not counted
        start = time.process_time()
        runner(make(base))(facts)
        found[name] = (time.process_time() - start) * 1e3
    return found


def what_if(rules: int, findings: int) -> dict[str, float]:
    """CPU microseconds for one more finding on a case that is loaded; experta has to begin again."""
    base = rule_base(rules)
    *known, extra = cases(1, findings + 1, rules)[0]
    matcher, clips, rete = Matcher(base), Clips(base), ReteEngine(base)
    shown = matcher.hits(known)
    clips.answer(known)
    questions: dict[str, Run] = {
        MATCHER: lambda facts: matcher.fire((shown, matcher.hits(facts))).inference(),  # type: ignore[dict-item, return-value]
        "CLIPS 6.4 (inexact)": lambda facts: clips.what_if(facts[0]),  # type: ignore[dict-item, return-value]
        RETE: lambda facts: rete.run([*known, *facts]),  # type: ignore[dict-item, return-value]
    }
    return {name: t * 1e3 for name, t in per_case(questions, [[extra]] * 50).items()}


def shipped() -> tuple[dict[str, float], dict[str, str]]:
    """The shipped rules on the cases of the tests: times, and cases in which each engine agrees with the matcher."""
    knowledge = load_knowledge()
    rules = compiled(knowledge)
    paths = sorted(CASES.glob("*/*.yaml"))
    all_facts = [facts_of(Case.from_yaml(path, knowledge), knowledge).facts for path in paths]
    runs = {name: runner(make(rules)) for name, make in WORKING_MEMORY.items()}
    expected = [runs[MATCHER](facts) for facts in all_facts]
    same = {
        name: f"{sum(run(f) == e for f, e in zip(all_facts, expected, strict=True))}/{len(expected)}"
        for name, run in runs.items()
    }
    return per_case(runs, all_facts), same


def memory() -> dict[str, float]:
    """Megabytes that an engine of 1,000 rules adds to a process, each in a process of its own."""
    found = {}
    for name in WORKING_MEMORY:
        arguments = [sys.executable, "-m", "benchmarks.engines", "--memory", name]
        ended = subprocess.run(arguments, capture_output=True, text=True, check=True)
        found[name] = float(ended.stdout.split()[0])
    return found


def _memory(name: str) -> float:
    def resident() -> float:
        fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
        return int(fields[1]) * 4096 / 1e6

    base, facts = rule_base(1000), cases(1, 30, 1000)[0]
    before = resident()
    engine = WORKING_MEMORY[name](base)
    runner(engine)(facts)
    return resident() - before


def as_table(rows: Mapping[str, Mapping[str, object]], corner: str) -> str:
    """Markdown; `rows` maps a row's name to its cells by column."""
    columns = list(dict.fromkeys(column for row in rows.values() for column in row))
    lines = ["| " + " | ".join([corner, *columns]) + " |", "|" + "---|" * (len(columns) + 1)]
    for name, row in rows.items():
        lines.append("| " + " | ".join([name, *(_say(row.get(column, "")) for column in columns)]) + " |")
    return "\n".join(lines)


def _say(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def by_engine(found: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, object]]:
    """Columns to rows."""
    engines = dict.fromkeys(name for row in found.values() for name in row)
    return {name: {column: row[name] for column, row in found.items() if name in row} for name in engines}


def main(arguments: Sequence[str] | None = None, out: Callable[[str], object] = print) -> int:
    parser = argparse.ArgumentParser("benchmarks.engines", description="Rule engines on the same rules and cases")
    parser.add_argument("--quick", action="store_true", help="fewer rule bases, sizes and cases")
    parser.add_argument("--plot", metavar="FILE.svg", type=Path)
    parser.add_argument("--memory", metavar="ENGINE", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.memory:
        out(f"{_memory(options.memory):.1f}")
        return 0
    bases, count = (2, 10) if options.quick else (10, 40)
    sizes = (50, 200, 1000) if options.quick else (50, 200, 1000, 3000)
    out("### Answers that are the matcher's, on random rule bases\n")
    flat = agreement({**WORKING_MEMORY, **STATELESS}, bases, flat=True)
    full = agreement(WORKING_MEMORY, bases, flat=False)
    out(as_table(by_engine({"all kinds of rules": full, "no shared genes, nothing derived": flat}), "engine"))
    times, same = shipped()
    ratio = {name: t / times[MATCHER] for name, t in times.items()}
    out("\n### The shipped rules on the cases of the tests, CPU ms a case\n")
    out(as_table(by_engine({"ms": times, "times the matcher": ratio, "same answers": same}), "engine"))
    by_rules = growth([(rules, 30) for rules in sizes], count)
    out("\n### Growth with the rules, 30 findings, CPU ms a case\n")
    out(as_table(by_engine({f"{rules:,} rules": row for (rules, _), row in by_rules.items()}), "engine"))
    by_findings = growth([(200, findings) for findings in (10, 30, 60)], count)
    out("\n### Growth with the findings, 200 rules, CPU ms a case\n")
    out(as_table(by_engine({f"{findings} findings": row for (_, findings), row in by_findings.items()}), "engine"))
    base = rule_base(200, flat=True)
    runs = {name: runner(make(base)) for name, make in {**WORKING_MEMORY, **STATELESS}.items()}
    out("\n### 200 rules that engines without working memory can express, 30 findings, CPU ms a case\n")
    out(as_table(by_engine({"ms": per_case(runs, cases(count, 30, 200))}), "engine"))
    once = {"build and first answer, 200 rules, ms": building(200), "memory, 1,000 rules, MB": memory()}
    out("\n### Building\n")
    out(as_table(by_engine(once), "engine"))
    out("\n### One more finding on a loaded case of 30, 200 rules, CPU us\n")
    out(as_table(by_engine({"us": what_if(200, 30)}), "engine"))
    if options.plot:
        series = by_engine({str(rules): row for (rules, _), row in by_rules.items()})
        options.plot.write_text(growth_svg(series), encoding="utf-8")  # type: ignore[arg-type]
    return 0


if __name__ == "__main__":
    sys.exit(main())
