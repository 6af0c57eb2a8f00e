"""Build wheel and sdist, install them in fresh environments on every supported Python found, and try them out.

For each shipped case the JSON must be the same to the byte: from the wheel, the sdist and an editable install, on
every Python, for three hash seeds. Without extras every command works or names the extra that it needs, and nothing
uses the network; with all of them each extra does its work. Licences are those of docs/licences.md.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import licences
import trial

ROOT = Path(__file__).resolve().parents[1]
SUPPORTED = ("3.11", "3.12", "3.13")
SEEDS = ("0", "1", "987")
PROBE = """
import sys
from fakdx import Case, diagnose
for path in sys.argv[1:]:
    sys.stdout.write(diagnose(Case.from_yaml(path)).to_json())
"""
CASES = sorted((ROOT / "tests" / "cases").glob("*/*.yaml")) + sorted((ROOT / "examples").glob("*.yaml"))


def interpreters() -> dict[str, str]:
    """Supported Pythons on this machine, by version: on the PATH, or kept by pyenv."""
    found = {}
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for version in SUPPORTED:
        candidates = [shutil.which(f"python{version}"), *map(str, sorted(pyenv.glob(f"{version}.*/bin/python")))]
        for candidate in filter(None, candidates):
            probe = [candidate, "-c", "import sys, venv; print('%d.%d' % sys.version_info[:2])"]
            said = subprocess.run(probe, capture_output=True, text=True, check=False).stdout.strip()
            if said == version:
                found[version] = candidate
                break
    return found


def call(*command: str | Path, **options: object) -> str:
    finished = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]
    if finished.returncode:
        raise SystemExit(f"failed: {' '.join(map(str, command))}\n{finished.stdout}\n{finished.stderr}")
    return str(finished.stdout)


def environment(python: str, place: Path, *what: str | Path) -> Path:
    """A fresh environment with the packages in it, whose requirements agree; its interpreter."""
    call(python, "-m", "venv", place)
    inside = place / "bin" / "python"
    call(inside, "-m", "pip", "install", "-q", *what)
    call(inside, "-m", "pip", "check")
    return inside


def answers(python: Path, folder: Path) -> set[str]:
    """Hashes of what the installed package says, one for each hash seed; run from an empty folder."""
    hashes = set()
    for seed in SEEDS:
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, "XDG_CACHE_HOME": str(folder / "cache")}
        said = call(python, "-c", PROBE, *CASES, cwd=folder, env=surroundings)
        hashes.add(hashlib.sha256(said.encode()).hexdigest())
    return hashes


def plain(python: str, version: str, kind: str, what: list[str | Path], folder: Path) -> set[str]:
    """One install without extras: its answers, and on the wheel what each command does, without a network."""
    place = Path(folder) / f"{version}-{kind}"
    inside = environment(python, place, *what)
    found = answers(inside, folder)
    tried = ""
    if kind == "wheel":
        tried = trial.without_extras(inside, place / "offline")
    print(f"{version} {kind:9} {' '.join(sorted(h[:12] for h in found))} {tried}", flush=True)
    return found


def full(python: str, version: str, wheel: Path, folder: Path) -> Path:
    place = folder / f"{version}-all"
    inside = environment(python, place, f"{wheel}[all]")
    print(f"{version} all       {trial.with_extras(inside, place / 'trial')}", flush=True)
    return inside


def main(*options: str) -> None:
    pythons = interpreters()
    if not pythons:
        sys.exit("no supported Python found")
    least, newest = min(pythons, key=_number), max(pythons, key=_number)
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(os.cpu_count()) as pool:
        folder = Path(name)
        call(sys.executable, "-m", "build", "--outdir", folder, ROOT)
        wheel, sdist = next(folder.glob("*.whl")), next(folder.glob("*.tar.gz"))
        everything = pool.submit(full, pythons[newest], newest, wheel, folder)
        kinds: dict[tuple[str, str], list[str | Path]] = {(version, "wheel"): [wheel] for version in pythons}
        kinds |= {(least, "sdist"): [sdist], (least, "editable"): ["-e", ROOT]}
        runs = [pool.submit(plain, pythons[v], v, kind, what, folder) for (v, kind), what in kinds.items()]
        seen = set().union(*(run.result() for run in runs))
        core = folder / f"{newest}-wheel" / "bin" / "python"
        licences.main(str(core), str(everything.result()), *options)
    if len(seen) != 1:
        sys.exit("the answers differ between installs, Pythons or hash seeds")
    print(f"same bytes for {len(CASES)} cases, {len(SEEDS)} hash seeds, Python {', '.join(pythons)}")


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


if __name__ == "__main__":
    main(*sys.argv[1:])
