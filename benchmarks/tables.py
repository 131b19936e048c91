#!/usr/bin/python3
"""Scores synthetic tables.

    /usr/bin/python3 benchmarks/tables.py --score TRAIN.csv HELD.csv SYNTHETIC.csv --target COLUMN
"""

import argparse
import json

from tabular import data
from tabular.scores import Measures


def main():
    parser = argparse.ArgumentParser(description="Score synthetic tables.")
    parser.add_argument("--score", nargs=3, metavar=("TRAIN", "HELD", "SYNTHETIC"))
    parser.add_argument("--target", required=True)
    arguments = parser.parse_args()
    train, held, synthetic = (data.read(path) for path in arguments.score)
    print(json.dumps(Measures(train, held, arguments.target).score(synthetic), indent=2))


if __name__ == "__main__":
    main()
