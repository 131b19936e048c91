"""TabDDPM (Kotelnikov et al. 2023): Gaussian diffusion of numbers (Ho et al. 2020) and multinomial diffusion of categories
(Hoogeboom et al. 2021) by one network, which is given the target where that is a category; cosine schedule (Nichol and Dhariwal
2021)."""

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from tabular.encoding import Encoding, Rows
from tabular.training import train

TIMESTEPS = 1000
WIDTH, LAYERS, EMBEDDING = 256, 4, 128
BATCH = 512
TINY = 1e-30


def cosine_schedule():
    """α and its products for timesteps 1 to T at indices 1 to T; index 0 is clean data."""
    t = torch.arange(TIMESTEPS + 1, dtype=torch.float64) / TIMESTEPS
    f = torch.cos((t + 0.008) / 1.008 * math.pi / 2) ** 2
    alphas = torch.cat([torch.ones(1), (f[1:] / f[:-1]).clamp(min=0.001)])
    return alphas.float(), alphas.cumprod(0).float()


class TabDdpm(nn.Module):
    def __init__(self, numbers, sizes, labels):
        super().__init__()
        self.numbers, self.categories, self.most = numbers, len(sizes), max(sizes, default=0)
        self.register_buffer("mask", torch.arange(self.most) < torch.tensor(sizes, dtype=torch.long)[:, None])
        self.register_buffer("uniform", self.mask / torch.tensor(sizes)[:, None].clamp(min=1))
        alphas, products = cosine_schedule()
        self.register_buffer("alphas", alphas)
        self.register_buffer("products", products)
        self.register_buffer("frequencies", torch.exp(-math.log(10000) * torch.arange(EMBEDDING // 2) / (EMBEDDING // 2)))
        columns = numbers + self.categories * self.most
        self.point = nn.Linear(columns, EMBEDDING)
        self.time = nn.Sequential(nn.Linear(EMBEDDING, EMBEDDING), nn.SiLU(), nn.Linear(EMBEDDING, EMBEDDING))
        self.label = nn.Embedding(labels, EMBEDDING)
        widths = [EMBEDDING, *[WIDTH] * LAYERS]
        layers = [layer for sizes in zip(widths, widths[1:]) for layer in (nn.Linear(*sizes), nn.ReLU())]
        self.trunk = nn.Sequential(*layers, nn.Linear(WIDTH, columns))

    def forward(self, x, levels, label, t):
        """The noise of the numbers x [batch, numbers] and the log odds of the clean levels [batch, categories, most]."""
        angles = t[:, None] * self.frequencies
        hidden = self.point(torch.cat([x, levels.flatten(1)], dim=1)) + self.label(label) \
            + self.time(torch.cat([angles.cos(), angles.sin()], dim=1))
        noise, logits = self.trunk(hidden).split([self.numbers, self.categories * self.most], dim=1)
        return noise, logits.view(levels.shape).masked_fill(~self.mask, -math.inf)

    def mixed(self, levels, share):
        """The levels kept with this probability [batch] and else drawn evenly."""
        return share[:, None, None] * levels + (1 - share)[:, None, None] * self.uniform

    def posterior(self, noisy, clean, t):
        """q(levels at t - 1 | levels at t, clean ones)."""
        weights = self.mixed(noisy, self.alphas[t]) * self.mixed(clean, self.products[t - 1])
        return weights / weights.sum(2, keepdim=True).clamp(min=TINY)

    def draw(self, probabilities):
        gumbel = -torch.log(-torch.log(torch.rand_like(probabilities).clamp(1e-20, 1 - 1e-7)))
        chances = (probabilities.clamp(min=TINY).log() + gumbel).masked_fill(~self.mask, -math.inf)
        return F.one_hot(chances.argmax(2), self.most).float()

    def loss(self, x, levels, label):
        """L_simple of the numbers, and of the categories the mean bound, over all timesteps."""
        t = torch.randint(1, TIMESTEPS + 1, (len(x),))
        product, noise = self.products[t][:, None], torch.randn_like(x)
        noisy = self.draw(self.mixed(levels, self.products[t])) if self.categories else levels
        predicted, logits = self(product.sqrt() * x + (1 - product).sqrt() * noise, noisy, label, t)
        loss = F.mse_loss(predicted, noise) if self.numbers else 0
        if self.categories:
            true, guessed = (self.posterior(noisy, clean, t) for clean in (levels, logits.softmax(2)))
            divergence = true * (true.clamp(min=TINY).log() - guessed.clamp(min=TINY).log())
            loss = loss + TIMESTEPS * divergence.sum(2).mean()
        return loss

    @torch.no_grad()
    def sample(self, label, limit):
        """Numbers and one-hot levels for each label, by the reverse process; clean numbers are held to the data's range."""
        x = torch.randn(len(label), self.numbers)
        levels = self.draw(self.uniform.expand(len(label), -1, -1)) if self.categories else torch.zeros(len(label), 0, 0)
        for step in range(TIMESTEPS, 0, -1):
            t = torch.full((len(label),), step)
            noise, logits = self(x, levels, label, t)
            alpha, product, previous = self.alphas[step], self.products[step], self.products[step - 1]
            clean = ((x - (1 - product).sqrt() * noise) / product.sqrt()).clamp(-limit, limit)
            mean = (previous.sqrt() * (1 - alpha) * clean + alpha.sqrt() * (1 - previous) * x) / (1 - product)
            x = mean + ((1 - alpha) * (1 - previous) / (1 - product)).sqrt() * torch.randn_like(x)
            if self.categories:
                levels = self.draw(self.posterior(levels, logits.softmax(2), t))
        return x, levels


def fit(texts, settings):
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    encoding = Encoding(texts)
    rows = encoding.encode(texts, np.random.default_rng(settings.seed))
    label_at = list(encoding.levels).index(settings.target) if settings.target in encoding.levels else None
    others = [j for j in range(len(encoding.sizes)) if j != label_at]
    codes = torch.tensor(rows.codes)
    labels = torch.zeros(len(rows), dtype=torch.long) if label_at is None else codes[:, label_at]
    sizes = [encoding.sizes[j] for j in others]
    numbers = torch.tensor(rows.numbers, dtype=torch.float32)
    model = TabDdpm(numbers.shape[1], sizes, int(labels.max()) + 1)
    levels = F.one_hot(codes[:, others], model.most).float() if others else torch.zeros(len(rows), 0, 0)
    model, steps = train(model, (numbers, levels, labels), BATCH, settings)
    limit = float(numbers.abs().max()) if numbers.numel() else 0.0

    def sample(count):
        label = labels[torch.randint(len(labels), (count,))]
        parts = [model.sample(part, limit) for part in label.split(5000)]
        drawn = np.zeros((count, len(encoding.sizes)), int)
        if others:
            drawn[:, others] = torch.cat([levels for _, levels in parts]).argmax(2).numpy()
        if label_at is not None:
            drawn[:, label_at] = label.numpy()
        return encoding.decode(Rows(torch.cat([x for x, _ in parts]).numpy().astype(float), drawn))

    sample.steps = steps
    return sample
