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
rm -rf "$out" && mkdir -p "$out"
python3 - "$config" "$out/config.json" "${2:-}" <<'PYTHON'
import glob, json, random, sys

config = json.load(open(sys.argv[1]))
if sys.argv[3] == "--third":
    patterns = config["stryker-config"]["mutate"]
    left_out = {pattern[1:] for pattern in patterns if pattern[0] == "!"}
    files = {path for pattern in patterns for path in glob.glob(pattern, root_dir="src/DualScale", recursive=True)}
    files = sorted(files - left_out)
    config["stryker-config"]["mutate"] = random.Random(1).sample(files, -(-len(files) // 3))
json.dump(config, open(sys.argv[2], "w"))
PYTHON

dotnet tool restore > /dev/null
(cd tests/DualScale.Tests && dotnet stryker --config-file "$out/config.json" --output "$out" --skip-version-check)

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
