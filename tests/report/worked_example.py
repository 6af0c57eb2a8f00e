"""A hand-made knowledge base and result, so that the report is tested on its own, whatever the shipped rules say."""

from __future__ import annotations

from fakdx.knowledge import Knowledge
from fakdx.model import entries, vocabulary
from fakdx.model.base import Cite, Source
from fakdx.model.case import CaseData, Context, Finding, Genotype
from fakdx.model.result import (
    Assessment,
    CombinationAdvice,
    Contradiction,
    DerivedFinding,
    Evidence,
    ExperimentAdvice,
    Missing,
    OutcomeAdvice,
    Provenance,
    Reading,
    Result,
    Robustness,
    ScenarioMatch,
    Verdict,
)
from fakdx.model.scoring import Bands, Discounts, Scoring, Thresholds
from fakdx.reading.quantities import Span

CITE = (Cite(source="marlowe_2016", at="Figure 2"),)
PRIOR = 0.08
RTK, MAPK, DOSE, STAT3 = (
    "rtk_transphosphorylation",
    "mapk_erk_bypass",
    "ineffective_inhibition",
    "stat3_stromal",
)


def scoring() -> Scoring:
    return Scoring(
        version="0.1.0",
        points={"supporting": 1, "moderate": 2, "strong": 4, "very_strong": 8},
        odds_of_very_strong=350.0,
        default_prior=PRIOR,
        priors={},
        bands=Bands(established=0.99, likely=0.90, possible=0.10, excluded=0.001),
        discounts=Discounts(
            slight_change=0.5, partial_change=0.75, interval_includes_no_change=0.5, out_of_scope=0.5
        ),
        thresholds=Thresholds(
            decreased_below=0.7, increased_above=1.4, prolonged_from_h=168.0, underdosed_below_ec50=2.0,
            overdosed_above_ec50=100.0, ic50_noise_fold=3.0, few_replicates_below=3, few_replicates_cap=2.0,
            minimum_lead_points=1.0,
        ),
        cites=CITE,
    )  # fmt: skip


def hypothesis(id: str, short: str, name: str, kind: str = "mechanism") -> entries.Hypothesis:
    return entries.Hypothesis(
        id=id, name=name, short=short, kind=kind, onset="either", summary="A summary.",  # type: ignore[arg-type]
        explains="a FAK signal that stays under the drug", claims=(),
    )  # fmt: skip


def observable(id: str, name: str, shape: str = "measurement") -> vocabulary.Observable:
    return vocabulary.Observable(
        id=id, name=name, shape=shape, scale="level", ask="?", means="something", panel="blot",  # type: ignore[arg-type]
    )  # fmt: skip


HYPOTHESES = (
    hypothesis(RTK, "RTK trans-phosphorylation", "RTK trans-phosphorylation of FAK Y397"),
    hypothesis(MAPK, "MAPK/ERK bypass", "ERK signalling independent of FAK kinase activity"),
    hypothesis(DOSE, "Ineffective inhibition", "FAK was not inhibited in this experiment", "artefact"),
    hypothesis(STAT3, "Stromal STAT3", "STAT3 released by loss of stroma"),
)


def node(id: str, label: str, kind: str, column: int, row: int) -> entries.Node:
    return entries.Node(id=id, label=label, kind=kind, column=column, row=row)  # type: ignore[arg-type]


def arrow(start: str, end: str, kind: str, label: str = "", of: str | None = None) -> entries.Arrow:
    return entries.Arrow(start=start, end=end, kind=kind, label=label, hypothesis=of)  # type: ignore[arg-type]


