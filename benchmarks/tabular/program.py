"""DualScale as a user runs it, with default settings: train on a CSV, sample another."""

import subprocess
import tempfile
from pathlib import Path

from tabular.data import read


def run(command):
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        reason = (result.stderr.strip().splitlines() or ["no output"])[-1]
        raise RuntimeError(f"'{' '.join(str(part) for part in command)}' failed (exit code {result.returncode}): {reason}")


def fit(texts, settings, program):
    command = ["dotnet", program] if program.suffix == ".dll" else [program]
    options = ["--seed", settings.seed, "--threads", settings.threads, "--quiet"]
    folder = tempfile.TemporaryDirectory()
    table, trained, drawn = (Path(folder.name) / name for name in ("table.csv", "run", "samples.csv"))
    texts.to_csv(table, index=False)
    run([*command, "train", "--data", table, "--out", trained, *options])

    def sample(count):
        run([*command, "sample", trained, "-n", count, "-o", drawn, *options])
        with folder:
            return read(drawn)

    return sample
