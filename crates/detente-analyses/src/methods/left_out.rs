//! Groups of runs that a design needs whole: a base row, a trajectory. A group with a run that failed, or that does not
//! count, is left out; of too many, the rest would be a selection.

/// The greatest share of groups that may be left out.
const MOST: f64 = 0.05;

/// More groups are left out than an analysis can bear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{left_out} of {all} groups of runs that belong together are not complete; at most 5 in 100 may be left out")]
pub struct LeftOut {
    /// Groups with a run that failed or does not count.
    pub left_out: usize,
    /// All groups.
    pub all: usize,
}

/// The groups of this size whose values are all there, and how many are not. Values behind the last whole group are no
/// group.
///
/// # Errors
/// If more than 5 in 100 groups are left out.
pub fn complete(values: &[Option<f64>], size: usize) -> Result<(Vec<Vec<f64>>, usize), LeftOut> {
    let groups = values.chunks_exact(size.max(1));
    let all = groups.len();
    let whole: Vec<Vec<f64>> = groups.filter_map(|group| group.iter().copied().collect()).collect();
    let left_out = all - whole.len();
    if left_out as f64 > MOST * all as f64 {
        return Err(LeftOut { left_out, all });
    }
    Ok((whole, left_out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_with_a_gap_is_left_out_and_five_in_a_hundred_are_the_limit() {
        let mut values: Vec<Option<f64>> = (0..200).map(|k| Some(f64::from(k))).collect();
        for gap in [3, 50, 51, 120, 121, 140, 199] {
            values[gap] = None;
        }
        let (whole, left_out) = complete(&values, 2).expect("five of a hundred");
        assert_eq!((whole.len(), left_out), (95, 5));
        assert_eq!(whole[1], [4.0, 5.0]);
        values[0] = None;
        assert_eq!(complete(&values, 2), Err(LeftOut { left_out: 6, all: 100 }));
        assert_eq!(complete(&[], 3), Ok((Vec::new(), 0)));
    }
}
