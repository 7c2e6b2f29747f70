"""The reference case in Python, two ways, for benches/reference.mjs: by NumPy and by intangible-valuation.

Each line read names a way and a number of draws; each line written is what came out, with its milliseconds.
NumPy is written as somebody would who minds the time: blocks that stay in the cache, everything in place, the factor
of each year out of that of the year before, percentiles by a partial sort, bins by bincount.
"""

import json
import math
import sys
import time

import numpy as np
from intangible_valuation.core.statistics import monte_carlo_valuation

BLOCK = 16384


def block(numbers, draws):
    term = numbers.standard_normal(draws)
    term *= 1.5e6
    term += 1e7
    term *= numbers.triangular(0.02, 0.04, 0.08, draws)
    term *= 0.75
    discount = numbers.random(draws)
    discount *= 0.06
    discount += 1.12
    yearly = numbers.standard_normal(draws)
    yearly *= 0.02
    yearly += 1.06
    yearly /= discount
    term /= np.sqrt(discount, out=discount)
    value = term.copy()
    for _ in range(9):
        term *= yearly
        value += term
    return value


def by_numpy(draws):
    numbers = np.random.Generator(np.random.SFC64(1))
    results = np.empty(draws)
    for first in range(0, draws, BLOCK):
        last = min(first + BLOCK, draws)
        results[first:last] = block(numbers, last - first)
    mean = results.mean()
    low, high = results.min(), results.max()
    counts = np.bincount(((results - low) * (60 / (high - low))).astype(np.int32), minlength=61)
    places = np.arange(1, 100) / 100 * draws - 0.5
    below = places.astype(int)
    results.partition(np.unique(np.concatenate([below, below + 1])))
    percentiles = results[below] + (places - below) * (results[below + 1] - results[below])
    return mean, percentiles, counts


def relief(sales, growth, royalty, discount):
    yearly = (1 + growth) / (1 + discount)
    term = sales * royalty * 0.75 / math.sqrt(1 + discount)
    value = 0.0
    for _ in range(10):
        value += term
        term *= yearly
    return value


INPUTS = [
    {"name": "sales", "distribution": "normal", "params": {"mean": 1e7, "std": 1.5e6}},
    {"name": "growth", "distribution": "normal", "params": {"mean": 0.06, "std": 0.02}},
    {"name": "royalty", "distribution": "triangular", "params": {"low": 0.02, "high": 0.08, "mode": 0.04}},
    {"name": "discount", "distribution": "uniform", "params": {"low": 0.12, "high": 0.18}},
]


def by_intangible_valuation(draws):
    """Its own Monte Carlo, over the formula in plain Python: its own method has no mid-year and costs more.

    It reports three percentiles and no histogram.
    """
    said = monte_carlo_valuation(relief, INPUTS, iterations=draws, seed=1)
    return said["mean"], {5: said["percentile_5"], 50: said["median"], 95: said["percentile_95"]}, None


WAYS = {"numpy": by_numpy, "intangible-valuation": by_intangible_valuation}

for line in sys.stdin:
    way, draws = line.split()
    start = time.perf_counter()
    mean, percentiles, _ = WAYS[way](int(draws))
    milliseconds = (time.perf_counter() - start) * 1e3
    at = percentiles if isinstance(percentiles, dict) else {nth: percentiles[nth - 1] for nth in (5, 50, 95)}
    told = {"milliseconds": milliseconds, "mean": float(mean)}
    told.update({f"p{nth}": float(at[nth]) for nth in (5, 50, 95)})
    print(json.dumps(told), flush=True)
