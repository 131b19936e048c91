#!/usr/bin/python3
"""Times the divergence estimate with scikit-learn on all cores, both directions: its k-d tree, or in many columns its brute force.

    kl_divergence_peer.py REAL GENERATED COLUMNS [--brute] [--rounds N]    rows of little-endian 32-bit floats
"""

import argparse
import json
import os
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import numpy
from sklearn.neighbors import KDTree, NearestNeighbors

K = 5


class Tree:
    def __init__(self, points, pool):
        self.tree, self.pool = KDTree(points, metric="chebyshev"), pool

    def kth_distances(self, points, k):
        """The queries of a tree give up Python's lock, so threads share them out."""
        parts = self.pool.map(lambda part: self.tree.query(part, k)[0][:, -1], numpy.array_split(points, 8 * os.cpu_count()))
        return numpy.concatenate(list(parts))


class Brute:
    """Shares its work over all cores by itself."""

    def __init__(self, points, _):
        self.search = NearestNeighbors(algorithm="brute", metric="chebyshev", n_jobs=-1).fit(points)

    def kth_distances(self, points, k):
        return self.search.kneighbors(points, k)[0][:, -1]


def estimate(real, generated, kind, pool):
    searches = list(pool.map(lambda points: kind(points, pool), (real, generated)))
    columns = real.shape[1]
    bits = []
    for own, other, points, count in ((searches[0], searches[1], real, len(generated)), (searches[1], searches[0], generated, len(real))):
        rho = own.kth_distances(points, K + 1)
        nu = other.kth_distances(points, K)
        bits.append((numpy.log(count / (len(points) - 1)) + columns * (numpy.log(nu).mean() - numpy.log(rho).mean())) / numpy.log(2))
    return bits


def main():
    parser = argparse.ArgumentParser(description="Time scikit-learn's divergence estimate.")
    parser.add_argument("real")
    parser.add_argument("generated")
    parser.add_argument("columns", type=int)
    parser.add_argument("--brute", action="store_true", help="brute force in place of the k-d tree")
    parser.add_argument("--rounds", type=int, default=5, help="how often to measure (default 5)")
    arguments = parser.parse_args()
    real, generated = (numpy.fromfile(path, "<f4").reshape(-1, arguments.columns) for path in (arguments.real, arguments.generated))
    kind = Brute if arguments.brute else Tree
    times = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in range(arguments.rounds):
            start = time.perf_counter()
            bits = estimate(real, generated, kind, pool)
            times.append(time.perf_counter() - start)
    print(json.dumps({"sklearn_seconds": statistics.median(times), "kl_bits": bits[0], "reverse_kl_bits": bits[1]}))


if __name__ == "__main__":
    main()
