"""Training for a given time: Adam with a rate that falls to zero, averaged weights, and of these the ones with the lowest loss
on a tenth of the rows that is held back."""

import copy
import os

import torch

CHECKS = 50
CHECKED = 1024  # noisy copies of rows held back that a check takes
RATE, DECAY = 1e-3, 0.999


def processor_seconds(threads):
    """Processor time, that of ended children too, over threads: what would have passed on a machine that does nothing else."""
    return sum(os.times()[:4]) / threads


def train(model, rows, batch, settings, weight_decay=0.0):
    """The average of a model whose loss(rows) is to be low, rows being a tensor [rows, ...] or a tuple of such."""
    order = torch.randperm(len(rows[0]))
    held, kept = order.split([max(1, len(order) // 10), len(order) - max(1, len(order) // 10)])
    checked = held.repeat(-(-CHECKED // len(held)))[:CHECKED]
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE, weight_decay=weight_decay)
    average, best, lowest, steps, check = copy.deepcopy(model), None, float("inf"), 0, 0
    start = processor_seconds(settings.threads)
    while (share := (processor_seconds(settings.threads) - start) / settings.seconds) < 1 or best is None:
        optimizer.param_groups[0]["lr"] = RATE * max(0, 1 - share)
        chosen = kept[torch.randint(len(kept), (min(batch, len(kept)),))]
        optimizer.zero_grad(set_to_none=True)
        model.loss(*(part[chosen] for part in rows)).backward()
        optimizer.step()
        steps += 1
        with torch.no_grad():
            for mean, weight in zip(average.parameters(), model.parameters()):
                mean.lerp_(weight, 1 - min(DECAY, (1 + steps) / (10 + steps)))
            if share * CHECKS >= check:
                check += 1
                with torch.random.fork_rng():
                    torch.manual_seed(0)
                    loss = average.loss(*(part[checked] for part in rows)).item()
                if loss < lowest:
                    best, lowest = copy.deepcopy(average), loss
    return best.eval(), steps
