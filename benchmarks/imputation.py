#!/usr/bin/python3
"""Fills cells that were blanked in held-out rows, by the program, by column means and by scikit-learn's nearest neighbours.

    /usr/bin/python3 benchmarks/imputation.py TRAIN.csv HELD.csv --run RUN

RUN is `dualscale train --data TRAIN.csv --out RUN`. A fifth of the cells of some held-out rows is blanked at random. Numbers: the
root mean square error in deviations of the column, of the program's mean over 20 draws (`impute --summary`). Texts: the share that
is right, of the program's most frequent one; column means are then the most frequent text of the column. Neighbours are ten, among
8,000 rows at most, standardised, texts as one-hot columns. Tables without blanks of their own.
"""

import argparse
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.impute import KNNImputer
from sklearn.preprocessing import StandardScaler

PROGRAM = Path(__file__).resolve().parent.parent / "artifacts/bin/DualScale.Cli/release/DualScale.Cli.dll"
BLANK_SHARE, DRAWS, NEIGHBOURS, NEIGHBOUR_ROWS = 0.2, 20, 10, 8000


def encoded(table, numbers, levels):
    """Numbers as they are and texts as one-hot columns, blank where the text is."""
    columns = {name: pd.to_numeric(table[name], errors="coerce") for name in numbers}
    for name, known in levels.items():
        for level in known:
            columns[name, level] = (table[name] == level).astype(float).where(table[name].notna())
    return pd.DataFrame(columns)


def by_neighbours(train, blanked, numbers, levels):
    data = encoded(train, numbers, levels)
    scaler = StandardScaler().fit(data.to_numpy())
    some = data.sample(min(len(data), NEIGHBOUR_ROWS), random_state=0)
    imputer = KNNImputer(n_neighbors=NEIGHBOURS).fit(scaler.transform(some.to_numpy()))
    filled = scaler.inverse_transform(imputer.transform(scaler.transform(encoded(blanked, numbers, levels).to_numpy())))
    filled = pd.DataFrame(filled, columns=data.columns)
    texts = {name: np.array(known)[filled[[(name, level) for level in known]].to_numpy().argmax(1)]
             for name, known in levels.items()}
    return pd.DataFrame({**{name: filled[name] for name in numbers}, **texts})


def by_program(program, run, blanked):
    with tempfile.TemporaryDirectory() as folder:
        given, filled = Path(folder) / "blanked.csv", Path(folder) / "filled.csv"
        blanked.to_csv(given, index=False)
        subprocess.run(["dotnet", program, "impute", given, "--run", run, "--draws", str(DRAWS), "--summary", "-o", filled, "--quiet"],
                       check=True, stdout=subprocess.DEVNULL)
        return pd.read_csv(filled)


def main():
    parser = argparse.ArgumentParser(description="Compare imputations of blanked cells.")
    parser.add_argument("train")
    parser.add_argument("held")
    parser.add_argument("--run", required=True)
    parser.add_argument("--rows", type=int, default=600)
    parser.add_argument("--program", default=PROGRAM)
    arguments = parser.parse_args()

    train = pd.read_csv(arguments.train)
    held = pd.read_csv(arguments.held).sample(arguments.rows, random_state=1).reset_index(drop=True)
    numbers = [name for name in train if train[name].dtype.kind in "if"]
    levels = {name: sorted(train[name].dropna().unique()) for name in train if name not in numbers}
    blank = np.random.default_rng(0).random(held.shape) < BLANK_SHARE
    blank[blank.all(1), 0] = False
    blanked = held.astype(object).where(~blank, np.nan)
    fillings = [
        pd.DataFrame({name: [train[name].mean() if name in numbers else train[name].mode()[0]] * len(held) for name in train}),
        by_neighbours(train, blanked, numbers, levels),
        by_program(arguments.program, arguments.run, blanked),
    ]
    print("column: means, neighbours, program")
    errors = []
    for place, name in enumerate(train):
        where = blank[:, place] & held[name].notna().to_numpy()
        truth = held[name][where]
        if name in levels:
            print(f"{name}: right", *(f"{np.mean(filling[name][where] == truth):.3f}" for filling in fillings))
            continue
        errors.append([np.sqrt(np.mean((filling[name][where] - truth) ** 2)) / train[name].std() for filling in fillings])
        print(f"{name}: off by", *(f"{error:.3f}" for error in errors[-1]))
    print("mean of the numbers: off by", *(f"{error:.3f}" for error in np.mean(errors, axis=0)))


if __name__ == "__main__":
    main()
