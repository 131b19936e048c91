"""The four raced denoisers in plain PyTorch, each mapping (x [batch, columns], t [batch]) to the predicted noise."""

import math

import torch
from torch import nn
from torch.nn import functional as F

TIMESTEPS = 100
COORDINATE_SCALE = 25.0


class SinusoidalEmbedding(nn.Module):
    """Scalars [batch] to [batch, size]: sines, then cosines, of geometrically falling frequencies."""

    def __init__(self, size, scale=1.0):
        super().__init__()
        half = size // 2
        self.register_buffer("frequencies", scale * torch.exp(torch.arange(half) * (-math.log(10000.0) / (half - 1))))

    def forward(self, values):
        angles = values.unsqueeze(-1) * self.frequencies
        return torch.cat([angles.sin(), angles.cos()], dim=-1)


class CoordinateEmbedding(SinusoidalEmbedding):
    """Points [batch, columns] to [batch, columns * size], column after column."""

    def __init__(self, size):
        super().__init__(size, COORDINATE_SCALE)

    def forward(self, values):
        return super().forward(values).flatten(1)


class ResidualBlock(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.linear = nn.Linear(width, width)

    def forward(self, x):
        return x + self.linear(F.relu(x))


def trunk(inputs, columns, width, blocks=3):
    return nn.Sequential(
        nn.Linear(inputs, width), *[ResidualBlock(width) for _ in range(blocks)],
        nn.ReLU(), nn.Linear(width, columns))


def wide_tail_trunk(inputs, columns, width, blocks=3):
    return nn.Sequential(
        nn.Linear(inputs, width), *[ResidualBlock(width) for _ in range(blocks)],
        nn.ReLU(), nn.Linear(width, width // 2), nn.ReLU(), nn.Linear(width // 2, columns))


class Denoiser(nn.Module):
    """What the four share: the embeddings, and the loss and forward process that only the grids change."""

    def __init__(self, columns, embedding):
        super().__init__()
        self.embed_point = CoordinateEmbedding(embedding)
        self.embed_time = SinusoidalEmbedding(embedding)

    def embed(self, x, t):
        return torch.cat([self.embed_point(x), self.embed_time(t)], dim=1)

    def noise_scale(self, x, t):
        """Factor [batch, 1] on the noise at x, or None where the model scales no noise."""
        return None

    def penalty(self):
        return 0.0

    def parameter_groups(self):
        """The parameters whose gradient norms are clipped together."""
        return [list(self.parameters())]


class Baseline(Denoiser):
    def __init__(self, columns=2, embedding=128, width=256):
        super().__init__(columns, embedding)
        self.network = trunk((columns + 1) * embedding, columns, width)

    def forward(self, x, t, scale=None):
        return self.network(self.embed(x, t))


class DualScale(Denoiser):
    """Global and local trunk under the improved (deeper) weight network; every upscaled coordinate is embedded."""

    def __init__(self, columns=2, embedding=128, width=256):
        super().__init__(columns, embedding)
        self.global_network = trunk((columns + 1) * embedding, columns, width)
        self.upscale = nn.Linear(columns, 2 * columns)
        self.local_network = trunk((2 * columns + 1) * embedding, columns, width)
        self.weight_network = nn.Sequential(
            nn.Linear(embedding, width), nn.LeakyReLU(0.2),
            nn.Linear(width, width // 2), nn.LeakyReLU(0.2),
            nn.Linear(width // 2, 2), nn.Softmax(dim=1))

    def forward(self, x, t, scale=None):
        time = self.embed_time(t)
        global_noise = self.global_network(torch.cat([self.embed_point(x), time], dim=1))
        local_noise = self.local_network(torch.cat([self.embed_point(self.upscale(x)), time], dim=1))
        weights = self.weight_network(time)
        return weights[:, :1] * global_noise + weights[:, 1:] * local_noise


class DualExpert(Denoiser):
    """Two experts of increased capacity under the enhanced gate."""

    def __init__(self, columns=2, embedding=128, width=256):
        super().__init__(columns, embedding)
        inputs = (columns + 1) * embedding
        self.gate = nn.Sequential(
            nn.Linear(inputs, width), nn.ReLU(),
            nn.Linear(width, width // 2), nn.ReLU(),
            nn.Linear(width // 2, 1), nn.Sigmoid())
        self.first = wide_tail_trunk(inputs, columns, width)
        self.second = wide_tail_trunk(inputs, columns, width)

    def forward(self, x, t, scale=None):
        features = self.embed(x, t)
        gate = self.gate(features)
        return gate * self.first(features) + (1 - gate) * self.second(features)


class NoiseGrid(nn.Module):
    """One learnable grid a timestep, interpolated bilinearly over the box [low, high]."""

    def __init__(self, resolution, low, high):
        super().__init__()
        self.resolution = resolution
        self.values = nn.Parameter(torch.ones(TIMESTEPS, resolution, resolution))
        self.register_buffer("low", low)
        self.register_buffer("step", (high - low) / (resolution - 1))

    def forward(self, x, t):
        position = ((x - self.low) / self.step).clamp(0, self.resolution - 1)
        cell = position.floor().clamp(max=self.resolution - 2)
        fx, fy = (position - cell).unbind(1)
        ix, iy = cell.long().unbind(1)
        grid = self.values
        return ((1 - fx) * (1 - fy) * grid[t, ix, iy] + (1 - fx) * fy * grid[t, ix, iy + 1]
                + fx * (1 - fy) * grid[t, ix + 1, iy] + fx * fy * grid[t, ix + 1, iy + 1])


class GridMultiScale(Denoiser):
    """The baseline with a noise scale from a 5 x 5 and a 20 x 20 grid as one more input, L1 on the fine grid."""

    def __init__(self, columns=2, embedding=128, width=256, low=None, high=None):
        super().__init__(columns, embedding)
        low = torch.full((columns,), -4.0) if low is None else low
        high = torch.full((columns,), 4.0) if high is None else high
        self.network = trunk((columns + 1) * embedding + 1, columns, width)
        self.coarse = NoiseGrid(5, low, high)
        self.fine = NoiseGrid(20, low, high)

    def noise_scale(self, x, t):
        return (self.coarse(x, t) * self.fine(x, t)).unsqueeze(1)

    def penalty(self):
        return 0.001 * (self.fine.values - 1).abs().sum()

    def parameter_groups(self):
        return [list(self.network.parameters()), [self.coarse.values, self.fine.values]]

    def forward(self, x, t, scale=None):
        scale = self.noise_scale(x, t) if scale is None else scale
        return self.network(torch.cat([self.embed(x, t), scale], dim=1))


MODELS = {
    "baseline": Baseline,
    "dual-scale": DualScale,
    "dual-expert": DualExpert,
    "grid": GridMultiScale,
}
