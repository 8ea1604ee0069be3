//! A progress bar with rate and time left, on a terminal only.

use detente_results::grouped;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt;
use std::io::{IsTerminal, stderr};

/// `6,400 a second`: tenths of a run are noise.
fn rate(state: &ProgressState, to: &mut dyn fmt::Write) {
    // A terminal that refuses a number is no reason to stop.
    let _ = write!(to, "{} a second", grouped(state.per_sec() as u64));
}

/// How far the runs are.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(crate) fn new(runs: u64, done: u64, quiet: bool) -> Self {
        let shown = !quiet && stderr().is_terminal();
        let target = if shown {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(runs), target);
        let style = ProgressStyle::with_template("{bar:30} {human_pos} of {human_len} runs, {rate}, {eta} left {msg}");
        if let Ok(style) = style {
            bar.set_style(style.with_key("rate", rate));
        }
        // The rate is of what is played now, not of what was there.
        Self {
            bar: bar.with_position(done),
        }
    }

    pub(crate) fn at(&self, done: u64) {
        self.bar.set_position(done);
    }

    pub(crate) fn say(&self, message: &'static str) {
        self.bar.set_message(message);
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
