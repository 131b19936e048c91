#!/usr/bin/env bash
# Mutation testing of one folder of the library, with the tests that are about it: benchmarks/mutation.sh Numerics/Optimization
# With --third after it only a third of its files, the same at each run, is changed.
# Prints the survivors and the score; the whole report is artifacts/mutation/<folder>/reports/mutation-report.json.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

name=$(tr '/[:upper:]' '-[:lower:]' <<< "${1:-}")
config=benchmarks/mutation/$name.json
if [[ -z $name || ! -f $config ]]; then
    echo "usage: benchmarks/mutation.sh FOLDER [--third], one of: $(cd benchmarks/mutation && ls -- *.json | sed 's/\.json$//' | paste -sd' ')" >&2
    exit 2
fi

out=$PWD/artifacts/mutation/$name
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
rm -rf "$out" && mkdir -p "$out"
git ls-files -z --cached --others --exclude-standard | tar --null --ignore-failed-read -T - -c | tar -x -C "$tree"

# Stryker puts its switches into every file of the project, also into those that it changes nothing in, and innermost loops would
# crawl: the copy says in each of these that nothing is to be done.
python3 - "$config" "$tree" "${2:-}" <<'PYTHON'
import glob, json, pathlib, random, sys

config, root = json.load(open(sys.argv[1])), pathlib.Path(sys.argv[2])
source, settings = root / "src/DualScale", config["stryker-config"]
left_out = {pattern[1:] for pattern in settings["mutate"] if pattern[0] == "!"}
files = {path for pattern in settings["mutate"] for path in glob.glob(pattern, root_dir=source, recursive=True)}
files = sorted(files - left_out)
if sys.argv[3] == "--third":
    files = random.Random(1).sample(files, -(-len(files) // 3))
settings["mutate"] = files
for path in source.rglob("*.cs"):
    if path.relative_to(source).as_posix() not in files:
        path.write_text("// Stryker disable all\n" + path.read_text(encoding="utf-8-sig"), encoding="utf-8")
json.dump(config, open(root / "mutation.json", "w"))

# Two mutants are tried at once. Tests beside each other within each would take longer than Stryker measured, and "killed by time" say nothing.
(root / "tests/DualScale.Tests/Sequential.cs").write_text(
    "[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]\n", encoding="utf-8")
PYTHON

(cd "$tree/tests/DualScale.Tests" && dotnet tool restore > /dev/null &&
    dotnet stryker --config-file "$tree/mutation.json" --output "$out" --skip-version-check)

python3 - "$out/reports/mutation-report.json" <<'PYTHON'
import collections, json, sys

killed = slow = total = 0
files = json.load(open(sys.argv[1]))["files"]
for path, file in sorted(files.items()):
    states = collections.Counter(mutant["status"] for mutant in file["mutants"])
    dead, alive = states["Killed"] + states["Timeout"], states["Survived"] + states["NoCoverage"]
    if dead + alive == 0:
        continue
    killed, slow, total = killed + dead, slow + states["Timeout"], total + dead + alive
    print(f"{path.split('/src/')[-1]}: {dead} of {dead + alive}")
    for mutant in file["mutants"]:
        if mutant["status"] in ("Survived", "NoCoverage"):
            start = mutant["location"]["start"]
            replacement = " ".join(mutant.get("replacement", "").split())
            print(f"  {start['line']}:{start['column']} {mutant['mutatorName']} -> {replacement[:100]}")
print(f"score {100 * killed / total:.1f} % ({killed} of {total} mutants, {slow} of them by time)")
PYTHON
