//! Quantiles of a sample, between the two values that are nearest.
//!
//! Source: Hyndman & Fan (1996), Sample quantiles in statistical packages, The American Statistician 50, type 7.

/// The quantile of values in ascending order at a share from 0 to 1; 0 of no values.
#[must_use]
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    let place = share.clamp(0.0, 1.0) * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::quantile;

    /// R: `quantile(c(1, 2, 4, 8), c(0, .1, .5, .9, 1))`.
    #[test]
    fn as_r_has_them() {
        let values = [1.0, 2.0, 4.0, 8.0];
        for (share, expected) in [(0.0, 1.0), (0.1, 1.3), (0.5, 3.0), (0.9, 6.8), (1.0, 8.0)] {
            assert!((quantile(&values, share) - expected).abs() < 1e-12, "{share}");
        }
        assert_eq!((quantile(&[], 0.5), quantile(&[3.0], 0.9)), (0.0, 3.0));
    }
}
