"""The scale-space recipe in plain PyTorch (docs/scale-space.md): network, preconditioning, stable targets, levels, samplers."""

import copy
import math

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils import clip_grad_norm_

SIGMA_MIN, SIGMA_MAX = 0.002, 5.0
BINS = 48


def directions(columns):
    """Unit vectors along which waves run, [directions, columns]: eight around the half circle of two columns, else the axes."""
    if columns != 2:
        return torch.eye(columns)
    angles = torch.arange(8) * (math.pi / 8)
    return torch.stack([angles.cos(), angles.sin()], dim=1)


def frequencies(columns, lowest=1.0, highest=200.0, budget=128, most=64):
    count = max(1, min(most, budget // len(directions(columns))))
    octaves = min(math.log2(highest / lowest), count - 1)
    return lowest * 2 ** (torch.arange(count) * (octaves / max(1, count - 1)))


class ScaleSpace(nn.Module):
    """F(x, σ) of EDM's preconditioning, x [batch, columns], σ [batch]."""

    def __init__(self, columns=2, width=160, blocks=3, level_dimension=64):
        super().__init__()
        self.register_buffer("directions", directions(columns))
        self.register_buffer("frequencies", frequencies(columns))
        half = level_dimension // 2
        self.register_buffer("level_frequencies", torch.exp(torch.arange(half) * (-math.log(10000.0) / (half - 1))))
        waves = 2 * len(self.directions) * len(self.frequencies)
        self.network = nn.ModuleDict({"in": nn.Linear(waves + columns, width), "out": nn.Linear(width, columns)})
        for block in range(blocks):
            self.network[str(block)] = nn.ModuleDict({
                "scale": nn.Linear(level_dimension, width), "shift": nn.Linear(level_dimension, width),
                "ff": nn.Linear(width, width)})
            for name in ("scale", "shift"):
                nn.init.zeros_(self.network[str(block)][name].weight)
                nn.init.zeros_(self.network[str(block)][name].bias)
        nn.init.zeros_(self.network["out"].weight)
        nn.init.zeros_(self.network["out"].bias)
        self.blocks = blocks

    def waves(self, x, sigma):
        """Expectations of waves of x0 given x, if x0 were standard normal: for each direction sines, then cosines."""
        variance = (sigma ** 2 / (1 + sigma ** 2)).unsqueeze(1)
        along = (x / (1 + sigma ** 2).unsqueeze(1)) @ self.directions.T
        damping = torch.exp(-0.5 * self.frequencies ** 2 * variance).unsqueeze(1)
        angles = along.unsqueeze(2) * self.frequencies
        return torch.cat([damping * angles.sin(), damping * angles.cos()], dim=2).flatten(1)

    def embed_level(self, sigma):
        angles = (99 * torch.log(sigma / SIGMA_MIN) / math.log(SIGMA_MAX / SIGMA_MIN)).unsqueeze(1) * self.level_frequencies
        return torch.cat([angles.sin(), angles.cos()], dim=1)

    def forward(self, x, sigma):
        level = self.embed_level(sigma)
        h = self.network["in"](torch.cat([self.waves(x, sigma), x / (1 + sigma ** 2).sqrt().unsqueeze(1)], dim=1))
        for block in range(self.blocks):
            part = self.network[str(block)]
            h = h + part["ff"](F.silu(h * (1 + part["scale"](level)) + part["shift"](level)))
        return self.network["out"](F.silu(h))

    def denoise(self, x, sigma):
        """x0 as predicted: c_skip·x + c_out·F."""
        square = (1 + sigma ** 2).unsqueeze(1)
        return x / square + sigma.unsqueeze(1) / square.sqrt() * self(x, sigma)


def stable_targets(noisy, sigma, clean, references):
    """The mean of references and of each point's own x0, each weighed by how likely it made the noisy point."""
    everything = torch.cat([clean.unsqueeze(1), references.unsqueeze(0).expand(len(clean), -1, -1)], dim=1)
    square = ((noisy.unsqueeze(1) - everything) ** 2).sum(2)
    weights = torch.softmax(-square / (2 * sigma ** 2).unsqueeze(1), dim=1)
    return (weights.unsqueeze(2) * everything).sum(1)


def karras(count, rho=7):
    """Levels from much noise to little, evenly in σ^(1/ρ)."""
    ramp = torch.arange(count) / (count - 1)
    return (SIGMA_MAX ** (1 / rho) + ramp * (SIGMA_MIN ** (1 / rho) - SIGMA_MAX ** (1 / rho))) ** rho


@torch.no_grad()
def sample_2m(model, x, levels):
    """DPM-Solver++(2M), Lu et al. 2022, algorithm 2, then to the predicted clean point."""
    before, stride_before = None, None
    for level, below in zip(levels[:-1], levels[1:]):
        clean = model.denoise(x, level.expand(len(x)))
        stride = torch.log(level / below)
        if before is None:
            towards = clean
        else:
            share = stride / (2 * stride_before)
            towards = (1 + share) * clean - share * before
        x = (below / level) * x - (torch.exp(-stride) - 1) * towards
        before, stride_before = clean, stride
    return model.denoise(x, levels[-1].expand(len(x)))


@torch.no_grad()
def sample_heun(model, x, levels):
    """Karras et al. 2022, algorithm 1, whose last step goes to the predicted clean point."""
    for level, below in zip(levels[:-1], levels[1:]):
        slope = (x - model.denoise(x, level.expand(len(x)))) / level
        ahead = x + (below - level) * slope
        slope_ahead = (ahead - model.denoise(ahead, below.expand(len(x)))) / below
        x = x + (below - level) * 0.5 * (slope + slope_ahead)
    return model.denoise(x, levels[-1].expand(len(x)))


class Trainer:
    """The recipe's training step; the density of levels follows where the network and its average differ."""

    def __init__(self, model, data, batch=512, references=1024, steps=5000, learning_rate=3e-3, warm_up=100, clip=1.0):
        self.model, self.data, self.batch, self.references, self.clip = model, data, batch, references, clip
        self.average = copy.deepcopy(model).requires_grad_(False)
        self.optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate, betas=(0.9, 0.99), weight_decay=0)
        self.rate = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda step: min(1, (step + 1) / warm_up) * (1 + math.cos(math.pi * step / steps)) / 2)
        self.errors, self.draws = torch.zeros(BINS), torch.zeros(BINS)
        self.shares = torch.full((BINS,), 1 / BINS)
        self.steps = 0

    def draw_levels(self):
        """One level of each equal part of the density."""
        at = (torch.arange(self.batch) + torch.rand(self.batch)) / self.batch
        sums = self.shares.cumsum(0)
        bins = torch.searchsorted(sums, at).clamp(max=BINS - 1)
        within = 1 - (sums[bins] - at) / self.shares[bins]
        return SIGMA_MIN * (SIGMA_MAX / SIGMA_MIN) ** ((bins + within.clamp(0, 1)) / BINS)

    def step(self):
        clean = self.data[torch.randint(len(self.data), (self.batch,))]
        references = self.data[torch.randint(len(self.data), (self.references,))]
        sigma = self.draw_levels()
        noisy = clean + sigma.unsqueeze(1) * torch.randn_like(clean)
        with torch.no_grad():
            clean = stable_targets(noisy, sigma, clean, references)
        square = (1 + sigma ** 2).unsqueeze(1)
        target = (clean - noisy / square) * square.sqrt() / sigma.unsqueeze(1)
        output = self.model(noisy, sigma)
        loss = F.mse_loss(output, target)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        clip_grad_norm_(self.model.parameters(), self.clip)
        self.optimizer.step()
        self.rate.step()
        self.renew_average()
        self.steps += 1
        if self.steps % 10 == 0:
            self.measure(noisy, sigma, output)
        return loss

    @torch.no_grad()
    def renew_average(self):
        age = self.steps - 100
        decay = 0.0 if age <= 1 else min(0.999, 1 - (1 + age) ** (-2 / 3))
        for average, weight in zip(self.average.parameters(), self.model.parameters()):
            average.lerp_(weight, 1 - decay)

    @torch.no_grad()
    def measure(self, noisy, sigma, output):
        error = ((output - self.average(noisy, sigma)) ** 2).mean(1)
        bins = (BINS * torch.log(sigma / SIGMA_MIN) / math.log(SIGMA_MAX / SIGMA_MIN)).long().clamp(0, BINS - 1)
        self.errors = 0.98 * self.errors + torch.zeros(BINS).index_add(0, bins, error)
        self.draws = 0.98 * self.draws + torch.bincount(bins, minlength=BINS)
        if (self.draws < 1e-3).any():
            return
        curve = self.errors / self.draws
        for _ in range(6):
            padded = torch.cat([curve[:1], curve, curve[-1:]])
            curve = (padded[:-2] + 2 * curve + padded[2:]) / 4
        self.shares = 0.25 / BINS + 0.75 * curve / curve.sum()
