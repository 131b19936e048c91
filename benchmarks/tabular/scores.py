"""How well synthetic rows stand for held-out ones, by scikit-learn's measures."""

import numpy as np
import pandas
from scipy.stats import ks_2samp, norm, rankdata
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.metrics import accuracy_score, r2_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold

from tabular.data import describe

FOLDS = 5
MOST_LEVELS = 250  # that scikit-learn's histograms can hold apart
ENOUGH = 2000  # held-out rows from which one comparison is exact enough
ROUNDS = 8
ROWS = 10_000


class Measures:
    """Training and held-out rows, against which any number of synthetic tables are scored."""

    def __init__(self, train, held, target, without=(), seed=0):
        self.train, self.held, self.seed = train, held, seed
        self.real = pandas.concat([train, held], ignore_index=True)
        self.columns = describe(self.real)
        if target not in self.real:
            raise ValueError(f"there is no column '{target}' that could be the target; there are {', '.join(self.real)}")
        self.target = next(column for column in self.columns if column.name == target)
        self.predictors = [column for column in self.columns if column.name not in {target, *without}]
        self._real_utility = {}

    def score(self, synthetic):
        """All measures of a table of texts with the columns of the real ones."""
        missing = [column.name for column in self.columns if column.name not in synthetic]
        if missing or len(synthetic) < FOLDS:
            raise ValueError(f"the synthetic table has {len(synthetic)} rows and lacks {missing or 'no column'}; "
                             f"it needs the real table's columns and {FOLDS} rows")
        utility = self._utility(synthetic)
        real = self._utility_of_real(min(len(synthetic), len(self.train)))
        return {
            "auc": self._two_sample_auc(synthetic), "utility": utility, "real_utility": real, "share": utility / real,
            "nearer": self._nearer(synthetic), "marginals": self._marginals(synthetic),
            "correlations": self._correlations(synthetic), "rows": len(synthetic)}

    def _trees(self, model, columns, rows):
        categories = [index for index, column in enumerate(columns)
                      if not column.is_number and len(column.levels) <= MOST_LEVELS]
        leaf = min(20, max(3, rows // 20))
        return model(categorical_features=categories or None, early_stopping=False, min_samples_leaf=leaf,
                     random_state=self.seed)

    def _two_sample_auc(self, synthetic):
        """The AUC of boosted trees that tell synthetic from equally many held-out rows, the mean over folds unseen."""
        random = np.random.default_rng(self.seed)
        count = min(len(self.held), len(synthetic))
        areas = []
        for part in self._parts(synthetic, count, 1 if count >= ENOUGH else ROUNDS, random):
            x = features(self.columns, pandas.concat([self.held.iloc[random.permutation(len(self.held))[:count]], part]))
            y = np.repeat([0, 1], count)
            for fit, test in StratifiedKFold(FOLDS, shuffle=True, random_state=self.seed).split(x, y):
                model = self._trees(HistGradientBoostingClassifier, self.columns, len(fit)).fit(x[fit], y[fit])
                areas.append(roc_auc_score(y[test], model.predict_proba(x[test])[:, 1]))
        return float(np.mean(areas))

    @staticmethod
    def _parts(rows, count, most, random):
        """Up to so many parts of the rows, disjoint ones, each of this many rows."""
        order = random.permutation(len(rows))
        return [rows.iloc[order[start:start + count]] for start in range(0, len(rows) - count + 1, count)][:most]

    def _utility(self, rows):
        """What trees learn from these rows about held-out ones: R² of a number, AUC of two levels, accuracy of more."""
        column = self.target
        x, x_held = features(self.predictors, rows), features(self.predictors, self.held)
        if column.is_number and len(set(column.numbers(self.real))) > 10:
            y, y_held = column.numbers(rows), column.numbers(self.held)
            known, known_held = np.isfinite(y), np.isfinite(y_held)
            model = self._trees(HistGradientBoostingRegressor, self.predictors, len(x)).fit(x[known], y[known])
            return r2_score(y_held[known_held], model.predict(x_held[known_held]))
        y, y_held = (table[column.name].to_numpy(str) for table in (rows, self.held))
        if column.is_number:
            y, y_held = column.numbers(rows).astype(str), column.numbers(self.held).astype(str)
        levels = np.unique(y_held)
        if len(set(y)) == 1:
            return 0.5 if len(levels) == 2 else accuracy_score(y_held, np.full(len(y_held), y[0]))
        model = self._trees(HistGradientBoostingClassifier, self.predictors, len(x)).fit(x, y)
        if len(levels) == 2 and set(levels) <= set(model.classes_):
            return roc_auc_score(y_held == levels[1], model.predict_proba(x_held)[:, list(model.classes_).index(levels[1])])
        return accuracy_score(y_held, model.predict(x_held))

    def _utility_of_real(self, count):
        if count not in self._real_utility:
            order = np.random.default_rng(self.seed).permutation(len(self.train))[:count]
            self._real_utility[count] = self._utility(self.train.iloc[order])
        return self._real_utility[count]

    def _nearer(self, synthetic):
        """The share of synthetic rows nearer to a training row than to a held-out one, equally many of both; ties count half."""
        random = np.random.default_rng(self.seed)
        count = min(len(self.held), len(self.train), ROWS)
        points = self._points(synthetic.iloc[random.permutation(len(synthetic))[:ROWS]])
        held = nearest(points, self._points(self.held.iloc[random.permutation(len(self.held))[:count]]))
        shares = []
        for part in self._parts(self.train, count, ROUNDS, random):
            train = nearest(points, self._points(part))
            same = np.isclose(train, held, rtol=0, atol=1e-9)
            shares.append(np.mean(np.where(same, 0.5, train < held)))
        return float(np.mean(shares))

    def _points(self, rows):
        """Numbers by the normal quantiles of the real ones, levels and blanks one-hot, another level at a distance of 1."""
        return np.concatenate([block for column in self.columns for block in self._blocks(column, rows)], axis=1)

    def _blocks(self, column, rows):
        if not column.is_number:
            yield (column.codes(rows)[:, None] == np.arange(-1, len(column.levels))) / np.sqrt(2)
            return
        real, values = column.numbers(self.real), column.numbers(rows)
        known, blank = np.sort(real[np.isfinite(real)]), ~np.isfinite(values)
        ranks = (np.searchsorted(known, values) + np.searchsorted(known, values, "right")) / 2
        yield np.where(blank, 0, norm.ppf(np.clip(ranks / len(known), 0.5 / len(known), 1 - 0.5 / len(known))))[:, None]
        yield np.stack([blank, ~blank], axis=1) / np.sqrt(2)

    def _marginals(self, synthetic):
        """The mean over columns of the Kolmogorov-Smirnov distance (a blank is below all numbers) or the total variation."""
        distances = []
        for column in self.columns:
            if column.is_number:
                distances.append(ks_2samp(*(np.nan_to_num(column.numbers(rows), nan=-np.inf)
                                            for rows in (synthetic, self.held)), method="asymp").statistic)
            else:
                shares = [rows[column.name].value_counts(normalize=True) for rows in (synthetic, self.held)]
                distances.append(shares[0].sub(shares[1], fill_value=0).abs().sum() / 2)
        return float(np.mean(distances))

    def _correlations(self, synthetic):
        """The mean error of the correlations between ranks of numbers and levels of categories of different columns."""
        owners, tables = [], [[], []]
        for column in self.columns:
            for table, rows in zip(tables, (synthetic, self.held)):
                if column.is_number:
                    table.append(rankdata(np.nan_to_num(column.numbers(rows), nan=-np.inf))[None])
                else:
                    table.append(column.codes(rows) == np.arange(len(column.levels))[:, None])
            owners += [column.name] * len(tables[0][-1])
        with np.errstate(invalid="ignore", divide="ignore"):
            mine, held = (np.nan_to_num(np.corrcoef(np.concatenate(table).astype(float))) for table in tables)
        owners = np.array(owners)
        return float(np.abs(mine - held)[owners[:, None] != owners].mean())


def features(columns, rows):
    """A row of numbers for each of the rows, as boosted trees take them: codes for levels, NaN for blanks."""
    x = [column.numbers(rows) if column.is_number else np.where(column.codes(rows) < 0, np.nan, column.codes(rows))
         for column in columns]
    return np.stack(x, axis=1)


def nearest(points, others):
    """The squared distance from each point to the nearest of the others."""
    squares = (others ** 2).sum(1)
    return np.concatenate([((part ** 2).sum(1)[:, None] + squares - 2 * part @ others.T).min(1)
                           for part in np.array_split(points, len(points) // 1000 + 1)])
