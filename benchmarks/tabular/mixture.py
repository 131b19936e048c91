"""Mixture of normals with full covariances on the shared encoding, by expectation maximisation (scikit-learn)."""

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

from tabular.data import SMALL
from tabular.encoding import Encoding, Rows, one_hot, read_one_hot


def fit(texts, settings):
    encoding = Encoding(texts)
    rows = encoding.encode(texts, np.random.default_rng(settings.seed))
    components = min(32 if len(texts) >= SMALL else 10, len(texts))
    mixture = GaussianMixture(components, random_state=settings.seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        mixture.fit(np.concatenate([rows.numbers, one_hot(rows.codes, encoding.sizes)], axis=1))

    def sample(count):
        points = np.random.default_rng(settings.seed + 1).permutation(mixture.sample(count)[0])
        numbers, levels = np.split(points, [rows.numbers.shape[1]], axis=1)
        return encoding.decode(Rows(numbers, read_one_hot(levels, encoding.sizes)))

    return sample
