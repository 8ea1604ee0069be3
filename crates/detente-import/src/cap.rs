//! No utility is above 1: how GENIUS cuts what its weighted sums give, said in a scenario by linkages.
//!
//! A linkage is worth something where all its options are agreed. One for each package above 1 takes away exactly what
//! is above. Where there are too many packages, the scenario keeps the sums and a note says so.
//!
//! Source: GENIUS 10.4, `AdditiveUtilitySpace.getUtility`: "if (result > 1) return 1".

use crate::scenario::Profile;

/// How far above 1 a sum may be by the rounding of its floats alone.
const ROUNDING: f64 = 1e-9;
/// How far above 1 weights may add up that were rounded when they were written. Such sums are kept: other readers of
/// these files, NegMAS among them, keep them too, and results can then be compared to the last digit.
const SLIGHT: f64 = 1e-3;

/// The packages of a profile above 1.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Above {
    /// Each package as one option for each issue, with what takes its utility down to 1.
    Listed(Vec<(Vec<usize>, f64)>),
    /// So little above 1 that it is kept; the greatest utility.
    Slight(f64),
    /// More than can be listed; the greatest utility.
    TooMany(f64),
}

/// Looks for packages above 1, at most so many; visits only those beginnings that can still get there.
pub(crate) fn above(profile: &Profile, most: usize) -> Above {
    let worths: Vec<Vec<f64>> = profile
        .weights
        .iter()
        .zip(&profile.values)
        .map(|(weight, values)| values.iter().map(|value| weight * value).collect())
        .collect();
    let best = |worths: &Vec<f64>| worths.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // What the issues from a place on can still add.
    let mut rest = vec![0.0; worths.len() + 1];
    for place in (0..worths.len()).rev() {
        rest[place] = rest[place + 1] + best(&worths[place]);
    }
    let greatest = worths.iter().fold(0.0, |sum, worths| sum + best(worths));
    if greatest > 1.0 + ROUNDING && greatest <= 1.0 + SLIGHT {
        return Above::Slight(greatest);
    }
    let mut search = Search {
        worths: &worths,
        rest: &rest,
        most,
        package: Vec::new(),
        found: Vec::new(),
    };
    if search.go(0.0) {
        Above::Listed(search.found)
    } else {
        Above::TooMany(greatest)
    }
}

struct Search<'a> {
    worths: &'a [Vec<f64>],
    rest: &'a [f64],
    most: usize,
    package: Vec<usize>,
    found: Vec<(Vec<usize>, f64)>,
}

impl Search<'_> {
    /// Sums in issue order, as the model does; false where there are too many.
    fn go(&mut self, sum: f64) -> bool {
        let place = self.package.len();
        if sum + self.rest[place] <= 1.0 + ROUNDING {
            return true;
        }
        if place == self.worths.len() {
            self.found.push((self.package.clone(), 1.0 - sum));
            return self.found.len() <= self.most;
        }
        (0..self.worths[place].len()).all(|option| {
            self.package.push(option);
            let fits = self.go(sum + self.worths[place][option]);
            self.package.pop();
            fits
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(weights: &[f64], values: &[&[f64]]) -> Profile {
        Profile {
            weights: weights.to_vec(),
            values: values.iter().map(|v| v.to_vec()).collect(),
            reservation_value: 0.0,
            discount: None,
            own_scale: false,
        }
    }

    #[test]
    fn each_package_above_one_comes_down_to_one() {
        // 0.8 + 0.6 = 1.4, 0.8 + 0.42 = 1.22, 0.64 + 0.6 = 1.24, 0.64 + 0.42 = 1.06; all others are below 1.
        let island = profile(&[0.8, 0.6], &[&[1.0, 0.8, 0.2], &[1.0, 0.7, 0.1]]);
        let Above::Listed(found) = above(&island, 4) else {
            panic!()
        };
        let packages: Vec<&[usize]> = found.iter().map(|(package, _)| package.as_slice()).collect();
        assert_eq!(packages, [[0, 0], [0, 1], [1, 0], [1, 1]]);
        for (package, less) in &found {
            let sum = 0.8 * island.values[0][package[0]] + 0.6 * island.values[1][package[1]];
            assert_eq!(sum + less, 1.0);
        }
    }

    #[test]
    fn rounding_is_nothing_above_one_and_too_many_are_told_at_once() {
        let laptop = profile(&[0.44521, 0.37808, 0.17676], &[&[1.0, 0.5] as &[f64]; 3]);
        assert_eq!(above(&laptop, 0), Above::Slight(0.44521 + 0.37808 + 0.17676));
        let tenths = profile(&[0.1; 10], &[&[1.0, 0.0] as &[f64]; 10]);
        assert_eq!(above(&tenths, 0), Above::Listed(Vec::new()));
        // 2^40 packages, nearly all above 1.
        let many = profile(&[0.5; 40], &[&[1.0, 0.5] as &[f64]; 40]);
        assert_eq!(above(&many, 500), Above::TooMany(20.0));
    }
}
