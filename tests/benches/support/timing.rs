//! What benches have in common: processor time, medians, words on the command line.
#![allow(dead_code, reason = "no bench needs all of it")]

use cpu_time::ProcessTime;
use std::hint::black_box;

/// Processor time of some work, in microseconds for each of so many.
pub(crate) fn time<T>(each_of: u64, work: impl FnOnce() -> T) -> f64 {
    let start = ProcessTime::now();
    black_box(work());
    start.elapsed().as_secs_f64() * 1e6 / each_of as f64
}

pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The median of ratios that were measured in pairs.
pub(crate) fn ratio(over: &[f64], under: &[f64]) -> f64 {
    median(over.iter().zip(under).map(|(a, b)| a / b).collect())
}

/// The number behind a word on the command line.
pub(crate) fn asked(word: &str) -> Option<u64> {
    let mut arguments = std::env::args().skip_while(|argument| argument != word).skip(1);
    arguments.next()?.parse().ok()
}
