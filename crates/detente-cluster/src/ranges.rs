//! Whole numbers as engines write them: `2,7-9`.

/// Ascending numbers as ranges.
///
/// ```
/// assert_eq!(detente_cluster::ranges(&[2, 7, 8, 9]), "2,7-9");
/// ```
#[must_use]
pub fn ranges(numbers: &[u64]) -> String {
    let mut parts: Vec<[u64; 2]> = Vec::new();
    for &n in numbers {
        match parts.last_mut() {
            Some([_, last]) if *last + 1 == n => *last = n,
            _ => parts.push([n, n]),
        }
    }
    let written = parts.iter().map(|[first, last]| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    });
    written.collect::<Vec<_>>().join(",")
}

/// The numbers in ranges, ascending and each once; none of them above `most`.
///
/// # Errors
/// What is wrong, and what is expected.
pub fn read_ranges(text: &str, most: u64) -> Result<Vec<u64>, String> {
    let expected = || format!("expected shards from 1 to {most}, such as 2,7-9; found `{text}`");
    let number = |text: &str| text.trim().parse::<u64>().map_err(|_| expected());
    let mut numbers = std::collections::BTreeSet::new();
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (number(first)?, number(last)?);
        if first < 1 || last > most || first > last {
            return Err(expected());
        }
        numbers.extend(first..=last);
    }
    Ok(numbers.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_read_back() {
        for numbers in [vec![1], vec![1, 2, 3], vec![2, 7, 8, 9], vec![1, 3, 5], vec![4, 5, 12]] {
            assert_eq!(read_ranges(&ranges(&numbers), 12), Ok(numbers));
        }
        assert_eq!(read_ranges("9-10, 2,2", 12), Ok(vec![2, 9, 10]));
        for wrong in ["", "0", "13", "5-2", "1-13", "a", "1,,2", "-3", "18446744073709551616"] {
            assert!(read_ranges(wrong, 12).is_err(), "{wrong}");
        }
    }
}
