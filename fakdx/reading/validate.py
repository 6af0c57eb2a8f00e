"""Plain data to pydantic models, every mistake as a `Problem` with its line and the nearest known name."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from fakdx.errors import Problem
from fakdx.reading.names import did_you_mean
from fakdx.reading.yaml_lines import Document, Path_

Model = TypeVar("Model", bound=BaseModel)


def validate(
    model: type[Model], data: Any, document: Document, path: Path_, what: str
) -> tuple[Model | None, list[Problem]]:
    """Build `model` from `data` found at `path` of the document. `what` names it in messages."""
    if not isinstance(data, dict):
        return None, [document.problem(path, f"{what}: expected a mapping of fields, found {_say(data)}", "shape")]
    try:
        return model.model_validate(_tuples(data)), []
    except ValidationError as error:
        return None, [_problem(model, e, document, path, what) for e in error.errors(include_url=False)]


def _tuples(data: Any) -> Any:
    """Strict models hold tuples, YAML gives lists."""
    if isinstance(data, list):
        return tuple(_tuples(x) for x in data)
    if isinstance(data, dict):
        return {k: _tuples(v) for k, v in data.items()}
    return data


def _problem(model: type[BaseModel], error: Any, document: Document, path: Path_, what: str) -> Problem:
    loc = tuple(x for x in error["loc"] if not (isinstance(x, str) and x.startswith(("tuple[", "dict[", "function-"))))
    where = ".".join(str(x) for x in loc)
    kind = error["type"]
    if kind == "extra_forbidden":
        known = _fields(model, loc[:-1])
        message = f"{what} has no field {loc[-1]!r}{did_you_mean(str(loc[-1]), known)}"
        if known:
            message += f" (known: {', '.join(known)})"
        return document.problem((*path, *loc), message, "unknown-field")
    if kind == "missing":
        return document.problem((*path, *loc[:-1]), f"{what} lacks {where!r}", "missing-field")
    if kind == "literal_error":
        found = error["input"]
        expected = error["ctx"]["expected"]
        options = [x.strip(" '") for x in expected.replace(" or ", ",").split(",")]
        near = did_you_mean(str(found), options)
        return document.problem(
            (*path, *loc), f"{what}: {where} is {_say(found)}; expected {expected}{near}", "bad-value"
        )
    message = error["msg"].removeprefix("Value error, ")
    message = message[0].lower() + message[1:]
    return document.problem((*path, *loc), f"{what}: {where + ': ' if where else ''}{message}", "bad-value")


def _fields(model: Any, loc: Path_) -> list[str]:
    """The field names of the model at `loc` inside `model`; empty when they cannot be told."""
    for part in loc:
        if isinstance(part, int):
            continue
        field = model.model_fields.get(part) if isinstance(model, type) and issubclass(model, BaseModel) else None
        if field is None:
            return []
        model = _inner(field.annotation)
    if isinstance(model, type) and issubclass(model, BaseModel):
        return [f.alias or name for name, f in model.model_fields.items()]
    return []


def _inner(annotation: Any) -> Any:
    """The model inside `tuple[X, ...]`, `X | None` and the like."""
    args = getattr(annotation, "__args__", None)
    if not args:
        return annotation
    return next((found for a in args if isinstance(found := _inner(a), type) and issubclass(found, BaseModel)), None)


def _say(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, dict):
        return "a mapping"
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
