"""The encoding that the peers share: numbers by their empirical distribution to a normal, categories as codes."""

from dataclasses import dataclass

import numpy as np
import pandas
from scipy.stats import norm

from tabular.data import describe


@dataclass
class Rows:
    """Numbers [rows, numbers] and codes [rows, categories] of encoded rows."""

    numbers: np.ndarray
    codes: np.ndarray

    def __len__(self):
        return len(self.numbers)

    def __getitem__(self, index):
        return Rows(self.numbers[index], self.codes[index])


class Number:
    """A column of numbers, written back on the widest steps that reach all its values."""

    def __init__(self, column, texts):
        values = column.numbers(texts)
        self.values = np.sort(values[np.isfinite(values)])
        self.has_blanks = len(self.values) < len(values)
        self.places, self.step = steps(self.values)

    def filled(self, values, random):
        """Blanks replaced by random observed values; a category says where they were."""
        return np.where(np.isfinite(values), values, random.choice(self.values, len(values)))

    def encode(self, values, random):
        """The normal quantile of the share of rows below; equal values spread over theirs at random."""
        low, high = np.searchsorted(self.values, values), np.searchsorted(self.values, values, "right")
        return norm.ppf((low + random.random(len(values)) * (high - low) + 0.5) / (len(self.values) + 1))

    def decode(self, quantiles):
        positions = norm.cdf(quantiles) * (len(self.values) + 1) - 1
        return np.interp(positions, np.arange(len(self.values)), self.values)

    def write(self, values):
        start, end = self.values[0], self.values[-1]
        values = np.clip(values, start, end)
        if self.step is None:
            return [repr(float(value)) for value in values]
        return [f"{value:.{self.places}f}" for value in np.round((values - start) / self.step) * self.step + start]


def steps(values):
    """How many decimal places sorted values have and the widest steps that reach all of them; None where they have too many."""
    for places in range(10):
        units = (values - values[0]) * 10.0 ** places
        if units[-1] < 2 ** 53 and np.allclose(units, np.round(units), rtol=0, atol=1e-5) \
                and np.allclose(values, np.round(values, places), rtol=1e-12, atol=0):
            return places, int(np.gcd.reduce(np.round(units).astype(np.int64))) / 10 ** places
    return None, None


class Encoding:
    """Fitted to training rows. Numbers of two values are categories. A blank of a category is a level of its own; a
    number with blanks has a category beside it that says where they are, and random observed values in their place."""

    def __init__(self, texts):
        self.names = list(texts)
        self.columns = {column.name: column for column in describe(texts)}
        is_number = {name: column.is_number and len(set(texts[name]) - {""}) > 2 for name, column in self.columns.items()}
        self.numbers = {name: Number(self.columns[name], texts) for name in self.names if is_number[name]}
        self.levels = {name: sorted(set(texts[name])) for name in self.names if not is_number[name]}
        self.blanks = [name for name, number in self.numbers.items() if number.has_blanks]
        self.sizes = [len(levels) for levels in self.levels.values()] + [2] * len(self.blanks)

    def encode(self, texts, random, raw=False):
        """The rows by normal quantiles, or raw with numbers as they are."""
        numbers = []
        for name, number in self.numbers.items():
            values = number.filled(self.columns[name].numbers(texts), random)
            numbers.append(values if raw else number.encode(values, random))
        codes = [np.searchsorted(levels, texts[name].to_numpy(str)) for name, levels in self.levels.items()]
        codes += [np.isnan(self.columns[name].numbers(texts)).astype(int) for name in self.blanks]
        return Rows(stacked(numbers, len(texts), float), stacked(codes, len(texts), int))

    def decode(self, rows, raw=False):
        """The texts of rows."""
        cells = {}
        for j, (name, number) in enumerate(self.numbers.items()):
            cells[name] = np.array(number.write(rows.numbers[:, j] if raw else number.decode(rows.numbers[:, j])), object)
        for j, (name, levels) in enumerate(self.levels.items()):
            cells[name] = np.array(levels, object)[rows.codes[:, j]]
        for j, name in enumerate(self.blanks, len(self.levels)):
            cells[name][rows.codes[:, j] == 1] = ""
        return pandas.DataFrame({name: cells[name] for name in self.names})


def stacked(columns, rows, kind):
    return np.stack(columns, axis=1).astype(kind) if columns else np.zeros((rows, 0), kind)


def one_hot(codes, sizes):
    """Codes [rows, categories] to [rows, sum of sizes]."""
    blocks = [codes[:, [j]] == np.arange(size) for j, size in enumerate(sizes)]
    return np.concatenate([np.zeros((len(codes), 0)), *blocks], axis=1)


def read_one_hot(points, sizes):
    """The code of the largest of each category's columns."""
    ends = np.cumsum(sizes, dtype=int)
    return stacked([points[:, end - size:end].argmax(1) for size, end in zip(sizes, ends)], len(points), int)
