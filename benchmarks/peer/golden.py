#!/usr/bin/python3
"""Writes tests/Golden/scale-space.safetensors: the scale-space write-up in double precision, in two and in five columns.

    /usr/bin/python3 benchmarks/peer/golden.py
"""

import json
import struct
from pathlib import Path

import torch

torch.set_default_dtype(torch.float64)

import scale_space  # noqa: E402

OUT = Path(__file__).resolve().parents[2] / "tests/Golden/scale-space.safetensors"
ROWS, REFERENCES, WIDTH, BLOCKS, LEVEL_DIMENSION = 12, 40, 16, 2, 8


def vectors(columns):
    model = scale_space.ScaleSpace(columns, WIDTH, BLOCKS, LEVEL_DIMENSION)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    # The program keeps weights and points in single precision, so the numbers given to both are those.
    model.load_state_dict({name: value.float().double() if "network" in name else value
                           for name, value in model.state_dict().items()})
    sigma = torch.logspace(-2.69, 0.69, ROWS)
    clean, noise, references = (torch.randn(count, columns).float().double() for count in (ROWS, ROWS, REFERENCES))
    noisy = (clean + sigma.unsqueeze(1) * noise).float().double()
    levels = scale_space.karras(7)
    start = (torch.randn(ROWS, columns) * (1 + levels[0] ** 2).sqrt()).float().double()
    with torch.no_grad():
        yield from ((name, value) for name, value in model.state_dict().items() if "network" in name)
        yield from {
            "frequencies": model.frequencies, "directions": model.directions,
            "sigma": sigma, "noisy": noisy, "waves": model.waves(noisy, sigma), "level": model.embed_level(sigma),
            "output": model(noisy, sigma), "denoised": model.denoise(noisy, sigma),
            "clean": clean, "noise": noise, "references": references,
            "stable": scale_space.stable_targets(clean + sigma.unsqueeze(1) * noise, sigma, clean, references),
            "levels": levels, "start": start,
            "2m": scale_space.sample_2m(model, start, levels), "heun": scale_space.sample_heun(model, start, levels),
        }.items()


def write(path, arrays):
    header, at = {}, 0
    for name, value in arrays.items():
        size = 8 * value.numel()
        header[name] = {"dtype": "F64", "shape": list(value.shape), "data_offsets": [at, at + size]}
        at += size
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(head)) + head)
        for value in arrays.values():
            file.write(struct.pack(f"<{value.numel()}d", *value.flatten().tolist()))


def main():
    torch.manual_seed(0)
    write(OUT, {f"{columns}/{name}": value for columns in (2, 5) for name, value in vectors(columns)})
    print(OUT.name, OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
