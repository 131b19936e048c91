"""Kernel density: normal kernels on encoded numbers and Aitchison and Aitken's (1976) on categories, which keeps a level
or, with probability λ, draws it from its marginal. Both widths have the largest leave-one-out likelihood."""

import numpy as np
from scipy.special import logsumexp

from tabular.encoding import Encoding, Rows, one_hot

WIDTHS = np.geomspace(0.02, 1.2, 15)
CHANGES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3]
QUERIES = 1000  # rows whose likelihood is asked for
BLOCK = 250


def log_likelihoods(rows, hot, frequencies, queries):
    """The sum over the queries of the log density that the other rows give, up to a constant [changes, widths]."""
    numbers = rows.numbers.shape[1]
    squares = (rows.numbers ** 2).sum(1)
    distances = np.maximum(squares[queries][:, None] + squares - 2 * rows.numbers[queries] @ rows.numbers.T, 0)
    own = hot[queries]
    totals = np.zeros((len(CHANGES), len(WIDTHS)))
    for i, change in enumerate(CHANGES):
        kept = np.log1p((1 - change) / (change * frequencies))
        weights = (own * kept) @ hot.T + (own @ np.log(change * frequencies))[:, None]
        weights[np.arange(len(queries)), queries] = -np.inf
        for j, width in enumerate(WIDTHS):
            totals[i, j] = (logsumexp(weights - distances / (2 * width ** 2), axis=1) - numbers * np.log(width)).sum()
    return totals


def fit(texts, settings):
    random = np.random.default_rng(settings.seed)
    encoding = Encoding(texts)
    rows = encoding.encode(texts, random)
    hot = one_hot(rows.codes, encoding.sizes)
    queries = random.permutation(len(rows))[:QUERIES]
    totals = sum(log_likelihoods(rows, hot, hot.mean(0), part) for part in np.array_split(queries, len(queries) // BLOCK + 1))
    change, width = np.unravel_index(totals.argmax(), totals.shape)
    change, width = CHANGES[change], WIDTHS[width]

    def sample(count):
        drawn = rows[random.integers(len(rows), size=count)]
        others = np.stack([column[random.integers(len(rows), size=count)] for column in rows.codes.T], axis=1) \
            if rows.codes.shape[1] else drawn.codes
        codes = np.where(random.random(drawn.codes.shape) < change, others, drawn.codes)
        return encoding.decode(Rows(drawn.numbers + width * random.standard_normal(drawn.numbers.shape), codes))

    return sample
