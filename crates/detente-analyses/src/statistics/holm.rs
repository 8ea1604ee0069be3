//! Many comparisons at once: of twenty differences that are none, one is 'significant at 5 %'.
//!
//! Source: Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6.

/// The p values adjusted, in the order given: with m of them in ascending order the i-th becomes `(m - i + 1) p_i`, no less
/// than the one before it and no more than 1. Those below 5 % hold together with an error of 5 %, however they depend on each
/// other. What is no number counts as 1.
#[must_use]
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let p = |k: usize| if p_values[k].is_nan() { 1.0 } else { p_values[k] };
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p(a).total_cmp(&p(b)));
    let mut adjusted = vec![1.0; p_values.len()];
    let mut least = 0.0_f64;
    for (rank, &k) in order.iter().enumerate() {
        least = least.max((p_values.len() - rank) as f64 * p(k)).min(1.0);
        adjusted[k] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::holm;

    /// R: `p.adjust(c(.01, .02, .03, .04), "holm")`, and out of order with a tie.
    #[test]
    fn as_r_has_them() {
        let near = |found: Vec<f64>, expected: &[f64]| {
            assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-15, "{found}, expected {expected}");
            }
        };
        near(holm(&[0.01, 0.02, 0.03, 0.04]), &[0.04, 0.06, 0.06, 0.06]);
        near(holm(&[0.04, 0.01, 0.6, 0.01]), &[0.08, 0.04, 0.6, 0.04]);
        near(holm(&[0.5, 0.9, f64::NAN]), &[1.0; 3]);
        near(holm(&[]), &[]);
    }
}
