"""Fits and scores methods on tables: a JSON file and samples for each method and seed; what is there is not done again."""

import importlib
import json
import sys
import time
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas
from threadpoolctl import threadpool_limits

from tabular import data, program
from tabular.scores import Measures
from tabular.settings import Settings
from tabular.training import processor_seconds

MOST_SAMPLES = 20_000
TRAINED = ("tabddpm", "tvae")  # for as long as they are told


@dataclass(frozen=True)
class Job:
    """A table as texts, its target, and the columns that give the target away."""

    name: str
    texts: pandas.DataFrame
    target: str
    without: tuple

    @staticmethod
    def load(name, path, target, without):
        texts, dropped = data.without_identifiers(data.read(path) if path else data.built_in(name))
        if dropped:
            print(f"{name}: without {', '.join(dropped)}, which hold names, free text or row numbers", file=sys.stderr)
        if target not in texts:
            raise ValueError(f"table '{name}' has no column '{target}' that could be its target; there are {', '.join(texts)}")
        return Job(name, texts, target, without)


def training_rows(texts, settings):
    """The training rows in the place of synthetic ones."""
    return lambda count: texts.iloc[np.random.default_rng(settings.seed).permutation(len(texts))[:count]]


def methods(programs, peers):
    """What fits a table, by name: fit(texts, settings) gives sample(count)."""
    return {"training rows": training_rows} \
        | {name: partial(program.fit, program=path) for name, path in programs.items()} \
        | {name: importlib.import_module(f"tabular.{name}").fit for name in peers}


def run(job, seed, fits, programs, arguments):
    """The results of all methods of one table and seed, and how many failed."""
    train, held = data.split(job.texts, seed)
    measures = Measures(train, held, job.target, job.without, seed)
    failures = 0
    for method, fit in fits.items():
        path = path_of(arguments.out, job.name, method, seed)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not arguments.rescore:
            continue
        print(f"{job.name}, seed {seed}: {method}", file=sys.stderr, flush=True)
        try:
            if not path.exists():
                seconds = budget(job, seed, programs, arguments) if method in TRAINED else None
                times, drawn = fitted(fit, train, Settings(job.target, seed, arguments.threads, seconds))
                drawn.to_csv(path.with_suffix(".csv"), index=False)
            else:
                times = {key: value for key, value in json.loads(path.read_text()).items() if "seconds" in key}
            with threadpool_limits(1):  # small tables are many times slower on several
                scores = measures.score(data.read(path.with_suffix(".csv")))
        except (RuntimeError, ValueError) as error:
            print(f"tables: {job.name}, seed {seed}, {method}: {error}", file=sys.stderr)
            failures += 1
            continue
        result = {"table": job.name, "method": method, "seed": seed, "target": job.target, **times, **scores}
        partly = path.with_suffix(".part")
        partly.write_text(json.dumps(result, indent=2) + "\n")
        partly.rename(path)
    return failures


def path_of(out, table, method, seed):
    """The file of one result."""
    return out / table / f"{method.replace(' ', '-')}-{seed}.json"


def budget(job, seed, programs, arguments):
    """The training time of peers that can train for any: what the option says, or what the first program took."""
    if arguments.seconds is not None:
        return arguments.seconds
    path = next((path_of(arguments.out, job.name, name, seed) for name in programs), None)
    if path is None or not path.exists():
        raise RuntimeError("how long to train is not known without a result of the program; give --seconds")
    return json.loads(path.read_text())["seconds"]


def fitted(fit, train, settings):
    clock, start = processor_seconds(settings.threads), time.perf_counter()
    sample = fit(train, settings)
    seconds, wall = processor_seconds(settings.threads) - clock, time.perf_counter() - start
    drawn = sample(min(len(train), MOST_SAMPLES))
    sampling = processor_seconds(settings.threads) - clock - seconds
    return {"seconds": seconds, "wall_seconds": wall, "sampling_seconds": sampling}, drawn
