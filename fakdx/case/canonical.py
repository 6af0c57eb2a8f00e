"""One text for one case, whatever the order of its findings: what the case hash is taken of."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, is_dataclass
from typing import Any

from fakdx.model.case import CaseData


def canonical(case: CaseData) -> str:
    """Sorted JSON of everything that was reported; duplicates collapse, notices are left out."""
    context = {k: v for k, v in asdict(case.context).items() if v not in (None, (), [])}
    findings = sorted({json.dumps(_plain(asdict(f)), sort_keys=True) for f in case.findings})
    body = {"title": case.title, "context": _plain(context), "findings": findings, "notes": list(case.notes)}
    return json.dumps(body, sort_keys=True, ensure_ascii=False)


def case_sha256(case: CaseData) -> str:
    return hashlib.sha256(canonical(case).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if v is not None and v != () and v is not False}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value
