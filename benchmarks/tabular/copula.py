"""Normal copula: each column one normal, by its empirical distribution; a category is a row of intervals of it, one a level."""

import numpy as np
from scipy.stats import norm

from tabular.encoding import Encoding, Rows, stacked


def fit(texts, settings):
    random = np.random.default_rng(settings.seed)
    encoding = Encoding(texts)
    rows = encoding.encode(texts, random)
    ends = [np.cumsum(np.bincount(codes, minlength=size)) / len(texts) for codes, size in zip(rows.codes.T, encoding.sizes)]
    latent = [norm.ppf(np.r_[0, end][codes] + random.random(len(codes)) * np.diff(np.r_[0, end])[codes])
              for codes, end in zip(rows.codes.T, ends)]
    points = np.concatenate([rows.numbers, stacked(latent, len(rows), float)], axis=1)
    correlations = np.corrcoef(points, rowvar=False)

    def sample(count):
        drawn = random.multivariate_normal(np.zeros(points.shape[1]), correlations, count)
        numbers, latent = np.split(drawn, [rows.numbers.shape[1]], axis=1)
        codes = [np.searchsorted(end[:-1], norm.cdf(values)) for values, end in zip(latent.T, ends)]
        return encoding.decode(Rows(numbers, stacked(codes, count, int)))

    return sample
