#!/usr/bin/python3
"""Times the divergence estimate with scikit-learn's k-d tree: 100,000 against 10,000 points, both directions."""

import json
import time

import numpy
from sklearn.neighbors import KDTree

K = 5


def blobs(generator, count):
    """142 tight blobs on a stage 8 wide, as the dinosaur's."""
    centres = numpy.random.default_rng(0).uniform(-4, 4, (142, 2))
    return (centres[generator.integers(0, 142, count)] + generator.normal(0, 0.012, (count, 2))).astype(numpy.float32)


def estimate(real, generated):
    trees = KDTree(real, metric="chebyshev"), KDTree(generated, metric="chebyshev")
    bits = []
    for own, other, points, count in ((trees[0], trees[1], real, len(generated)), (trees[1], trees[0], generated, len(real))):
        rho = own.query(points, K + 1)[0][:, -1]
        nu = other.query(points, K)[0][:, -1]
        bits.append((numpy.log(count / (len(points) - 1)) + 2 * (numpy.log(nu).mean() - numpy.log(rho).mean())) / numpy.log(2))
    return bits


def main():
    generator = numpy.random.default_rng(1)
    real, generated = blobs(generator, 100_000), blobs(generator, 10_000)
    times = []
    for _ in range(3):
        start = time.perf_counter()
        bits = estimate(real, generated)
        times.append(time.perf_counter() - start)
    print(json.dumps({"sklearn_seconds": sorted(times)[1], "kl_bits": bits[0], "reverse_kl_bits": bits[1]}))


if __name__ == "__main__":
    main()
