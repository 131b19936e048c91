#!/usr/bin/python3
"""Races DualScale and its Python peers (PyTorch, scikit-learn) in one go, in turns, on all cores, and prints a table.

    /usr/bin/python3 benchmarks/side_by_side.py             three rounds
    /usr/bin/python3 benchmarks/side_by_side.py --quick     one round
    /usr/bin/python3 benchmarks/side_by_side.py --markdown  the table as Markdown
"""

import argparse
import importlib.util
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from printed import print_table

BENCHMARKS = Path(__file__).resolve().parent
PROGRAM = BENCHMARKS.parent / "artifacts/bin/DualScale.Benchmarks/release/DualScale.Benchmarks.dll"
INSTALL_HINT = "install from Debian: apt-get install python3-torch libopenblas0-pthread python3-sklearn"

ROWS = [
    ("train-step", "baseline"),
    ("train-step", "dual-scale"),
    ("train-step", "dual-expert"),
    ("train-step", "grid"),
    ("train-step", "scale-space"),
    ("sample", "baseline"),
    ("sample", "dual-scale"),
    ("sample", "scale-space"),
    ("kl", "2"),
    ("kl", "30"),
]
HEADER = ["work", "model or columns", "ours ms", "(min)", "peer ms", "(min)", "peer/ours", "GFLOP/s", "of peak"]


def fail(message):
    sys.exit(f"side_by_side: {message}")


def run_json(command):
    """The last line of what a program prints, read as JSON."""
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    lines = result.stdout.strip().splitlines()
    if result.returncode != 0 or not lines:
        reason = (result.stderr.strip().splitlines() or ["no output"])[-1]
        fail(f"'{' '.join(str(part) for part in command)}' failed (exit code {result.returncode}): {reason}")
    return json.loads(lines[-1])


def in_milliseconds(seconds):
    return {"median_ms": seconds * 1000, "min_ms": seconds * 1000}


def run_ours(work, model):
    result = run_json(["dotnet", PROGRAM, "timing", work, *([model] if model else [])])
    return in_milliseconds(result["seconds"]) if work == "kl" else result


def run_peer(work, model):
    if work == "kl":
        with tempfile.TemporaryDirectory() as folder:
            points = [Path(folder) / "real", Path(folder) / "generated"]
            run_json(["dotnet", PROGRAM, "timing", "points", *points, model])
            how = [] if model == "2" else ["--brute", "--rounds", 1]
            return in_milliseconds(run_json([sys.executable, BENCHMARKS / "kl_divergence_peer.py", *points, model, *how])["sklearn_seconds"])
    result = run_json([sys.executable, BENCHMARKS / "peer/peer.py", "--work", work, "--model", model])
    if result["blas"] == "reference":
        fail(f"PyTorch runs on the slow reference BLAS, which makes no fair race; {INSTALL_HINT}")
    return result


def check_peers():
    missing = [name for name in ("torch", "sklearn") if importlib.util.find_spec(name) is None]
    if missing:
        fail(f"{sys.executable} has no {' and no '.join(missing)}; {INSTALL_HINT} and run with /usr/bin/python3")


def build():
    project = BENCHMARKS / "DualScale.Benchmarks"
    if subprocess.run(["dotnet", "build", "-c", "Release", str(project)], stdout=sys.stderr, check=False).returncode != 0:
        fail("the build of DualScale.Benchmarks failed; its messages are above")


def measure(work, model, rounds):
    """Ours and the peer's results of every round, taken in turns so that both see the same state of the machine."""
    ours, peer = [], []
    for number in range(1, rounds + 1):
        print(f"{work} {model} round {number} of {rounds}", file=sys.stderr)
        ours.append(run_ours(work, model))
        peer.append(run_peer(work, model))
    return ours, peer


def table_row(work, model, ours, peer, peak):
    our_median = statistics.median(result["median_ms"] for result in ours)
    peer_median = statistics.median(result["median_ms"] for result in peer)
    rates = [result["gflops"] for result in ours if "gflops" in result]
    rate = statistics.median(rates) if rates else None
    return [
        work, model or "-",
        f"{our_median:.2f}", f"{min(result['min_ms'] for result in ours):.2f}",
        f"{peer_median:.2f}", f"{min(result['min_ms'] for result in peer):.2f}",
        f"{peer_median / our_median:.2f}",
        f"{rate:.1f}" if rate else "-", f"{rate / peak:.0%}" if rate else "-"]


def main():
    parser = argparse.ArgumentParser(description="Race DualScale and its Python peers in turns.")
    parser.add_argument("--quick", action="store_true", help="one round instead of three")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    arguments = parser.parse_args()
    check_peers()
    build()

    rounds = 1 if arguments.quick else 3
    peak = max(run_json(["dotnet", PROGRAM, "timing", "peak"])["peak_gflops"] for _ in range(3))
    rows = [table_row(work, model, *measure(work, model, rounds), peak) for work, model in ROWS]
    print_table(HEADER, rows, arguments.markdown, texts=2)
    print(f"\nMeasured peak: {peak:.1f} GFLOP/s on all cores. Medians over {rounds} round(s).")


if __name__ == "__main__":
    main()
