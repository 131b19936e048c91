#!/usr/bin/python3
"""Compares rows drawn under conditions with the conditional law, which of a joint normal is known.

    /usr/bin/python3 benchmarks/conditional_normals.py --columns 8 --out DIR [--train "--set diffusion.joint-normal=false"]

Writes 200,000 rows of correlated normals (two common factors), trains the program on them by its own rules, and draws 20,000 rows
given some columns of a fresh row, in several sets. For each set: the largest error of a mean in conditional deviations and of a
covariance over the product of two, and how many of these moments lie beyond three standard errors of as many draws.
"""

import argparse
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd

PROGRAM = Path(__file__).resolve().parent.parent / "artifacts/bin/DualScale.Cli/release/DualScale.Cli.dll"
ROWS, DRAWS = 200_000, 20_000
SETS = {3: [[0], [1], [2], [0, 1], [0, 2], [1, 2]],
        8: [[5], [0, 3], [0, 3, 6], [1, 2, 4, 7], [0, 1, 2, 4, 5], [0, 1, 2, 4, 5, 7], [0, 1, 2, 3, 4, 5, 6]]}


def covariance_of(columns):
    factors = np.random.default_rng(31).normal(size=(columns, 2))
    covariance = factors @ factors.T + 0.4 * np.eye(columns)
    deviations = np.sqrt(np.diag(covariance))
    return covariance / np.outer(deviations, deviations)


def draw(program, run, names, given, values, out, options):
    conditions = [part for i, value in zip(given, values) for part in ("--where", f"{names[i]}={value:.4f}")]
    subprocess.run(["dotnet", program, "sample", run, "-n", str(DRAWS), "-o", out, "--force", "-q", *conditions, *options],
                   check=True, stdout=subprocess.DEVNULL)
    return pd.read_csv(out).to_numpy()


def compare(samples, covariance, given, values):
    """Largest errors of means and of covariances, moments beyond three standard errors, and all moments."""
    free = [i for i in range(len(covariance)) if i not in given]
    weights = covariance[np.ix_(free, given)] @ np.linalg.inv(covariance[np.ix_(given, given)])
    own = covariance[np.ix_(free, free)] - weights @ covariance[np.ix_(given, free)]
    deviations, lower = np.sqrt(np.diag(own)), np.tril_indices(len(free))
    of_means = np.abs(samples[:, free].mean(0) - weights @ values) / deviations
    scale = np.outer(deviations, deviations)
    of_covariances = (np.abs(np.cov(samples[:, free].T).reshape(own.shape) - own) / scale)[lower]
    beyond = (of_means > 3 / DRAWS**0.5).sum() + (of_covariances > 3 * np.sqrt((1 + (own / scale)[lower] ** 2) / DRAWS)).sum()
    return of_means.max(), of_covariances.max(), beyond, len(free) + len(lower[0])


def main():
    parser = argparse.ArgumentParser(description="Compare conditional samples with the exact law.")
    parser.add_argument("--columns", type=int, choices=SETS, default=3)
    parser.add_argument("--out", type=Path, required=True, help="a folder; a run that is there is not trained again")
    parser.add_argument("--train", default="", help="options for train")
    parser.add_argument("--sample", default="", help="options for sample, such as '--steps 100'")
    parser.add_argument("--program", type=Path, default=PROGRAM)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    names, covariance = list("abcdefgh")[:arguments.columns], covariance_of(arguments.columns)
    table, run = arguments.out / f"normals-{arguments.columns}.csv", arguments.out / f"run-{arguments.columns}"
    if not (run / "model.safetensors").exists():
        rows = np.random.default_rng(8).multivariate_normal(np.zeros(arguments.columns), covariance, size=ROWS)
        pd.DataFrame(rows.round(4), columns=names).to_csv(table, index=False)
        subprocess.run(["dotnet", arguments.program, "train", "--data", table, "--out", run, "-q", *arguments.train.split()],
                       check=True, stdout=subprocess.DEVNULL)
    random, beyond, moments = np.random.default_rng(5), 0, 0
    for given in SETS[arguments.columns]:
        values = random.multivariate_normal(np.zeros(arguments.columns), covariance)[given].round(4)
        samples = draw(arguments.program, run, names, given, values, arguments.out / "drawn.csv", arguments.sample.split())
        mean, of_covariance, far, count = compare(samples, covariance, given, values)
        print(f"given {' '.join(names[i] for i in given)}: means {mean:.3f}, covariances {of_covariance:.3f}, "
              f"{far} of {count} beyond three standard errors", flush=True)
        beyond, moments = beyond + far, moments + count
    print(f"{beyond} of {moments} beyond three standard errors")


if __name__ == "__main__":
    main()
