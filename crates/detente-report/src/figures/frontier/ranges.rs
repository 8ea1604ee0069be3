//! More than three disputants: a plane of two of them would be a cloud, so each has a line of its own.

use detente_results::{SolutionKind, format_float, write_records};

use super::situation::Situation;
use crate::axis::{Axis, fixed};
use crate::font::{BODY, SMALL};
use crate::labels::count;
use crate::marker::{self, Shape};
use crate::page::{LEFT, Page, RIGHT, Swatch};
use crate::palette::{Ink, QUIET, SERIES, STRIPE, TEXT};
use crate::panel::{LINE, ticks_below, title_below};
use crate::sheet::{Anchor, Sheet};

/// With more disputants, those that gain least are shown.
const MOST_ROWS: usize = 40;

const LABELS: f64 = 46.0;
const COLUMN: f64 = 36.0;
const MEDIANS: f64 = 21.0;
const ROW: f64 = 4.4;
const MARK: f64 = 0.55;
const FRONTIER: Ink = SERIES[2].thinned(0.3);

/// What a disputant could get, and gets.
pub(super) struct Range {
    pub(super) party: String,
    name: String,
    reservation: Option<f64>,
    /// Least and most on the frontier.
    frontier: Option<[f64; 2]>,
    nash: Option<f64>,
    /// 5th percentile, median and 95th percentile of what agreements are worth.
    agreed: Option<[f64; 3]>,
}

impl Range {
    fn of(situation: &Situation, party: usize, name: &str) -> Self {
        let least_most = |packages: &Vec<Vec<f64>>| {
            let values = || packages.iter().map(|package| package[party]);
            [values().fold(f64::MAX, f64::min), values().fold(f64::MIN, f64::max)]
        };
        let mut agreed: Vec<(f64, u64)> = situation
            .agreements
            .iter()
            .map(|found| (found.utilities[party], found.runs))
            .collect();
        agreed.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self {
            party: situation.parties[party].clone(),
            name: name.to_owned(),
            reservation: situation.reservation().map(|values| values[party]),
            frontier: situation.frontier.as_ref().map(|(_, packages)| least_most(packages)),
            nash: situation.all(SolutionKind::Nash).first().map(|values| values[party]),
            agreed: (!agreed.is_empty()).then(|| [5, 50, 95].map(|percent| percentile(&agreed, percent))),
        }
    }

    /// By how much the median agreement is worth more than none.
    fn gain(&self) -> Option<f64> {
        Some(self.agreed?[1] - self.reservation?)
    }

    fn values(&self) -> impl Iterator<Item = f64> {
        let lists = [
            self.reservation.as_slice(),
            self.nash.as_slice(),
            self.frontier.as_ref().map_or(&[], |ends| &ends[..]),
            self.agreed.as_ref().map_or(&[], |ends| &ends[..]),
        ];
        lists.into_iter().flatten().copied()
    }
}

/// The least value that at least so many in a hundred runs do not exceed; values are in order.
fn percentile(values: &[(f64, u64)], percent: u64) -> f64 {
    let all: u64 = values.iter().map(|(_, runs)| runs).sum();
    let mut passed = 0;
    let reached = values.iter().find(|(_, runs)| {
        passed += runs;
        100 * passed >= percent * all
    });
    reached.or(values.last()).map_or(0.0, |(value, _)| *value)
}

/// All disputants that are shown, those that gain least first.
pub(super) fn of(situation: &Situation, names: &[String]) -> Vec<Range> {
    let mut ranges: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(party, name)| Range::of(situation, party, name))
        .collect();
    let gain = |range: &Range| range.gain().unwrap_or(f64::MAX);
    ranges.sort_by(|a, b| gain(a).total_cmp(&gain(b)));
    ranges.truncate(MOST_ROWS);
    ranges
}

/// Who gains least by agreeing.
pub(super) fn title(ranges: &[Range]) -> Option<String> {
    let first = ranges.first()?;
    let ([_, median, _], reservation) = (first.agreed?, first.reservation?);
    Some(format!(
        "{} gains least: the median agreement is worth {} to it, no agreement {}",
        first.name,
        fixed(median, 2),
        fixed(reservation, 2)
    ))
}

/// Every line with its numbers.
pub(super) fn text(ranges: &[Range]) -> String {
    let told = |range: &Range| {
        let mut parts = Vec::new();
        parts.extend(
            range
                .reservation
                .map(|value| format!("reservation value {}", fixed(value, 2))),
        );
        parts.extend(range.agreed.map(|[low, middle, high]| {
            let [low, middle, high] = [low, middle, high].map(|value| fixed(value, 2));
            format!("median agreement {middle} ({low} to {high})")
        }));
        parts.extend(
            range
                .frontier
                .map(|[low, high]| format!("frontier {} to {}", fixed(low, 2), fixed(high, 2))),
        );
        format!(" {}: {}.", range.name, parts.join(", "))
    };
    ranges.iter().map(told).collect()
}