PATHWAY = entries.Pathway(
    id="rtk_bypass",
    name="RTK bypass of FAK kinase inhibition",
    caption="A receptor phosphorylates Y397 in place of FAK itself, so the signal goes on under the drug",
    nodes=(
        node("integrin", "Integrin", "receptor", 0, 0),
        node("rtk", "HER2 / EGFR", "receptor", 0, 2),
        node("fak", "FAK Y397", "kinase", 1, 1),
        node("drug", "FAK inhibitor", "drug", 1, 0),
        node("src", "Src", "kinase", 2, 1),
        node("akt", "PI3K / AKT", "process", 3, 0),
        node("erk", "RAS / MEK / ERK", "process", 3, 2),
        node("end", "Survival, growth, invasion", "outcome", 4, 1),
    ),
    arrows=(
        arrow("integrin", "fak", "activates"),
        arrow("drug", "fak", "blocks", "kinase activity"),
        arrow("rtk", "fak", "bypass", "phosphorylates Y397", RTK),
        arrow("fak", "src", "activates"),
        arrow("src", "akt", "activates"),
        arrow("src", "erk", "activates"),
        arrow("rtk", "erk", "bypass", "RAS", MAPK),
        arrow("akt", "end", "then"),
        arrow("erk", "end", "then"),
    ),
    cites=CITE,
)
EXPERIMENT = entries.Experiment(
    id="lapatinib_pretreatment",
    name="Lapatinib pre-treatment, then Y397",
    purpose="Shows whether the receptor keeps Y397 phosphorylated.",
    measures=("pFAK_Y397",),
    outcomes=(
        entries.Outcome(id="falls", result="Y397 falls", adds=({"pFAK_Y397": "decreased"},)),
        entries.Outcome(id="stays", result="Y397 stays", adds=({"pFAK_Y397": "unchanged"},)),
    ),
    hands_on_h=3,
    days=2,
    cost="low",
    material="lysate",
    protocol="pfak_western",
    controls=("vehicle", "lapatinib alone"),
    passes="pHER2 falls under lapatinib",
    cautions=("Keep total exposure the same in every arm.",),
    cites=CITE,
)
PROTOCOL = entries.Protocol(
    id="pfak_western",
    name="Western blot for pFAK Y397",
    purpose="Phospho-FAK over total FAK after short exposure.",
    materials=("RIPA buffer with phosphatase inhibitors", "Y397 antibody", "total FAK antibody"),
    steps=(
        entries.Step(do="Treat and lyse on ice.", minutes=90.0),
        entries.Step(do="Run 20-30 µg a lane on a 4-20 % gel and transfer.", minutes=180.0),
        entries.Step(do="Probe for Y397 overnight, strip, probe for total FAK.", day=2),
    ),
    controls=("FAK-null lysate",),
    pass_criterion="One band at 125 kDa that is gone in the FAK-null lane.",
    cautions=("Stripping loses protein: load a duplicate.",),
    cites=CITE,
)
COMBINATION = entries.Combination(
    id="fak_her2",
    name="defactinib + lapatinib",
    against=(RTK,),
    agents=("lapatinib",),
    evidence="in_vitro",
    rationale="Blocks the kinase that keeps Y397 on.",
    arms=("defactinib", "lapatinib", "both"),
    falsified_by="the combination does no better than lapatinib alone",
    claims=(),
)
NUMBERS = entries.ReferenceNumbers(
    id="ic50_3d",
    title="3D IC50",
    what="Matrigel",
    verified=False,
    cites=(Cite(source="bc-acquired", at="Table 1"),),
    columns=("cell line", "IC50"),
    rows=(("SK-BR-3", "> 10"),),
    values=(
        entries.ReferenceValue(
            cell_line="skbr3",
            agent="defactinib",
            readout="growth_3d",
            measure="IC50",
            relation=">",
            value=10.0,
            unit="uM",
        ),
    ),
    caveat="Could not be traced to the primary paper.",
)
CONFLICT = entries.Conflict(
    id="ec50_setting",
    topic="In what setting the EC50 of 26 nM was measured",
    claims=(
        entries.ConflictClaim(says="In vivo.", cites=(Cite(source="bc-role", at="Table 1"),), carries_weight=False),
        entries.ConflictClaim(says="In cells.", cites=(Cite(source="bc-dual", at="Profile"),), carries_weight=True),
    ),
    resolution="Used as a cellular value.",
    entries=("defactinib",),
)
SOURCES = (
    Source(
        id="marlowe_2016", kind="primary", citation="Marlowe TA et al., Mol Cancer Ther 2016;15(12):3028-3039",
        title="FAK is regulated by receptor tyrosine kinases", year=2016, doi="10.1158/1535-7163.MCT-16-0366",
        pmcid="PMC5136315", read="abstract", checked=True,
    ),
    Source(
        id="bc-acquired", kind="vendor", citation="BenchChem Technical Support Team, 2025: Acquired Resistance",
        year=2025, url="https://www.benchchem.com/product/b3027587#x", read="text", checked=True,
    ),
)  # fmt: skip


def _by_id(*items: object) -> dict[str, object]:
    return {item.id: item for item in items}  # type: ignore[attr-defined]


