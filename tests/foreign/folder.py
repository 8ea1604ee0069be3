"""Asserts that the tables of a results folder are what other people's programs make of its runs.

Usage: python3 folder.py FOLDER [saltelli | morris]

statsmodels (Wilson, McNemar, Holm), lifelines (Aalen-Johansen), and SALib where the design is one of its own: Jansen's and
Saltelli's indices, elementary effects.
"""

import itertools
import pathlib
import sys
import warnings

import numpy
import pandas
from SALib.analyze import morris, sobol
from lifelines import AalenJohansenFitter
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint


def near(found, expected, within, what):
    """Asserts that two numbers, or lists of them, are the same to within a difference."""
    difference = numpy.max(numpy.abs(numpy.asarray(found, float) - numpy.asarray(expected, float)))
    assert difference <= within, f"{what}: found {found}, others {expected}"


def read(folder, name):
    """A table of the folder; none where it has not got one."""
    file = folder / f"{name}.csv"
    return pandas.read_csv(file, keep_default_na=False, na_values=[""]) if file.exists() else None


def check_shares(folder, runs):
    """Counts and intervals of every end at every point."""
    counts = runs.groupby(["point", "outcome"]).size()
    for row in read(folder, "summary").itertuples():
        if row.outcome == "failed":
            continue
        count = counts.get((row.point, row.outcome), 0)
        assert (row.count, row.n) == (count, (runs.point == row.point).sum()), f"{row}: counted {count}"
        near([row.ci_low, row.ci_high], proportion_confint(count, row.n, method="wilson"), 1e-9, f"Wilson of {row}")
    return len(counts)


def check_contrasts(folder, runs, factors):
    """Paired shares against point 0: differences and McNemar's test from the runs; Holm's correction of all p values."""
    contrasts = read(folder, "contrasts")
    agreed = runs.assign(agreed=runs.outcome == "agreement").pivot(index="replicate", columns="point", values="agreed")
    for row in contrasts.itertuples():
        is_against_first = row.against == "point 0" or not factors
        if row.response != "agreement" or row.method != "newcombe_paired" or not is_against_first:
            continue
        here, base = agreed[row.point], agreed[0]
        near(row.estimate, here.mean() - base.mean(), 1e-12, f"difference of {row}")
        pairs = [[0, (here & ~base).sum()], [(~here & base).sum(), 0]]
        near(row.p_value, mcnemar(pairs, exact=True).pvalue, 1e-9, f"McNemar of {row}")
    for response, rows in contrasts.groupby("response"):
        tested = rows[rows.p_value.notna()]
        if len(tested) > 0:
            near(tested.p_holm, multipletests(tested.p_value, method="holm")[1], 1e-9, f"Holm of {response}")
    return len(contrasts)


def check_incidence(folder, runs):
    """The share of talks that have come to each end by each day, at point 0: nobody is lost from sight."""
    curves = read(folder, "cumulative_incidence")
    base = runs[runs.point == 0]
    ends = sorted(set(curves.outcome))
    codes = base.outcome.map({end: code for code, end in enumerate(ends, 1)}).fillna(0)
    for code, end in enumerate(ends, 1):
        rows = curves[(curves.point == 0) & (curves.outcome == end)]
        if not (codes == code).any():
            assert len(rows) == 0 or (rows.estimate == 0).all()
            continue
        # It moves ties apart by a little, so that a day's share is what it has a little after it.
        fitter = AalenJohansenFitter(calculate_variance=False, jitter_level=1e-4, seed=1)
        fitter.fit(base.end_day, codes, event_of_interest=code)
        theirs = fitter.cumulative_density_.iloc[:, 0]
        for row in rows.itertuples():
            near(row.estimate, theirs[theirs.index <= row.day + 0.01].iloc[-1], 1e-9, f"incidence {row}")
    return len(curves)


def answers(runs, response):
    """What a run answers, by a response that every folder has."""
    return (runs.outcome == "agreement") * 1.0 if response == "agreement" else runs.end_day


def check_indices(folder, runs, factors):
    """Indices of single runs, luck among them: base rows are A, A with one column of B after another, luck last, and B."""
    names = [*factors, "luck"]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0, 1]] * len(names)}
    found = read(folder, "sensitivity").set_index(["response", "factor", "index"]).value
    for response in ["agreement", "end_day"]:
        values = answers(runs[runs.point > 0].sort_values("point"), response).to_numpy(float)
        others = sobol.analyze(problem, values, calc_second_order=False, print_to_console=False)
        for k, name in enumerate(names):
            near(found[(response, name, "ST")], others["ST"][k], 1e-9, f"total index of {name} on {response}")
            # Ours is taken from another mean, which makes a difference of 1 / sqrt(n).
            near(found[(response, name, "S1")], others["S1"][k], 0.02, f"first-order index of {name} on {response}")
    return len(found)


def check_effects(folder, runs, factors):
    """Elementary effects of the means of every point, over the quantiles of the design's four levels."""
    design = read(folder, "design")
    points = design[design.point > 0]
    problem = {"num_vars": len(factors), "names": factors, "bounds": [[0, 1]] * len(factors)}
    ends = points[factors].agg(["min", "max"])
    places = ((points[factors] - ends.loc["min"]) / (ends.loc["max"] - ends.loc["min"])).to_numpy()
    # Values are rounded to six digits, and whole numbers to whole ones: levels are thirds again.
    places = numpy.round(places * 3) / 3
    found = read(folder, "sensitivity").set_index(["response", "factor", "index"]).value
    for response in ["agreement", "end_day"]:
        of_point = answers(runs, response).groupby(runs.point).mean()
        others = morris.analyze(problem, places, of_point[points.point].to_numpy(), num_levels=4, print_to_console=False)
        for (k, factor), index in itertools.product(enumerate(factors), ["mu", "mu_star", "sigma"]):
            near(found[(response, factor, index)], others[index][k], 1e-9, f"{index} of {factor} on {response}")
    return len(found)


def main(folder, design):
    """All checks that the design allows."""
    warnings.simplefilter("ignore")
    runs = read(folder, "runs")
    runs = runs[runs.outcome != "failed"]
    factors = [column for column in read(folder, "design").columns if column not in ("point", "policy")]
    told = {"shares": check_shares(folder, runs), "incidence": check_incidence(folder, runs)}
    told["contrasts"] = check_contrasts(folder, runs, factors)
    if design == "saltelli":
        told["indices"] = check_indices(folder, runs, factors)
    if design == "morris":
        told["effects"] = check_effects(folder, runs, factors)
    print(", ".join(f"{name}: {rows}" for name, rows in told.items()), "as others have them")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
