//! A fixed lattice of weights on the simplex: all ways to share `parts` among the parties.

/// The most weight vectors of a lattice, as long as there are not more parties.
const MAX_VECTORS: usize = 512;
/// The finest lattice, in parts: beyond it one or two parties would gain nothing.
const MAX_PARTS: usize = 32;

/// The number of parts of the finest lattice with at most 512 weight vectors, at least 1.
pub(super) fn n_parts(n_parties: usize) -> usize {
    (2..=MAX_PARTS)
        .take_while(|&parts| n_vectors(parts, n_parties) <= MAX_VECTORS)
        .last()
        .unwrap_or(1)
}

/// `binomial(parts + n_parties - 1, parts)`, cut off above the limit.
fn n_vectors(parts: usize, n_parties: usize) -> usize {
    let mut count = 1;
    for part in 1..=parts {
        count = count * (n_parties + part - 1) / part;
        if count > MAX_VECTORS {
            return count;
        }
    }
    count
}

/// Calls `visit` with every weight vector of the lattice; weights are at least 0 and sum to 1.
pub(super) fn for_each_weights(n_parties: usize, mut visit: impl FnMut(&[f64])) {
    let parts = n_parts(n_parties);
    let mut shares = vec![0; n_parties];
    let mut weights = vec![0.0; n_parties];
    shares[0] = parts;
    loop {
        for (weight, &share) in weights.iter_mut().zip(&shares) {
            *weight = share as f64 / parts as f64;
        }
        visit(&weights);
        if !next_composition(&mut shares) {
            return;
        }
    }
}

/// The next composition in falling lexicographic order, from all in the first to all in the last.
fn next_composition(shares: &mut [usize]) -> bool {
    let last = shares.len() - 1;
    let Some(giver) = shares[..last].iter().rposition(|&share| share > 0) else {
        return false;
    };
    let rest = std::mem::take(&mut shares[last]);
    shares[giver] -= 1;
    shares[giver + 1] = rest + 1;
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compositions_of_two_among_three() {
        let mut shares = vec![2, 0, 0];
        let mut all = vec![shares.clone()];
        while next_composition(&mut shares) {
            all.push(shares.clone());
        }
        assert_eq!(all, [[2, 0, 0], [1, 1, 0], [1, 0, 1], [0, 2, 0], [0, 1, 1], [0, 0, 2]]);
    }

    #[test]
    fn lattices_stay_within_their_limit() {
        // binomial(32, 30) = 496 and binomial(33, 31) = 528.
        assert_eq!(n_parts(3), 30);
        assert_eq!(n_parts(1_000), 1);
        let mut count = 0;
        for_each_weights(3, |weights| {
            assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            count += 1;
        });
        assert_eq!(count, 496);
        for_each_weights(1, |weights| assert_eq!(weights, [1.0]));
    }
}
