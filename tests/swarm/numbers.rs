//! Numbers as a file may say them: a constant, plausible or at the very end of what is allowed, or a distribution.

use crate::common::SplitMix;
use detente_core::Parameter;

/// A number fit for a parameter, as TOML.
pub(super) fn number(luck: &mut SplitMix, parameter: &Parameter) -> String {
    if let Some(words) = parameter.words() {
        return format!("\"{}\"", luck.pick(&words));
    }
    if parameter.unit == "0 or 1" && luck.chance(0.8) {
        return luck.chance(0.3).to_string();
    }
    match luck.unit() {
        x if x < 0.1 => distribution(luck, parameter),
        x if x < 0.16 => float(parameter.range[luck.below(2)]),
        x if x < 0.22 => {
            let [low, high] = parameter.range;
            float(fit(low + luck.unit() * (high - low), parameter))
        }
        _ => float(plausible(luck, parameter)),
    }
}

/// TOML tells floats from whole numbers by their point; Rust writes none into `1e9`.
fn float(x: f64) -> String {
    format!("{x:?}")
}

/// From the default some way towards an end of the range, no further than a few times what the default is.
fn plausible(luck: &mut SplitMix, parameter: &Parameter) -> f64 {
    let [low, high] = parameter.range;
    let usual = parameter.default.clamp(low, high);
    let reach = (4.0 * usual.abs()).max(1.0);
    let end = if luck.chance(0.5) {
        low.max(usual - reach)
    } else {
        high.min(usual + reach)
    };
    fit(usual + luck.unit() * luck.unit() * (end - usual), parameter)
}

/// The number, or the nearest whole one for what comes in whole numbers.
fn fit(x: f64, parameter: &Parameter) -> f64 {
    if parameter.whole { x.round() } else { x }
}

fn distribution(luck: &mut SplitMix, parameter: &Parameter) -> String {
    let [low, high] = parameter.range;
    let (a, b) = (plausible(luck, parameter), plausible(luck, parameter));
    let (a, b) = (a.min(b), a.max(b));
    match luck.below(7) {
        0 => format!("{{ normal = [{a:?}, {:?}], min = {low:?} }}", b - a),
        1 => format!("{{ uniform = [{a:?}, {b:?}] }}"),
        2 => format!("{{ triangular = [{a:?}, {a:?}, {b:?}], max = {high:?} }}"),
        3 => format!("{{ choice = [{a:?}, {b:?}, {:?}] }}", parameter.range[luck.below(2)]),
        4 if low <= 0.0 && high >= 1.0 => format!("{{ beta = [{:?}, {:?}] }}", luck.unit() + 0.1, luck.unit() + 0.1),
        5 if a > 0.0 => format!("{{ log_uniform = [{a:?}, {b:?}] }}"),
        6 if a > 0.0 => format!("{{ log_normal = [{:?}, {:?}] }}", libm::log(a), luck.unit()),
        _ => format!("{{ normal = [{b:?}, {:?}] }}", luck.unit()),
    }
}
