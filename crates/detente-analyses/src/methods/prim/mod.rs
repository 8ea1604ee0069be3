//! PRIM: when do talks collapse? A box in the space of inputs, 'when X is above .55 and Y below .3', in which a response is
//! far more frequent than elsewhere.
//!
//! The box begins as all there is. *Peeling* takes off, again and again, the twentieth of its cases at one end of one input
//! that raises the mean of what is left most per case, until a twentieth of all cases is left, or nothing else happens.
//! Of the boxes on the way the one is taken that explains most of the response's variance by being inside or outside.
//! *Pasting* moves its ends out again as long as that raises the mean. A limit that chance could have made (quasi-p above 5
//! %) is dropped, the most doubtful first.
//!
//! All of this is done on one half of the cases. What is said of boxes is measured on the other half:
//!
//! - *density*: the mean of the response in the box, and outside;
//! - *coverage*: the part of all that happened that happened in the box;
//! - *support*: the part of the cases that lies in the box;
//! - *quasi-p* of a limit: the chance of so dense a box if the limit were worth nothing, that is, if cases came as dense as
//!   they are in the box without that limit.
//!
//! Source: Friedman & Fisher (1999), Bump hunting in high-dimensional data, Statistics and Computing 9; Bryant & Lempert
//! (2010), Thinking inside the box, Technological Forecasting and Social Change 77, for coverage and quasi-p values; Kwakkel &
//! Jaxa-Rozen (2016), Improving scenario discovery for handling heterogeneous uncertainties, Environmental Modelling & Software
//! 79, for the gain per case, which treats inputs of few values fairly.

mod search;

use crate::statistics::{Estimate, Sums, mean_interval, wilson};
use detente_distributions::{binomial, student};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use search::Half;

/// The quasi-p value above which a limit is dropped.
const DOUBTFUL: f64 = 0.05;

/// Cases that either half has at least.
const LEAST_CASES: usize = 20;

/// Where one input is bounded: at least `low`, at most `high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// Which input.
    pub input: usize,
    /// The least value inside.
    pub low: Option<f64>,
    /// The greatest value inside.
    pub high: Option<f64>,
}

/// How good a box is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quality {
    /// Cases in the box.
    pub cases: u64,
    /// The mean of the response in the box.
    pub density: Estimate,
    /// The part of all that happened that happened there.
    pub coverage: f64,
    /// The part of the cases that lies there.
    pub support: f64,
}

/// A box on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its limits.
    pub limits: Vec<Limit>,
    /// On the cases that it was found on.
    pub found: Quality,
    /// On the others.
    pub judged: Option<Quality>,
}

/// The box that was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// Its limits.
    pub limits: Vec<Limit>,
    /// Their quasi-p values, on the cases that the box was not found on.
    pub quasi_p: Vec<f64>,
    /// Inside, on the cases that it was found on.
    pub found: Quality,
    /// Inside, on the others.
    pub inside: Quality,
    /// Outside, on the others.
    pub outside: Quality,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Boxes {
    /// The boxes of the peeling, from all cases to few.
    pub trajectory: Vec<Step>,
    /// The box that was chosen; none where no limit is more than chance.
    pub chosen: Option<Chosen>,
}

/// Looks for a box in which the response is high. `inputs` has the values of each input by case, `responses` the response by
/// case, between 0 and 1: whether it happened, or in what share of the runs with these inputs. `name` decides which half of the
/// cases the box is found on. None with fewer than 40 cases, a response that does not vary in one of the halves, or numbers
/// that are not finite or not there.
#[must_use]
pub fn boxes(inputs: &[Vec<f64>], responses: &[f64], name: &str) -> Option<Boxes> {
    let is_whole = |values: &[f64]| values.len() == responses.len() && values.iter().all(|x| x.is_finite());
    if !is_whole(responses) || !inputs.iter().all(|values| is_whole(values)) {
        return None;
    }
    let [learn, judge] = halves(responses.len(), name).map(|cases| Half::new(inputs, responses, cases));
    if learn.responses.len() < LEAST_CASES || !learn.varies() || !judge.varies() {
        return None;
    }
    let peeled = learn.peel();
    let step = |limits: &Vec<Limit>| {
        Some(Step {
            limits: limits.clone(),
            found: quality(&learn, limits)?,
            judged: quality(&judge, limits),
        })
    };
    let trajectory = peeled.iter().filter_map(step).collect();
    let explained = |limits: &Vec<Limit>| learn.explained(limits);
    let best = peeled.iter().max_by(|a, b| explained(a).total_cmp(&explained(b)))?;
    let chosen = certain(&learn, learn.paste(best));
    Some(Boxes {
        trajectory,
        chosen: choose(&learn, &judge, chosen),
    })
}

