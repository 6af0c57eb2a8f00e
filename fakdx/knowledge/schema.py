"""JSON Schema of the knowledge files, exported from the models that read them."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from fakdx.knowledge.kinds import KINDS
from fakdx.model.scoring import Scoring


def knowledge_schema() -> dict[str, Any]:
    """One schema with a definition for each kind of entry; `x-file` names the file that holds it."""
    models = sorted({kind.model for kind in KINDS} | {Scoring}, key=lambda m: m.__name__)
    _, schema = models_json_schema([(m, "validation") for m in models], title="fakdx knowledge")
    files = {kind.model.__name__: f"{kind.folder}/{kind.name}.yaml" for kind in KINDS if kind.name != "rules"}
    files["Rule"] = "rules/<hypothesis>.yaml"
    files["Scoring"] = "knowledge/scoring.yaml"
    for name, file in files.items():
        schema["$defs"][name]["x-file"] = file
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
