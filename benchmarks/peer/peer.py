#!/usr/bin/python3
"""Times one workload of the PyTorch write-up and prints it as one line of JSON.

    peer.py --work train-step --model dual-scale
    peer.py --work sample --model baseline --threads 2
"""

import argparse
import json
import os
import statistics
import time


def parse_arguments():
    parser = argparse.ArgumentParser(description="Time the PyTorch write-up of one model.")
    parser.add_argument("--work", required=True, choices=["train-step", "sample"])
    parser.add_argument("--model", required=True, choices=["baseline", "dual-scale", "dual-expert", "grid", "scale-space"])
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)), help="default: all cores")
    parser.add_argument("--json", action="store_true", help="JSON is the only output format; accepted for clarity")
    return parser.parse_args()


arguments = parse_arguments()
# OpenMP and OpenBLAS read these once, when torch loads them. Their two thread pools share the cores: OpenMP threads that
# spin while they wait slow PyTorch many times over as soon as anything else runs beside it, so they sleep instead.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(arguments.threads)
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import torch  # noqa: E402

import diffusion  # noqa: E402
import scale_space  # noqa: E402
from models import MODELS  # noqa: E402

ROWS, COLUMNS = 100_000, 2
WARM_UP_STEPS, TIMED_STEPS = 20, 150
SAMPLES = 10_000


def milliseconds(action, repetitions):
    times = []
    for _ in range(repetitions):
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return times


def time_training(model):
    data = torch.rand(ROWS, COLUMNS) * 8 - 4
    if arguments.model == "scale-space":
        trainer = scale_space.Trainer(model, (data - data.mean(0)) / data.std(0))
    else:
        trainer = diffusion.Trainer(model, data)
    milliseconds(trainer.step, WARM_UP_STEPS)
    return milliseconds(trainer.step, TIMED_STEPS)


def time_sampling(model):
    def draw(count):
        if arguments.model != "scale-space":
            return diffusion.sample(model, count)
        levels = scale_space.karras(20)
        return scale_space.sample_2m(model, (1 + levels[0] ** 2).sqrt() * torch.randn(count, COLUMNS), levels)

    draw(256)
    return milliseconds(lambda: draw(SAMPLES), 1)


def blas_library():
    """File name of the matrix library that torch loaded: without OpenBLAS the race would not be a fair one."""
    with open("/proc/self/maps", encoding="utf-8") as maps:
        names = {os.path.basename(line.split()[-1]) for line in maps if "blas" in line}
    return next((name for name in sorted(names) if "openblas" in name), "reference")


def main():
    torch.manual_seed(0)
    torch.set_num_threads(arguments.threads)
    torch.set_flush_denormal(True)  # else damped waves of subnormal size would slow PyTorch down
    model = (MODELS | {"scale-space": scale_space.ScaleSpace})[arguments.model](COLUMNS)
    times = time_training(model) if arguments.work == "train-step" else time_sampling(model.eval())
    print(json.dumps({
        "work": arguments.work, "model": arguments.model,
        "median_ms": round(statistics.median(times), 3), "min_ms": round(min(times), 3),
        "threads": arguments.threads, "torch": torch.__version__, "blas": blas_library()}))


if __name__ == "__main__":
    main()
