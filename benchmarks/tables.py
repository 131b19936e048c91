#!/usr/bin/python3
"""Fits DualScale and its peers to the same rows of tables and scores their samples against the same held-out rows.

    /usr/bin/python3 benchmarks/tables.py --folder DIR                     every CSV in it, and iris, wine and breast-cancer
    /usr/bin/python3 benchmarks/tables.py --folder DIR --table california --seeds 1 --markdown
    /usr/bin/python3 benchmarks/tables.py --tables mine=FILE.csv --table mine --target mine=COLUMN
    /usr/bin/python3 benchmarks/tables.py --score TRAIN.csv HELD.csv SYNTHETIC.csv --target COLUMN

A fifth of the rows is held out, of fewer than 1,000 rows three in ten, anew for each seed. As many samples are drawn as there
are training rows, at most 20,000. Each result is a JSON file beside its samples in the folder --out; a run that was stopped goes
on there, and the table is printed from those files. Columns of texts most of which stand in one row only, and row numbers, are
left out.

    training rows  the training rows in the place of samples: what perfect is, but for nearer
    dualscale      the program with default settings; --program takes another, or several as NAME=PATH
    mixture        32 normals with full covariances (scikit-learn), 10 of fewer than 1,000 rows
    density        kernels on numbers and categories, both widths by leave-one-out likelihood
    copula         a normal copula; a category is a row of intervals
    tabddpm        Gaussian and multinomial diffusion, 1,000 timesteps, an MLP of four layers of 256
    tvae           a variational autoencoder with mode-specific normalisation, 128-128 both ways

The last two are trained on as many cores for the time that the program took, or --seconds, and keep the weights that do best on
a tenth of the training rows. Peers share an encoding: numbers to a normal by their empirical distribution, equal ones spread
at random (tvae: by modes), numbers of two values and texts as categories. The program takes blanks as they are. For the
peers a blank in a text is a level of its own; a number's is filled with a random observed value, and a category of
two levels says where it was. Numbers are written on the widest steps that reach all training values.

    auc            of boosted trees that tell samples from equally many held-out rows, in five folds: 0.5 is perfect
    utility        what trees learn from samples about the target of held-out rows (R² of a number, AUC of two levels, accuracy
                   of more), over what they learn from as many training rows: 1 is perfect
    nearer         the share of samples nearer to a training row than to a held-out one, equally many of both: 0.5 is perfect
    marginals      Kolmogorov-Smirnov distance or total variation to the held-out rows, the mean over columns
    correlations   the mean error of the correlations of ranks and of levels
    seconds        of training: processor time over threads
"""

import argparse
import importlib.util
import json
import os
import statistics
import sys
from pathlib import Path

from printed import print_table

BENCHMARKS = Path(__file__).resolve().parent
PROGRAM = BENCHMARKS.parent / "artifacts/bin/DualScale.Cli/release/DualScale.Cli.dll"
PACKAGES = {"numpy": "python3-numpy", "scipy": "python3-scipy", "pandas": "python3-pandas", "sklearn": "python3-sklearn",
            "torch": "python3-torch"}
PEERS = ["mixture", "density", "copula", "tabddpm", "tvae"]
BUILT_IN = ["iris", "wine", "breast-cancer"]
TARGETS = {"california": "median_house_value", "diamonds": "price", "penguins": "species", "titanic": "survived"} \
    | {name: "target" for name in BUILT_IN}
GIVEN_AWAY = {"titanic": ("alive",)}
MEASURES = {"auc": 3, "share": 3, "nearer": 3, "marginals": 3, "correlations": 3, "seconds": 1}
HEADER = ["table", "method", "auc", "utility", "nearer", "marginals", "correlations", "seconds"]


def fail(message):
    sys.exit(f"tables: {message}")


def parse_arguments():
    parser = argparse.ArgumentParser(description="Score DualScale and its peers on tables.")
    parser.add_argument("--folder", type=Path, help="a folder of tables, NAME.csv each")
    parser.add_argument("--tables", nargs="+", default=[], metavar="NAME=PATH", help="tables elsewhere")
    parser.add_argument("--table", action="append", metavar="NAME", help="one of the tables; may be repeated; default: all")
    parser.add_argument("--target", action="append", default=[], metavar="NAME=COLUMN", 
                        help="the target of a table; with --score COLUMN")
    parser.add_argument("--without", action="append", default=[], metavar="NAME=COLUMN",
                        help="a column that gives the target away and predicts nothing; with --score COLUMN")
    parser.add_argument("--seeds", type=int, default=3, help="how many seeds, from 0; default 3")
    parser.add_argument("--peers", default=",".join(PEERS), help=f"some of {','.join(PEERS)}, or nothing; default: all")
    parser.add_argument("--peers-only", action="store_true", help="without the program")
    parser.add_argument("--program", action="append", metavar="[NAME=]PATH",
                        help=f"default: {PROGRAM.relative_to(BENCHMARKS.parent)}")
    parser.add_argument("--seconds", type=float,
                        help="how long to train tabddpm and tvae; default: as long as the first program took")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)), help="default: all cores")
    parser.add_argument("--out", type=Path, default=Path("runs/tables"), help="the folder of results; default runs/tables")
    parser.add_argument("--rescore", action="store_true", help="score samples again that are in --out")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write all results into one file")
    parser.add_argument("--score", nargs=3, type=Path, metavar=("TRAIN", "HELD", "SYNTHETIC"),
                        help="score one table of samples only")
    return parser.parse_args()


