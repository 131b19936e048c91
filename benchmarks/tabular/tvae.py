"""TVAE (Xu et al. 2019): a variational autoencoder of numbers by their modes, α = (c - η) / 4φ beside the mode of a mixture that
c was drawn from, and of one-hot categories."""

import warnings

import numpy as np
import torch
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import BayesianGaussianMixture
from torch import nn
from torch.nn import functional as F

from tabular.encoding import Encoding, Rows, stacked
from tabular.training import train

WIDTH, LATENT = 128, 128
BATCH, WEIGHT_DECAY = 500, 1e-5
MODES, LEAST_WEIGHT = 10, 0.005
FITTED = 20_000  # rows that modes are fitted to


class Modes:
    """The modes of one column of numbers: a variational mixture of normals."""

    def __init__(self, values, seed):
        random = np.random.default_rng(seed)
        mixture = BayesianGaussianMixture(n_components=min(MODES, len(values)), weight_concentration_prior=0.001,
                                          weight_concentration_prior_type="dirichlet_process", random_state=seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            self.scale = values.std()
            mixture.fit(random.permutation(values)[:FITTED, None] / self.scale)
        self.kept = mixture.weights_ > LEAST_WEIGHT
        self.means, self.deviations = mixture.means_[self.kept, 0], np.sqrt(mixture.covariances_[self.kept, 0, 0])
        chances = mixture.predict_proba(values[:, None] / self.scale)[:, self.kept]
        ends = chances.cumsum(1)
        self.codes = (random.random((len(values), 1)) * ends[:, -1:] > ends).sum(1)
        self.alphas = np.clip((values / self.scale - self.means[self.codes]) / (4 * self.deviations[self.codes]), -0.99, 0.99)

    def decode(self, alphas, codes):
        return (alphas * 4 * self.deviations[codes] + self.means[codes]) * self.scale


def perceptron(inputs, outputs):
    return nn.Sequential(nn.Linear(inputs, WIDTH), nn.ReLU(), nn.Linear(WIDTH, WIDTH), nn.ReLU(), nn.Linear(WIDTH, outputs))


class Tvae(nn.Module):
    def __init__(self, numbers, sizes):
        super().__init__()
        self.numbers, self.sizes = numbers, sizes
        columns = numbers + sum(sizes)
        self.encoder, self.decoder = perceptron(columns, 2 * LATENT), perceptron(LATENT, columns)
        self.log_deviations = nn.Parameter(torch.full((numbers,), -2.0))

    def decode(self, z):
        """The means of the α and the log odds of the levels of each category and of the modes."""
        alphas, *logits = self.decoder(z).split([self.numbers, *self.sizes], dim=1)
        return alphas.tanh(), logits

    def loss(self, alphas, codes):
        """The negative evidence lower bound of a row."""
        hot = [F.one_hot(code, size) for code, size in zip(codes.unbind(1), self.sizes)]
        mean, log_variance = self.encoder(torch.cat([alphas, *hot], dim=1)).chunk(2, dim=1)
        means, logits = self.decode(mean + (log_variance / 2).exp() * torch.randn_like(mean))
        normal = ((alphas - means) ** 2 / (2 * (2 * self.log_deviations).exp()) + self.log_deviations).sum(1)
        level = sum(F.cross_entropy(odds, code, reduction="none") for odds, code in zip(logits, codes.unbind(1)))
        divergence = (mean ** 2 + log_variance.exp() - log_variance - 1).sum(1) / 2
        return (normal + level + divergence).mean()

    @torch.no_grad()
    def sample(self, count):
        means, logits = self.decode(torch.randn(count, LATENT))
        codes = [torch.multinomial(odds.softmax(1), 1) for odds in logits]
        alphas = means + self.log_deviations.exp() * torch.randn_like(means)
        return alphas.clamp(-1, 1), torch.cat(codes, dim=1)


def fit(texts, settings):
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    encoding = Encoding(texts)
    rows = encoding.encode(texts, np.random.default_rng(settings.seed), raw=True)
    modes = [Modes(values, settings.seed) for values in rows.numbers.T]
    sizes = [len(mode.means) for mode in modes] + encoding.sizes
    alphas = torch.tensor(stacked([mode.alphas for mode in modes], len(rows), float), dtype=torch.float32)
    codes = torch.tensor(np.concatenate([stacked([mode.codes for mode in modes], len(rows), int), rows.codes], axis=1))
    model, steps = train(Tvae(len(modes), sizes), (alphas, codes), BATCH, settings, WEIGHT_DECAY)

    def sample(count):
        drawn, codes = (part.numpy() for part in model.sample(count))
        numbers = [mode.decode(drawn[:, j].astype(float), codes[:, j]) for j, mode in enumerate(modes)]
        return encoding.decode(Rows(stacked(numbers, count, float), codes[:, len(modes):]), raw=True)

    sample.steps = steps
    return sample
