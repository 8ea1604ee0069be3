"""Asserts that the methods of detente-analyses find what SALib, statsmodels, SciPy and EMA Workbench find on the same tables.

Usage: python3 methods.py FILE

The file holds tables and what was found in them; crates/detente-analyses/tests/foreign.rs writes it.
"""

import json
import logging
import sys
import warnings

import numpy
import pandas
from SALib.analyze import delta, morris, sobol
from ema_workbench.analysis import prim
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

PROBLEM = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}


def near(found, expected, within, what):
    """Asserts that two numbers, or lists of them, are the same to within a difference."""
    difference = numpy.max(numpy.abs(numpy.asarray(found, float) - numpy.asarray(expected, float)))
    assert difference <= within, f"{what}: found {found}, others {expected}"


def inside(found, expected, what):
    """Asserts that a value lies in the interval of an estimate."""
    _, low, high = found
    assert low <= expected <= high, f"{what}: found {found}, others {expected}"


def check_saltelli(table):
    """Jansen's estimator is the same; Saltelli's is taken from another mean, which makes a difference of 1 / sqrt(n)."""
    runs = numpy.array(table["runs"])
    others = sobol.analyze(PROBLEM, runs, calc_second_order=False, print_to_console=False)
    for k, found in enumerate(table["found"]):
        near(found["total"][0], others["ST"][k], 1e-9, f"total index {k}")
        near(found["first"][0], others["S1"][k], 0.01, f"first-order index {k}")
        if others["ST"][k] > 0:
            width = (found["total"][2] - found["total"][1]) / (2 * others["ST_conf"][k])
            assert 0.8 < width < 1.25, f"interval of total index {k}: {width} times that of others"


def check_morris(table):
    """Elementary effects are the same."""
    points, runs = numpy.array(table["points"]), numpy.array(table["runs"])
    others = morris.analyze(PROBLEM, points, runs, num_levels=4, print_to_console=False)
    for k, found in enumerate(table["found"]):
        near(found["mu"], others["mu"][k], 1e-9, f"mu {k}")
        near(found["mu_star"][0], others["mu_star"][k], 1e-9, f"mu* {k}")
        near(found["sigma"], others["sigma"][k], 1e-9, f"sigma {k}")


def check_given_data(table):
    """Another estimator from given data, with other bins."""
    points, runs = numpy.array(table["points"]), numpy.array(table["runs"])
    others = delta.analyze(PROBLEM, points, runs, num_resamples=10, seed=1, print_to_console=False)
    for k, found in enumerate(table["found"]):
        near(found[0], others["S1"][k], 0.03, f"index {k}")
        # It is not corrected for chance, so that only what is above 0 can be compared.
        if others["S1"][k] > 0.05:
            inside(found, others["S1"][k], f"index {k}")


def check_prim(table):
    """The box of others, found on all cases: of their peeling, the box that explains most."""
    logging.disable(logging.CRITICAL)
    inputs = pandas.DataFrame({str(k): column for k, column in enumerate(table["columns"])})
    responses = numpy.array(table["responses"])
    box = prim.Prim(inputs, responses, threshold=0.1, peel_alpha=0.05).find_box()
    path = box.peeling_trajectory
    n, mean = len(responses), responses.mean()
    mass, density = path["mass"], path["mean"]
    explained = (n * mass * (density - mean) ** 2 / (1 - mass)).where(mass < 1, 0)
    chosen = int(explained.idxmax())
    limits = box.box_lims[chosen]
    for place, low, high in table["found"]["limits"]:
        theirs = limits[str(place)]
        for found, expected, end in [(low, theirs[0], 0), (high, theirs[1], 1)]:
            near(end if found is None else found, expected, 0.04, f"limit of input {place}")
    assert sorted(limit[0] for limit in table["found"]["limits"]) == [0, 2]
    near(table["found"]["density"][0], density[chosen], 0.06, "density")
    near(table["found"]["coverage"], path["coverage"][chosen], 0.06, "coverage")


def check_statistics(table):
    """Intervals and p values are the same."""
    for count, n, low, high in table["wilson"]:
        near([low, high], proportion_confint(count, n, method="wilson"), 1e-9, f"Wilson {count}/{n}")
    near(table["holm"]["found"], multipletests(table["holm"]["p"], method="holm")[1], 1e-12, "Holm")
    for first, second, p_value in table["mcnemar"]:
        near(p_value, mcnemar([[0, first], [second, 0]], exact=True).pvalue, 1e-10, f"McNemar {first}, {second}")
    near(table["t"]["found"], stats.ttest_1samp(table["t"]["differences"], 0).pvalue, 1e-10, "paired t")


def check_spread(table):
    """The moments by the formula, the quantiles by SciPy."""
    shares, runs = numpy.array(table["counts"]) / table["runs"], table["runs"]
    mean = shares.mean()
    between = runs * shares.var(ddof=1)
    within = (shares * (1 - shares)).sum() * runs / (len(shares) * (runs - 1))
    variance = (between - within) / runs
    near(table["variance"], variance, 1e-12, "variance of inputs")
    firmness = mean * (1 - mean) / variance - 1
    beta = stats.beta(mean * firmness, (1 - mean) * firmness)
    near(table["quantiles"], beta.ppf([0.05, 0.5, 0.95]), 1e-8, "quantiles")
    near(table["dots"], beta.ppf((numpy.arange(50) + 0.5) / 50), 1e-8, "dots")
    interval = stats.t.interval(0.95, len(shares) - 1, mean, stats.sem(shares))
    near(table["share"][1:], interval, 1e-9, "interval of the mean")


def main(file):
    """All checks of one file."""
    warnings.simplefilter("ignore")
    with open(file, encoding="utf-8") as text:
        tables = json.load(text)
    checks = {name[6:]: check for name, check in globals().items() if name.startswith("check_")}
    for name, table in tables.items():
        checks[name](table)
    print(f"{len(tables)} methods are as others have them")


if __name__ == "__main__":
    main(sys.argv[1])
