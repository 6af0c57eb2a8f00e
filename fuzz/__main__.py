"""`python -m fuzz [TARGET...] --seconds N` or `--runs N`: libFuzzer over the readers, a process for each target.

Needs `pip install 'fakdx[fuzz]'` (atheris). An input that breaks something is kept in `tests/hostile/found/TARGET`,
where a test replays it; the exit status is 1.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fuzz import seeds

SECONDS_AN_INPUT = 10
MEGABYTES = 3000
SHOWN = 40
SILENCED = {"PYTHONWARNINGS": "ignore", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("targets", metavar="TARGET", nargs="*", help="default: all of them")
    parser.add_argument("--seconds", type=int, default=30, metavar="N", help="for each target (default: 30)")
    parser.add_argument("--runs", type=int, metavar="N", help="inputs for each target, instead of a time")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the mutations (default: 1)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="targets at a time")
    parser.add_argument("--child", metavar="FOLDER", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        return _child(args.targets[0], args.child, args)
    names = _known(args.targets)
    with ThreadPoolExecutor(args.jobs) as pool:
        sound = list(pool.map(lambda name: _fuzzed(name, args), names))
    broken = [name for name, well in zip(names, sound, strict=True) if not well]
    if broken:
        print(f"found in: {', '.join(broken)}; see {seeds.FOUND.relative_to(seeds.ROOT)}")
    return 1 if broken else 0


def _known(asked: list[str]) -> list[str]:
    from fuzz.targets import TARGETS

    unknown = [name for name in asked if name not in TARGETS]
    if unknown:
        sys.exit(f"no target {unknown[0]!r}; known: {', '.join(TARGETS)}")
    return asked or list(TARGETS)


def _fuzzed(name: str, args: argparse.Namespace) -> bool:
    """Run one target in a process of its own; libFuzzer ends the process that it runs in."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "fuzz", name, "--child", folder, "--seed", str(args.seed)]
        command += ["--runs", str(args.runs)] if args.runs else ["--seconds", str(args.seconds)]
        ended = subprocess.run(command, cwd=seeds.ROOT, capture_output=True, text=True, errors="replace", check=False,
                               env={**os.environ, **SILENCED, "XDG_CACHE_HOME": folder})  # fmt: skip
        kept = [_kept(name, path) for path in sorted(Path(folder).glob("found-*"))]
    runs = re.findall(r"^#(\d+)", ended.stderr, re.MULTILINE)
    features = re.findall(r"\bft: (\d+)", ended.stderr)
    sound = ended.returncode == 0 and not kept
    said = "nothing found" if sound else f"FOUND, see {kept[0].name if kept else 'below'}"
    line = f"{name:14} {runs[-1] if runs else 0:>9} inputs {features[-1] if features else 0:>6} features  {said}\n"
    sys.stdout.write(line if sound else f"{line}{_reason(ended.stdout + ended.stderr)}\n")
    sys.stdout.flush()
    return sound


def _reason(said: str) -> str:
    """The traceback, or the last that libFuzzer said."""
    begin = said.find("Traceback (most recent call last)")
    shown = said[begin:] if begin >= 0 else said
    lines = [line for line in shown.splitlines() if not line.startswith("#")]
    return "\n".join(lines[:SHOWN] if begin >= 0 else lines[-SHOWN:])


def _kept(name: str, path: Path) -> Path:
    data = path.read_bytes()
    target = seeds.FOUND / name / hashlib.sha256(data).hexdigest()[:12]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return target


def _child(name: str, folder: Path, args: argparse.Namespace) -> int:
    import atheris

    with atheris.instrument_imports(include=["fakdx"]):
        from fuzz.targets import TARGETS, attempt
    target = TARGETS[name]
    corpus, scratch = folder / "corpus", folder / "scratch"
    corpus.mkdir()
    scratch.mkdir()
    for number, seed in enumerate([*target.seeds(), *seeds.found(name)]):
        (corpus / f"seed-{number}").write_bytes(seed[: target.longest])
    (folder / "words").write_text(seeds.dictionary(name), encoding="utf-8")

    def once(data: bytes) -> None:
        attempt(target, data, scratch)

    for seed in target.seeds():
        once(seed)
    limit = f"-runs={args.runs}" if args.runs else f"-max_total_time={args.seconds}"
    options = [
        limit, f"-seed={args.seed}", f"-timeout={SECONDS_AN_INPUT}", f"-rss_limit_mb={MEGABYTES}",
        "-print_final_stats=1", f"-max_len={target.longest}", f"-dict={folder / 'words'}",
        f"-artifact_prefix={folder}/found-",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus)], once)
    atheris.Fuzz()
    return 0


sys.exit(main())