/// A box without the limits that chance could have made, on the cases that it was found on.
fn certain(learn: &Half, mut limits: Vec<Limit>) -> Vec<Limit> {
    while !limits.is_empty() {
        let doubts = (0..limits.len()).map(|k| quasi_p(learn, &limits, k));
        let worst = doubts.enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
        match worst {
            Some((k, doubt)) if doubt > DOUBTFUL => drop(limits.remove(k)),
            _ => break,
        }
    }
    limits
}

fn choose(learn: &Half, judge: &Half, limits: Vec<Limit>) -> Option<Chosen> {
    if limits.is_empty() {
        return None;
    }
    let inside = judge.inside(&limits);
    let outside: Vec<bool> = inside.iter().map(|inside| !inside).collect();
    Some(Chosen {
        quasi_p: (0..limits.len()).map(|k| quasi_p(judge, &limits, k)).collect(),
        found: quality(learn, &limits)?,
        inside: quality_of(judge, &inside)?,
        outside: quality_of(judge, &outside)?,
        limits,
    })
}

/// The places of the cases in two halves, drawn by the name.
fn halves(cases: usize, name: &str) -> [Vec<usize>; 2] {
    let key = blake3::derive_key("detente 1 halves", name.as_bytes());
    let mut generator = ChaCha8Rng::from_seed(key);
    let mut drawn: Vec<(u32, usize)> = (0..cases).map(|case| (generator.next_u32(), case)).collect();
    drawn.sort_unstable();
    let mut cases: Vec<usize> = drawn.into_iter().map(|(_, case)| case).collect();
    let second = cases.split_off(cases.len() / 2);
    [cases, second]
}

fn quality(half: &Half, limits: &[Limit]) -> Option<Quality> {
    quality_of(half, &half.inside(limits))
}

/// How good the box is that holds these cases; none if it holds none.
fn quality_of(half: &Half, inside: &[bool]) -> Option<Quality> {
    let sums = half.sums(inside);
    let all: f64 = half.responses.iter().sum();
    Some(Quality {
        cases: sums.n,
        density: half.density(sums)?,
        coverage: sums.sum / all,
        support: sums.n as f64 / half.responses.len() as f64,
    })
}

/// The chance of so dense a box if one of its limits were worth nothing.
fn quasi_p(half: &Half, limits: &[Limit], dropped: usize) -> f64 {
    let mut without = limits.to_vec();
    without.remove(dropped);
    let [sums, wider] = [limits, &without].map(|limits| half.sums(&half.inside(limits)));
    if sums.n == 0 || wider.n == sums.n {
        return 1.0;
    }
    let expected = wider.sum / wider.n as f64;
    if half.binary {
        return binomial::at_least(sums.sum as u64, sums.n, expected);
    }
    // Shares of several runs: Student's t on their mean.
    let Some(mean) = mean_interval(sums).filter(|_| sums.n > 2) else {
        return 1.0;
    };
    let half_width = mean.interval.high - mean.value;
    let degrees = (sums.n - 1) as f64;
    let error = half_width / student::two_sided_quantile(0.05, degrees);
    let tail = 0.5 * student::two_sided((mean.value - expected) / error, degrees);
    if mean.value > expected { tail } else { 1.0 - tail }
}

impl Half {
    /// The mean of cases with its interval: a share where each case is one run, else a mean of shares.
    fn density(&self, sums: Sums) -> Option<Estimate> {
        if sums.n == 0 {
            return None;
        }
        let value = sums.sum / sums.n as f64;
        let of_means = mean_interval(sums).filter(|_| !self.binary);
        Some(of_means.unwrap_or_else(|| Estimate {
            value,
            interval: wilson(libm::round(sums.sum) as u64, sums.n),
        }))
    }
}

#[cfg(test)]
mod tests;