def make_knowledge() -> Knowledge:
    tables = {
        "sources": _by_id(*SOURCES),
        "analytes": _by_id(
            observable("pFAK_Y397", "phospho-FAK Y397"),
            observable("pHER2_Y1248", "phospho-HER2 Y1248"),
            observable("pAKT_S473", "phospho-AKT S473"),
        ),
        "readouts": _by_id(observable("growth_3d", "3D growth", "response")),
        "checks": _by_id(observable("antibody_fak_null_control", "Y397 antibody on FAK-null lysate", "check")),
        "agents": _by_id(
            vocabulary.Agent(id="defactinib", name="defactinib", aliases=("VS-6063",), role="fak_inhibitor"),
            vocabulary.Agent(id="lapatinib", name="lapatinib", aliases=("GW-572016",), role="partner"),
        ),
        "cell_lines": _by_id(vocabulary.CellLine(id="skbr3", name="SK-BR-3", cancer_type="breast")),
        "context": _by_id(
            vocabulary.ContextField(
                id="cancer_type",
                name="cancer type",
                ask="?",
                terms=(vocabulary.Term(id="breast", name="breast cancer"),),
            ),
            vocabulary.ContextField(
                id="culture", name="culture", ask="?", terms=(vocabulary.Term(id="2D", name="2D adherent"),)
            ),
        ),
        "hypotheses": _by_id(*HYPOTHESES),
        "experiments": _by_id(EXPERIMENT),
        "protocols": _by_id(PROTOCOL),
        "combinations": _by_id(COMBINATION),
        "reference_numbers": _by_id(NUMBERS),
        "conflicts": _by_id(CONFLICT),
        "pathways": _by_id(PATHWAY),
    }
    return Knowledge(tables=tables, scoring=scoring(), sha256="ab" * 32, origins={})  # type: ignore[arg-type]


Y397 = Finding("pFAK_Y397", "measurement", "decreased", at=Span(1.0, 1.0), fold=Span(0.3, 0.3))
Y397_LATE = Finding("pFAK_Y397", "measurement", "unchanged", versus="vehicle", at=Span(6.0, 6.0), fold=Span(0.95, 0.95))
HER2 = Finding("pHER2_Y1248", "measurement", "increased", at=Span(6.0, 6.0), fold=Span(1.9, 1.9), n=3)
AKT = Finding("pAKT_S473", "measurement", "increased", at=Span(6.0, 6.0))
GROWTH = Finding("growth_3d", "response", "resistant", ic50=Span(10.0, None, open_low=True), note="plate 4")
CHECK = Finding("antibody_fak_null_control", "check", "inconclusive")


def evidence(rule: str, points: float, because: str, finding: Finding, **more: object) -> Evidence:
    fields: dict[str, object] = {
        "rule": rule, "points": points, "full_points": int(points), "findings": (finding.label,), "via": (),
        "because": because, "sources": (("marlowe_2016", "Figure 2"),), "group": rule,
    }  # fmt: skip
    return Evidence(**{**fields, **more})  # type: ignore[arg-type]


def assessment(id: str, points: float, for_: tuple[Evidence, ...] = (), **more: object) -> Assessment:
    entry = next(h for h in HYPOTHESES if h.id == id)
    numbers = scoring()
    probability = numbers.probability(PRIOR, points)
    fields: dict[str, object] = {
        "id": id, "name": entry.name, "short": entry.short, "kind": entry.kind, "prior": PRIOR, "points": points,
        "probability": probability, "band": numbers.band(probability), "corroborated": len(for_) > 1, "for_": for_,
    }  # fmt: skip
    return Assessment(**{**fields, **more})  # type: ignore[arg-type]


