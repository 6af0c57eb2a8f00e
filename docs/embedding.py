"""fakdx inside another program: one case, a panel of cases, and what comes back.

Runs as it is: python docs/embedding.py
"""

from __future__ import annotations

from pathlib import Path

from fakdx import Case, diagnose, load_knowledge
from fakdx.report.panel import panel_markdown

knowledge = load_knowledge()  # once; it is frozen and may be shared by threads

# A case from plain data, with the names people write.
case = Case.from_dict(
    {
        "title": "from another program",
        "context": {"inhibitor": "VS-6063", "dose": "1 uM", "cell_line": "SkBr3", "culture": "3D"},
        "findings": [
            {"Y397": "persistent", "at": "6 h"},
            {"pHER2": "increased", "fold": 1.9, "n": 3},
            {"3D growth": "resistant", "ic50": "> 10 uM"},
        ],
    },
    knowledge,
)
diagnosis = diagnose(case, knowledge)

leader = diagnosis.differential[0]
print(f"{diagnosis.verdict.kind}: {diagnosis.verdict.headline} ({leader.probability:.2f})")

# Every number can be traced: the signed points of the evidence add up to the score.
for evidence in (*leader.for_, *leader.against):
    print(f"  {evidence.points:+g}  {evidence.because}  [{', '.join(source for source, _ in evidence.sources)}]")
assert sum(e.points for e in (*leader.for_, *leader.against)) == leader.points

# What to run next, and what each result would do.
best = diagnosis.experiments[0]
print(f"next: {best.name} ({best.gain_bits:.2f} bit)")
for outcome in best.outcomes:
    then = ", ".join(f"{id} {probability:.2f}" for id, probability in outcome.then[:3])
    print(f"  {outcome.result} ({outcome.probability:.0%}): {then}")

# A panel: many cases on one page. In a notebook, `diagnosis` alone shows the report.
examples = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))
panel = [(path.stem, diagnose(Case.from_yaml(path, knowledge), knowledge)) for path in examples]
print(panel_markdown(panel, knowledge))
