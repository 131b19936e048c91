"""scikit-learn's histogram gradient boosting on the table of BoostedTreesTests: the numbers that stand there.

    python3 benchmarks/peer/boosting.py

With two files it gives the AUC between their rows instead, in five folds:

    python3 benchmarks/peer/boosting.py REAL.csv SYNTHETIC.csv
"""
import csv
import math
import sys

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.metrics import r2_score, roc_auc_score

FOLDS = 5


def uniforms(seed):
    """The minimal standard generator of Park and Miller (1988)."""
    while True:
        seed = seed * 48271 % 2147483647
        yield seed / 2147483647


def rows(count, seed, shift):
    draw = uniforms(seed)
    for _ in range(count):
        u = [next(draw) for _ in range(6)]
        level = math.floor(5 * u[3] * u[4])
        if shift and u[5] < 0.2:
            level = (level + 1) % 5
        second = 0.8 * u[0] + 0.2 * u[1] + (0.15 * math.sin(9 * u[2]) if shift else 0)
        yield [u[0], second, math.nan if u[5] > 0.9 else u[2], level]


def auc(first, second, categories):
    x = np.concatenate([first, second])
    y = np.r_[np.zeros(len(first)), np.ones(len(second))]
    fold = np.r_[np.arange(len(first)) % FOLDS, np.arange(len(second)) % FOLDS]
    areas = []
    for held in range(FOLDS):
        model = HistGradientBoostingClassifier(categorical_features=categories or None, early_stopping=False)
        model.fit(x[fold != held], y[fold != held])
        areas.append(roc_auc_score(y[fold == held], model.predict_proba(x[fold == held])[:, 1]))
    return np.mean(areas)


def encode(tables):
    header = tables[0][0]
    columns, categories = [[] for _ in tables], []
    for j, name in enumerate(header):
        cells = [[row[table[0].index(name)] for row in table[1:]] for table in tables]
        try:
            values = [[float(cell) if cell else math.nan for cell in column] for column in cells]
        except ValueError:
            levels = {cell: code for code, cell in enumerate(sorted({cell for column in cells for cell in column}))}
            values = [[levels[cell] for cell in column] for column in cells]
            categories.append(j)
        for table, column in enumerate(values):
            columns[table].append(column)
    return [np.array(table, dtype=float).T for table in columns], categories


def main():
    if len(sys.argv) > 2:
        (real, synthetic), categories = encode([list(csv.reader(open(path, newline=""))) for path in sys.argv[1:3]])
        random = np.random.default_rng(0)
        count = min(len(real), len(synthetic), 10_000)
        real, synthetic = (table[random.permutation(len(table))[:count]] for table in (real, synthetic))
        print(f"auc {auc(real, synthetic, categories):.4f} of {count} rows each")
        return
    plain, shifted, fresh = (np.array(list(rows(2000, seed, shift))) for seed, shift in ((1, False), (2, True), (3, False)))
    print(f"auc {auc(plain, shifted, [3]):.4f}, of fresh rows {auc(plain, fresh, [3]):.4f}")
    model = HistGradientBoostingRegressor(categorical_features=[1], early_stopping=False)
    model.fit(shifted[:, [0, 3, 2]], shifted[:, 1])
    print(f"r2 {r2_score(plain[:, 1], model.predict(plain[:, [0, 3, 2]])):.4f}")


if __name__ == "__main__":
    main()