RTK_ASSESSED = assessment(
    RTK,
    7.0,
    (
        evidence(
            "her2_amplified", 2.0, "The line is HER2-amplified.", Y397_LATE, sources=(("bc-acquired", "Q1"),),
            findings=("SK-BR-3: ERBB2 amplified (known of the line)",),
        ),
        evidence("y397_stays_rtk_up", 4.0, "Y397 came back while phospho-HER2 rose under the same dose.", HER2),
        evidence("akt_up", 1.0, "AKT rose rather than fell.", AKT),
        evidence("akt_up_weak", 0.0, "AKT did not fall.", AKT, counted=False, note="a stronger rule counts"),
    ),
    missing=(Missing("phospho-FAK Y397", "pFAK_Y397 is decreased (with rtk_inhibitor)", 8, "rtk_rescue"),),
)  # fmt: skip
DOSE_ASSESSED = assessment(
    DOSE,
    1.5,
    (evidence("y397_not_down", 2.0, "Y397 did not stay down.", Y397_LATE),),
    against=(evidence("dose_high", -0.5, "The dose is 38 times the cellular EC50.", Y397, findings=("the dose",)),),
    missing=(
        Missing("Y397 antibody on FAK-null lysate", "antibody_fak_null_control is no", 4, "unspecific"),
        Missing("phospho-HER2 Y1248", "pHER2_Y1248 is unchanged", 1, "receptor_quiet"),
    ),
)
RESULT = Result(
    reading=Reading(
        case=CaseData(
            title="SkBr3 ignores defactinib",
            context=Context(
                inhibitor="defactinib", dose=Span(1.0, 1.0), exposure=Span(6.0, 6.0), cell_line="skbr3",
                cancer_type="breast", genotype=(Genotype("ERBB2", "amplified"),), culture=("2D",),
            ),
            findings=(Y397, Y397_LATE, HER2, AKT, GROWTH, CHECK),
            notes=("Lysates of 3 March, same membrane.",),
        ),
        filled_in=("SK-BR-3: ERBB2 amplified (known of the line)",),
        derived=(
            DerivedFinding(
                "y397_rebound yes", "Y397 rebound", "Y397 fell early and came back.", "rebound",
                (Y397.label, Y397_LATE.label), "Y397 is down at 1 h and back at 6 h.",
            ),
        ),
        contradictions=(
            Contradiction(("pERK increased (6 h)", "pERK decreased (6 h)"), "a third blot, quantified over total ERK"),
        ),
        unexplained=(GROWTH.label,),
        scenarios=(
            ScenarioMatch(
                "persistent_y397", "Y397 stays on although the drug is potent", (Y397_LATE.label,),
                ((RTK, "an active receptor phosphorylates Y397", "co-IP FAK and probe for HER2"),),
                ("lapatinib_pretreatment",),
            ),
        ),
        notices=("'SkBr3' was read as SK-BR-3.",),
    ),
    verdict=Verdict(
        "mechanism", (RTK,), "RTK trans-phosphorylation of FAK Y397",
        "Rests on 3 independent groups of evidence.", (HER2.label,), "intrinsic",
    ),
    differential=(RTK_ASSESSED, assessment(MAPK, 2.0, (evidence("erk_up", 2.0, "ERK may run by itself.", AKT),)),
                  DOSE_ASSESSED, assessment(STAT3, 0.0)),
    robustness=Robustness(0.96, 200, (HER2.label,), 0.55, ("No rescue experiment was done.",)),
    experiments=(
        ExperimentAdvice(
            "lapatinib_pretreatment", EXPERIMENT.name, EXPERIMENT.purpose, 0.81, 0.4, 3.0, 2.0, "low", False,
            (
                OutcomeAdvice("falls", "Y397 falls", 0.7, ((RTK, 0.9991), (DOSE, 0.02)), "mechanism"),
                OutcomeAdvice("stays", "Y397 stays", 0.3, ((RTK, 0.22), (DOSE, 0.44)), "insufficient_data"),
            ),
            "separates RTK trans-phosphorylation from ineffective inhibition", "pfak_western",
            EXPERIMENT.controls, EXPERIMENT.passes,
        ),
        ExperimentAdvice(
            "stock_log", "Look up the age of the stock", "A thawed stock loses activity.", 0.12, 0.3, 0.0, 0.0, "none",
            True,
            (
                OutcomeAdvice("fresh", "stock is fresh", 0.8, ((DOSE, 0.1),), "mechanism"),
                OutcomeAdvice("old", "stock is old", 0.2, ((DOSE, 0.6),), "artefact"),
            ),
            "rules out a dead inhibitor", None, (), "the log names the thaw dates",
        ),
    ),
    stop="",
    combinations=(
        CombinationAdvice(
            "fak_stat3", "defactinib + ruxolitinib", "refused", "Nothing here points at STAT3.", ("ruxolitinib",),
            (STAT3,), "in_vivo", "", (), (), "no added effect", (),
        ),
        CombinationAdvice(
            "fak_her2", "defactinib + lapatinib", "ready", "Meets the leading mechanism.", ("lapatinib",), (RTK,),
            "in_vitro", "same cancer type", ("Lapatinib alone slows this line.",), ("defactinib", "lapatinib", "both"),
            "the combination does no better than lapatinib alone", ("lapatinib_pretreatment",),
        ),
    ),
    provenance=Provenance(
        "0.1.0", "0.1.0", "ab" * 32, "cd" * 32, (("lab", "replaced", "rules", "akt_up", "our antibody"),),
        (("prior " + STAT3, "0.08"),),
    ),
)  # fmt: skip
