"""Tables as texts: reading them, what their columns are, and which rows are held out."""

from dataclasses import dataclass

import numpy as np
import pandas
from sklearn import datasets

BLANKS = {"", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None", "NaT", "?", "-", "."}
BUILT_IN = {"iris": datasets.load_iris, "wine": datasets.load_wine, "breast-cancer": datasets.load_breast_cancer}
SMALL = 1000


@dataclass(frozen=True)
class Column:
    """A column of numbers, or of texts with these levels, the most frequent one first."""

    name: str
    levels: tuple | None

    @property
    def is_number(self):
        return self.levels is None

    def numbers(self, texts):
        """The numbers of a column, NaN for a blank or what is no number."""
        return pandas.to_numeric(texts[self.name], errors="coerce").to_numpy(float)

    def codes(self, texts):
        """The index of each row's level, -1 for a blank or a text that is none of them."""
        index = {level: code for code, level in enumerate(self.levels)}
        return texts[self.name].map(lambda text: index.get(text, -1)).to_numpy(int)


def read(path):
    """A CSV as texts without spaces around them; each spelling of a blank is the empty text."""
    texts = pandas.read_csv(path, dtype=str, keep_default_na=False)
    return texts.apply(lambda column: column.str.strip().map(lambda text: "" if text in BLANKS else text))


def built_in(name):
    """A table of scikit-learn, its target in words."""
    table = BUILT_IN[name](as_frame=True)
    texts = table.data.applymap(repr)
    texts["target"] = [table.target_names[code] for code in table.target]
    return texts


def describe(texts):
    """What each column is: numbers, where all its cells but the blank ones are, or else a category."""
    columns = []
    for name in texts:
        present = texts[name][texts[name] != ""]
        is_number = pandas.to_numeric(present, errors="coerce").notna().all()
        columns.append(Column(name, None if is_number else tuple(present.value_counts().sort_index(kind="stable")
                                                                 .sort_values(ascending=False, kind="stable").index)))
    return columns


def without_identifiers(texts):
    """The table without columns of names, texts most of which stand in one row only, and of row numbers; and which they are."""
    names = [column.name for column in describe(texts)
             if (np.all(np.diff(column.numbers(texts)) == 1) if column.is_number
                 else 2 * len(column.levels) > (texts[column.name] != "").sum())]
    return texts.drop(columns=names), names


def split(texts, seed):
    """Training and held-out rows: a fifth is held out, of small tables three in ten."""
    order = np.random.default_rng(seed).permutation(len(texts))
    held = round(len(texts) * (0.3 if len(texts) < SMALL else 0.2))
    return tuple(texts.iloc[rows].reset_index(drop=True) for rows in (order[held:], order[:held]))