def pairs(options, name):
    """NAME=VALUE options as a list of pairs."""
    for option in options:
        if "=" not in option:
            fail(f"--{name} {option} is not NAME=VALUE")
    return [tuple(option.split("=", 1)) for option in options]


def check_packages(peers):
    wanted = [name for name in PACKAGES if name != "torch" or set(peers) & {"tabddpm", "tvae"}]
    missing = [name for name in wanted if importlib.util.find_spec(name) is None]
    if missing:
        fail(f"{sys.executable} has no {', no '.join(missing)}; install from Debian: "
             f"apt-get install {' '.join(PACKAGES[name] for name in missing)} and run with /usr/bin/python3")


def limit_threads(threads):
    """OpenMP and OpenBLAS read these once, when they are loaded; threads that wait asleep take no processor time."""
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(threads)
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def find_tables(arguments):
    """The paths of the chosen tables by name, None for those of scikit-learn."""
    found = {name: None for name in BUILT_IN}
    if arguments.folder:
        found |= {path.stem: path for path in sorted(arguments.folder.glob("*.csv"))}
    found |= {name: Path(path) for name, path in pairs(arguments.tables, "tables")}
    unknown = [name for name in arguments.table or [] if name not in found]
    if unknown:
        fail(f"there is no table '{unknown[0]}'; there are {', '.join(found)}")
    return {name: found[name] for name in arguments.table or found}


def find_programs(arguments):
    if arguments.peers_only:
        return {}
    named = [option if "=" in option else f"dualscale={option}" for option in arguments.program or [str(PROGRAM)]]
    programs = {name: Path(path).resolve() for name, path in pairs(named, "program")}
    for path in programs.values():
        if not path.exists():
            fail(f"there is no program {path}; build it: dotnet build -c Release src/DualScale.Cli")
    return programs


def cell(results, measure):
    values = [result[measure] for result in results]
    spread = f" ±{statistics.stdev(values):.{MEASURES[measure]}f}" if len(values) > 1 else ""
    return f"{statistics.fmean(values):.{MEASURES[measure]}f}{spread}"


def table_rows(results):
    """A row for each table and method, means and standard deviations over seeds."""
    keys = dict.fromkeys((result["table"], result["method"]) for result in results)
    for key in keys:
        same = [result for result in results if (result["table"], result["method"]) == key]
        yield [*key, *(cell(same, measure) for measure in MEASURES)]


def score(arguments):
    from tabular import data
    from tabular.scores import Measures

    if len(arguments.target) != 1:
        fail("--score needs --target COLUMN")
    try:
        train, held, synthetic = (data.read(path) for path in arguments.score)
        print(json.dumps(Measures(train, held, arguments.target[0], arguments.without).score(synthetic), indent=2))
    except (OSError, ValueError) as error:
        fail(error)


def compare(arguments, peers):
    from tabular import harness

    targets = TARGETS | dict(pairs(arguments.target, "target"))
    without = {name: GIVEN_AWAY.get(name, ()) for name in targets}
    for name, column in pairs(arguments.without, "without"):
        without[name] = (*without.get(name, ()), column)
    programs, tables = find_programs(arguments), find_tables(arguments)
    fits = harness.methods(programs, peers)
    for name in tables:
        if name not in targets:
            fail(f"table '{name}' has no target; give --target {name}=COLUMN")
    failures, results = 0, []
    for name, path in tables.items():
        try:
            job = harness.Job.load(name, path, targets[name], without[name])
        except (OSError, ValueError) as error:
            fail(error)
        for seed in range(arguments.seeds):
            failures += harness.run(job, seed, fits, programs, arguments)
        paths = [harness.path_of(arguments.out, name, method, seed) for method in fits for seed in range(arguments.seeds)]
        results += [json.loads(path.read_text()) for path in paths if path.exists()]
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n")
    print_table(HEADER, list(table_rows(results)), arguments.markdown, texts=2)
    return failures


def main():
    arguments = parse_arguments()
    peers = [name for name in arguments.peers.split(",") if name]
    unknown = [name for name in peers if name not in PEERS]
    if unknown:
        fail(f"there is no peer '{unknown[0]}'; there are {', '.join(PEERS)}")
    check_packages([] if arguments.score else peers)
    limit_threads(1 if arguments.score else arguments.threads)
    if arguments.score:
        score(arguments)
    elif compare(arguments, peers):
        sys.exit(1)


if __name__ == "__main__":
    main()
