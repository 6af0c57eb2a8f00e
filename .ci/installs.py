"""Build wheel and sdist, install them in fresh environments on every supported Python found, compare the answers.

For each shipped case the JSON must be the same to the byte: from the wheel, the sdist and an editable install, on
every Python, for three hash seeds.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SUPPORTED = ("3.11", "3.12", "3.13")
SEEDS = ("0", "1", "987")
PROBE = """
import sys
from fakdx import Case, diagnose
for path in sys.argv[1:]:
    sys.stdout.write(diagnose(Case.from_yaml(path)).to_json())
"""


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
        sys.exit(f"failed: {' '.join(map(str, command))}\n{finished.stdout}\n{finished.stderr}")
    return str(finished.stdout)


def answers(python: Path, cases: list[Path], elsewhere: str) -> set[str]:
    """Hashes of what the installed package says, one for each hash seed; run from an empty folder."""
    hashes = set()
    for seed in SEEDS:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "XDG_CACHE_HOME": str(Path(elsewhere) / "cache")}
        said = call(python, "-c", PROBE, *cases, cwd=elsewhere, env=environment)
        hashes.add(hashlib.sha256(said.encode()).hexdigest())
    return hashes


def main() -> None:
    cases = sorted((ROOT / "tests" / "cases").glob("*/*.yaml")) + sorted((ROOT / "examples").glob("*.yaml"))
    seen: set[str] = set()
    pythons = interpreters()
    if not pythons:
        sys.exit("no supported Python found")
    with tempfile.TemporaryDirectory() as folder:
        call(sys.executable, "-m", "build", "--outdir", folder, ROOT)
        wheel, sdist = next(Path(folder).glob("*.whl")), next(Path(folder).glob("*.tar.gz"))
        for version, python in pythons.items():
            kinds: dict[str, list[str | Path]] = {"wheel": [wheel]}
            if version == min(pythons):
                kinds |= {"sdist": [sdist], "editable": ["-e", ROOT]}
            for kind, what in kinds.items():
                environment = Path(folder) / f"{version}-{kind}"
                call(python, "-m", "venv", environment)
                inside = environment / "bin" / "python"
                call(inside, "-m", "pip", "install", "-q", *what)
                call(inside, "-m", "pip", "check")
                found = answers(inside, cases, folder)
                seen |= found
                print(f"{version} {kind:9} {' '.join(sorted(h[:12] for h in found))}")
    if len(seen) != 1:
        sys.exit("the answers differ between installs, Pythons or hash seeds")
    print(f"same bytes for {len(cases)} cases, {len(SEEDS)} hash seeds, Python {', '.join(pythons)}")


main()
