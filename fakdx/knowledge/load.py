"""Read the YAML folders, lay overlays on top, and freeze: `load_knowledge`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from fakdx.errors import InputError, KnowledgeError, Problem
from fakdx.knowledge.base import Knowledge, Origin, OverlayEffect
from fakdx.knowledge.cache import read_documents
from fakdx.knowledge.kinds import BY_NAME, KINDS, Kind
from fakdx.knowledge.locate import data_dir
from fakdx.model.base import Entry
from fakdx.model.scoring import Scoring
from fakdx.reading.validate import validate
from fakdx.reading.yaml_lines import Document, read_yaml

OVERLAY_KEYS = ("override", "reason")


def load_knowledge(*overlays: str | Path) -> Knowledge:
    """The shipped knowledge with a lab's own folders laid over it, in the order given.

    An overlay folder has the same files as the shipped one (`knowledge/`, `rules/`, or both side by side in
    one folder). An entry with a new id is added; one with a known id needs `override: replace` or
    `override: suppress` and a `reason`. Raises KnowledgeError with every problem found.
    """
    return _load(tuple(str(Path(o)) for o in overlays))


@lru_cache(maxsize=8)
def _load(overlays: tuple[str, ...]) -> Knowledge:
    roots = [("", [data_dir("knowledge"), data_dir("rules")])]
    for overlay in overlays:
        folder = Path(overlay)
        if not folder.is_dir():
            raise KnowledgeError(Problem(overlay, 0, "no such overlay folder"))
        roots.append((overlay, [p for p in (folder / "knowledge", folder / "rules") if p.is_dir()] or [folder]))
    return read_layers(roots)


def read_layers(layers: Sequence[tuple[str, Sequence[Path]]]) -> Knowledge:
    """Read layers of folders, the first being the base. A layer is its name (empty for the base) and folders."""
    loader = Loader()
    for name, folders in layers:
        loader.read_layer(name, folders)
    if loader.problems or loader.scoring is None:
        missing = [] if loader.scoring or loader.problems else [Problem("scoring.yaml", 0, "is missing")]
        raise KnowledgeError([*loader.problems, *missing])
    return Knowledge(
        tables=loader.tables,
        scoring=loader.scoring,
        sha256=loader.digest.hexdigest(),
        origins=loader.origins,
        overlays=tuple(loader.effects),
    )


class Loader:
    """Entries of one layer after another, and what is wrong with them."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, Entry]] = {kind.name: {} for kind in KINDS}
        self.origins: dict[tuple[str, str], Origin] = {}
        self.scoring: Scoring | None = None
        self.problems: list[Problem] = []
        self.effects: list[OverlayEffect] = []
        self.digest = hashlib.sha256()
        self._gaps = False
        """Whether a file could not be read, so that what it holds is not known."""

    def read_layer(self, layer: str, folders: Sequence[Path]) -> None:
        """Read every YAML file of these folders, by name. `layer` is the name of the overlay, empty for the base."""
        found = [(folder, self._files(folder)) for folder in folders]
        if not any(paths for _, paths in found) and not self.problems:
            message = "holds no .yaml file; rules go in rules/*.yaml, other entries in knowledge/*.yaml"
            self.problems.append(Problem(layer, 0, message))
        for folder, paths in found:
            for path, document in self._documents(paths):
                relative = path.relative_to(folder).as_posix()
                self.digest.update(f"{folder.name}/{relative}\n".encode())
                self.digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
                self._read_document(layer, folder.name, relative, document)

    def _files(self, folder: Path) -> list[Path]:
        """The YAML files of a folder; what looks like one and is not read joins the problems."""
        paths = []
        for path in sorted(folder.rglob("*.y*ml"), key=lambda p: p.relative_to(folder).as_posix()):
            if path.suffix == ".yml":
                self.problems.append(Problem(str(path), 0, f"is not read; call it {path.stem}.yaml"))
            elif path.is_symlink() or folder.resolve() not in path.resolve().parents:
                message = "is a link to outside the folder; copy the file instead"
                self.problems.append(Problem(str(path), 0, message))
            elif path.suffix == ".yaml":
                paths.append(path)
        return paths

    def _documents(self, paths: Sequence[Path]) -> list[tuple[Path, Document]]:
        """What can be read of these files; what is wrong with the others joins the problems."""
        try:
            return list(zip(paths, read_documents(paths), strict=True))
        except InputError:
            found = []
            for path in paths:
                try:
                    found.append((path, read_yaml(path)))
                except InputError as error:
                    self._gaps = True
                    self.problems.extend(error.problems)
            return found

    def _read_document(self, layer: str, folder: str, relative: str, document: Document) -> None:
        stem = relative.split("/")[0].removesuffix(".yaml")
        if stem == "scoring":
            self._read_scoring(layer, document)
            return
        flat_overlay = bool(layer) and folder not in ("knowledge", "rules")
        kind = BY_NAME["rules"] if folder == "rules" else BY_NAME.get(stem)
        if kind is None and flat_overlay:
            kind = BY_NAME["rules"]
        if kind is None:
            known = ", ".join(f"{k.name}.yaml" for k in KINDS if k.folder == "knowledge")
            self.problems.append(Problem(document.file, 0, f"is no kind of knowledge; known: {known}", "file-name"))
            return
        if document.data is None:
            return
        items = document.data if isinstance(document.data, list) else [document.data]
        base: tuple[str | int, ...]
        for number, item in enumerate(items):
            base = (number,) if isinstance(document.data, list) else ()
            self._read_entry(layer, kind, item, Origin(document, base))

    def _read_scoring(self, layer: str, document: Document) -> None:
        data = document.data
        if layer and self.scoring is not None and isinstance(data, dict):
            reason = data.pop("reason", "")
            merged = {**self.scoring.model_dump(), **data}
            if isinstance(data.get("priors"), dict):
                merged["priors"] = {**self.scoring.priors, **data["priors"]}
            for key in sorted(data):
                self.effects.append(OverlayEffect(layer, "replaced", "scoring", key, str(reason)))
            data = merged
        model, problems = validate(Scoring, data, document, (), "scoring")
        self.problems.extend(problems)
        self.scoring = model or self.scoring

    def _read_entry(self, layer: str, kind: Kind, item: object, origin: Origin) -> None:
        override, reason = "", ""
        if isinstance(item, dict):
            override, reason = str(item.get("override", "")), str(item.get("reason", ""))
            id = item.get(kind.key)
        else:
            id = None
        what = f"{kind.noun} {id!r}" if isinstance(id, str) else kind.noun
        table = self.tables[kind.name]
        if override:
            self._override(layer, kind, item, origin, override, reason, what)
            return
        model, problems = validate(kind.model, item, origin.document, origin.path, what)
        self.problems.extend(problems)
        if model is None or not isinstance(id, str):
            return
        if id in table:
            first = self.origins[kind.name, id]
            remedy = "; to change it say 'override: replace' with a 'reason'" if layer else ""
            message = f"{what} is defined twice (first at {first.file}:{first.line()}){remedy}"
            self.problems.append(Problem(origin.file, origin.line(), message, "duplicate-id"))
            return
        table[id] = model
        self.origins[kind.name, id] = origin
        if layer:
            self.effects.append(OverlayEffect(layer, "added", kind.name, id))

    def _override(
        self, layer: str, kind: Kind, item: object, origin: Origin, override: str, reason: str, what: str
    ) -> None:
        assert isinstance(item, dict)
        id = str(item.get(kind.key))
        base = self.origins.get((kind.name, id))
        complaint = ""
        if layer and base is None and self._gaps:
            return
        if not layer:
            complaint = f"{what}: 'override' belongs in an overlay"
        elif base is None:
            complaint = f"{what}: nothing of that id to {override}"
        elif not reason:
            complaint = f"{what} (base: {base.file}:{base.line()}): 'override' needs a 'reason'"
        elif override not in ("replace", "suppress"):
            place = f"{base.file}:{base.line()}"
            complaint = f"{what} (base: {place}): override is {override!r}; expected replace or suppress"
        if complaint:
            self.problems.append(Problem(origin.file, origin.line("override"), complaint, "overlay"))
            return
        if override == "suppress":
            del self.tables[kind.name][id]
            self.effects.append(OverlayEffect(layer, "suppressed", kind.name, id, reason))
            return
        content = {k: v for k, v in item.items() if k not in OVERLAY_KEYS}
        model, problems = validate(kind.model, content, origin.document, origin.path, what)
        if base is not None:
            self.problems.extend(
                Problem(p.file, p.line, f"{p.message} [replaces {base.file}:{base.line()}]", p.code) for p in problems
            )
        if model is not None:
            self.tables[kind.name][id] = model
            self.origins[kind.name, id] = origin
            self.effects.append(OverlayEffect(layer, "replaced", kind.name, id, reason))
