#!/usr/bin/python3
"""Times the divergence estimate with scikit-learn's k-d tree on all cores, both directions.

    kl_divergence_peer.py REAL GENERATED    rows of two little-endian 32-bit floats each
"""

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy
from sklearn.neighbors import KDTree

K = 5


def kth_distances(tree, points, k, pool):
    """The queries of a tree give up Python's lock, so threads share them out."""
    parts = pool.map(lambda part: tree.query(part, k)[0][:, -1], numpy.array_split(points, 8 * os.cpu_count()))
    return numpy.concatenate(list(parts))


def estimate(real, generated, pool):
    trees = list(pool.map(lambda points: KDTree(points, metric="chebyshev"), (real, generated)))
    bits = []
    for own, other, points, count in ((trees[0], trees[1], real, len(generated)), (trees[1], trees[0], generated, len(real))):
        rho = kth_distances(own, points, K + 1, pool)
        nu = kth_distances(other, points, K, pool)
        bits.append((numpy.log(count / (len(points) - 1)) + 2 * (numpy.log(nu).mean() - numpy.log(rho).mean())) / numpy.log(2))
    return bits


def main():
    real, generated = (numpy.fromfile(path, "<f4").reshape(-1, 2) for path in sys.argv[1:3])
    times = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in range(5):
            start = time.perf_counter()
            bits = estimate(real, generated, pool)
            times.append(time.perf_counter() - start)
    print(json.dumps({"sklearn_seconds": sorted(times)[2], "kl_bits": bits[0], "reverse_kl_bits": bits[1]}))


if __name__ == "__main__":
    main()
