"""Noise schedule, training step, weight averaging and ancestral sampling in plain PyTorch."""

import copy

import torch
from torch.nn import functional as F
from torch.nn.utils import clip_grad_norm_

from models import TIMESTEPS

BETAS = torch.linspace(1e-4, 0.02, TIMESTEPS)
ALPHAS = 1 - BETAS
ALPHA_BARS = ALPHAS.cumprod(0)
PREVIOUS_ALPHA_BARS = F.pad(ALPHA_BARS[:-1], (1, 0), value=1.0)


class ExponentialAverage:
    """Average of the weights, renewed on every tenth call; a plain copy up to the first renewal past call 100."""

    def __init__(self, model, decay=0.995, every=10, warm_up=100):
        self.model = copy.deepcopy(model).requires_grad_(False)
        self.source = model
        self.decay, self.every, self.warm_up = decay, every, warm_up
        self.calls = 0

    @torch.no_grad()
    def update(self):
        call, self.calls = self.calls, self.calls + 1
        if call % self.every != 0:
            return
        age = call - self.warm_up
        decay = 0.0 if age <= self.every else min(self.decay, 1 - (1 + age) ** (-2 / 3))
        for average, weight in zip(self.model.parameters(), self.source.parameters()):
            average.lerp_(weight, 1 - decay)


class Trainer:
    def __init__(self, model, data, batch=256, steps=10_000, learning_rate=3e-4, clip=0.5):
        self.model, self.data, self.batch, self.clip = model, data, batch, clip
        self.optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
        self.scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(self.optimizer, T_max=steps)
        self.average = ExponentialAverage(model)
        self.groups = model.parameter_groups()

    def step(self):
        x0 = self.data[torch.randint(len(self.data), (self.batch,))]
        t = torch.randint(TIMESTEPS, (self.batch,))
        noise = torch.randn_like(x0)
        alpha_bar = ALPHA_BARS[t].unsqueeze(1)

        scale = self.model.noise_scale(x0, t)
        scaled_noise = noise if scale is None else scale * noise
        noisy = alpha_bar.sqrt() * x0 + (1 - alpha_bar).sqrt() * scaled_noise
        loss = F.mse_loss(self.model(noisy, t, scale), noise) + self.model.penalty()

        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        for group in self.groups:
            clip_grad_norm_(group, self.clip)
        self.optimizer.step()
        self.scheduler.step()
        self.average.update()
        return loss


@torch.no_grad()
def sample(model, count, columns=2):
    """Ancestral sampling from x ~ N(0, I) through all timesteps."""
    x = torch.randn(count, columns)
    for step in reversed(range(TIMESTEPS)):
        t = torch.full((count,), step)
        beta, alpha = BETAS[step], ALPHAS[step]
        alpha_bar, previous = ALPHA_BARS[step], PREVIOUS_ALPHA_BARS[step]
        noise = model(x, t)
        clean = x / alpha_bar.sqrt() - (1 / alpha_bar - 1).sqrt() * noise
        mean = (beta * previous.sqrt() / (1 - alpha_bar)) * clean + ((1 - previous) * alpha.sqrt() / (1 - alpha_bar)) * x
        variance = (beta * (1 - previous) / (1 - alpha_bar)).clamp(min=1e-20)
        x = mean + variance.sqrt() * torch.randn_like(x) if step > 0 else mean
    return x
