#!/usr/bin/env bash
# The bits of the papers' networks: SHA-256 of the weights after 200 steps and of the samples drawn from them, a line each.
# bits.txt holds what version 0.1.0 gave; `benchmarks/frozen/bits.sh | diff benchmarks/frozen/bits.txt -` says whether they are kept.
# Usage: bits.sh [path of DualScale.Cli.dll]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=${1:-$here/../../artifacts/bin/DualScale.Cli/release/DualScale.Cli.dll}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# The arrays of a safetensors file, without its header.
weights() { tail -c "+$(($(od -An -t u8 -N 8 "$1") + 9))" "$1" | sha256sum | cut -d' ' -f1; }

bits() {
    local name=$1; shift
    dotnet "$program" train --quiet --preset paper --data dino --set data.points=5000 --steps 200 --seed 3 --out "$out/$name" "$@" > /dev/null
    echo "$name weights $(weights "$out/$name/model.safetensors")"
    local samplers="ddpm ddim"
    case $name in grid*) samplers="ddpm ddim grid" ;; esac
    for sampler in $samplers; do
        dotnet "$program" sample "$out/$name" --quiet --sampler "$sampler" -n 500 --seed 1 -o "$out/$name-$sampler.csv" > /dev/null
        echo "$name $sampler $(sha256sum < "$out/$name-$sampler.csv" | cut -d' ' -f1)"
    done
}

bits baseline --model baseline
bits dual-scale-fixed --model dual-scale --weighting fixed
bits dual-scale-adaptive --model dual-scale --weighting adaptive
bits dual-scale-improved --model dual-scale --weighting improved
bits dual-expert --model dual-expert
bits dual-expert-enhanced-gate --model dual-expert --set model.enhanced-gate=true
bits dual-expert-capacity --model dual-expert --set model.enhanced-gate=true --set model.increased-capacity=true
bits dual-expert-diversity --model dual-expert --set model.enhanced-gate=true --set model.increased-capacity=true --set training.diversity-weight=0.05
bits grid-single --model grid --set model.grid.sizes=10
bits grid-multi --model grid --set model.grid.sizes=5,20 --set model.grid.l1-weight=0
bits grid-multi-l1-published-code --model grid --set model.grid.interpolation=nearest --set model.grid.extent=-1,1
bits grid-normalized-four-experts --model dual-expert --set model.experts=4 --set model.grid.enabled=true --set model.grid.normalization=geometric-mean