/// What the foot says of them.
pub(super) fn caption(ranges: &[Range], all: usize) -> String {
    let left_out = if ranges.len() < all {
        format!(" Of {all} disputants the {} that gain least are shown.", ranges.len())
    } else {
        String::new()
    };
    format!(
        " Those that gain least over their reservation value come first; utilities of different parties are not of one \
         scale.{left_out}"
    )
}

/// What is drawn, as CSV.
pub(super) fn data(ranges: &[Range]) -> Vec<u8> {
    let cell = |value: Option<f64>| value.map_or_else(String::new, |value| format_float(value + 0.0));
    let line = |range: &Range| {
        let mut cells = vec![range.party.clone(), cell(range.reservation)];
        cells.extend((0..2).map(|end| cell(range.frontier.map(|ends| ends[end]))));
        cells.push(cell(range.nash));
        cells.extend((0..3).map(|place| cell(range.agreed.map(|places| places[place]))));
        cells
    };
    let header = [
        "party",
        "reservation",
        "frontier_low",
        "frontier_high",
        "nash",
        "agreed_p05",
        "agreed_p50",
        "agreed_p95",
    ];
    write_records(&header, ranges.iter().map(line))
}

/// A line for each disputant.
pub(super) fn plot(page: &mut Page, situation: &Situation, ranges: &[Range]) {
    let mut entries = vec![(Swatch::Shape(Shape::Cross, MARK), TEXT, "reservation value".to_owned())];
    if situation.frontier.is_some() {
        entries.push((Swatch::Block, FRONTIER, "on the frontier".to_owned()));
    }
    if ranges.iter().any(|range| range.nash.is_some()) {
        entries.push((Swatch::Shape(Shape::Square, MARK), TEXT, "Nash".to_owned()));
    }
    if situation.agreed() > 0 {
        let agreements = count(situation.agreed(), "agreement");
        entries.push((
            Swatch::Dot,
            SERIES[0],
            format!("{agreements}: median, 5th to 95th percentile"),
        ));
    }
    page.legend(&entries);
    let values = || ranges.iter().flat_map(Range::values);
    let ends = (values().fold(f64::MAX, f64::min), values().fold(f64::MIN, f64::max));
    let axis = Axis::covering(ends, (LEFT + LABELS, RIGHT - COLUMN), 5);
    let header = page.top + SMALL.cap();
    for (right, word) in [(MEDIANS, "median"), (1.0, "reservation")] {
        page.sheet
            .text((RIGHT - right, header), Anchor::End, word, SMALL, QUIET);
    }
    let top = header + 1.8;
    let bottom = top + ROW * ranges.len() as f64;
    for place in (0..ranges.len()).step_by(2) {
        let y = top + ROW * place as f64;
        page.sheet.block((LEFT, y), (RIGHT, y + ROW), STRIPE);
    }
    ticks_below(&mut page.sheet, &axis, (top, bottom), bottom + 1.5);
    for (place, range) in ranges.iter().enumerate() {
        row(&mut page.sheet, &axis, top + ROW * (place as f64 + 0.5), range);
    }
    page.top = bottom + 1.5 + SMALL.line() + 1.0;
    title_below(&mut page.sheet, axis.ends(), page.top, "utility");
    page.top += BODY.em();
}

fn row(sheet: &mut Sheet, axis: &Axis, y: f64, range: &Range) {
    let name = SMALL.fit(&range.name, LABELS - 4.0);
    sheet.text_beside((LEFT + 1.0, y), Anchor::Start, name, SMALL, TEXT);
    if let Some([low, high]) = range.frontier {
        sheet.block((axis.at(low), y - 1.3), (axis.at(high), y + 1.3), FRONTIER);
    }
    if let Some(value) = range.reservation {
        marker::draw(sheet, &[(Shape::Cross, (axis.at(value), y))], MARK, TEXT);
    }
    if let Some([low, middle, high]) = range.agreed {
        sheet.line(vec![(axis.at(low), y), (axis.at(high), y)], LINE, SERIES[0]);
        sheet.disc((axis.at(middle), y), 0.9, SERIES[0]);
    }
    if let Some(value) = range.nash {
        marker::draw(sheet, &[(Shape::Square, (axis.at(value), y))], MARK, TEXT);
    }
    let numbers = [
        (MEDIANS, range.agreed.map(|[_, middle, _]| middle)),
        (1.0, range.reservation),
    ];
    for (right, value) in numbers {
        let number = value.map_or_else(String::new, |value| fixed(value, 2));
        sheet.text_beside((RIGHT - right, y), Anchor::End, number, SMALL, TEXT);
    }
}

#[cfg(test)]
mod tests {
    use super::percentile;

    #[test]
    fn percentiles_are_values_of_runs() {
        let values = [(0.1, 1), (0.2, 8), (0.9, 1)];
        assert_eq!(
            [5, 10, 11, 50, 90, 95].map(|percent| percentile(&values, percent)),
            [0.1, 0.1, 0.2, 0.2, 0.2, 0.9]
        );
        assert_eq!(percentile(&[], 50), 0.0);
    }
}
