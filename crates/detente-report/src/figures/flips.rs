//! Which talks end otherwise under a policy: a hundred talks as squares, coloured by how they end, outlined where the talk
//! with the same luck ends otherwise than in the scenario as it stands.

mod squares;

use detente_results::{OUTCOMES, TransitionRow, grouped, write_table};

use super::cumulative_incidence::INKS;
use super::{Drawing, Figure, Kind};
use crate::axis::fixed;
use crate::finding::quoted;
use crate::font::{SMALL, STRONG};
use crate::labels::{self, counted};
use crate::page::{LEFT, Page, RIGHT, Swatch};
use crate::palette::{QUIET, TEXT, WHITE};
use crate::panel::LINE;
use crate::sheet::{Anchor, Point, Sheet};
use crate::tables::Tables;
use squares::{AGREEMENT, MOST_TALKS, Squares, ends_without};

/// As many policies as two rows hold beside the scenario as it stands.
const MOST_POLICIES: usize = 7;
/// With fewer pairs of runs there is nothing to be seen.
const FEWEST_PAIRS: u64 = 10;
/// Squares along each side.
const SIDE: usize = 10;
const MOST_PITCH: f64 = 5.2;

/// How the talks of one policy end against the same talks without it.
struct Flipped<'a> {
    point: u64,
    rows: Vec<&'a TransitionRow>,
    squares: Squares,
}

pub(crate) const KIND: Kind = Kind {
    key: "flips",
    question: "Which talks end otherwise?",
    figures: |tables| vec![Figure::only(&KIND, move || draw(tables))],
};

fn draw(tables: &Tables) -> Option<Drawing> {
    let (all, left_out) = shown(tables)?;
    let talks = all[0].squares.talks();
    let title = title(tables, &all, talks);
    let pairs: u64 = all[0].rows.iter().map(|row| row.count).sum();
    let pairs = grouped(pairs);
    let subtitle = match talks {
        MOST_TALKS => format!(
            "each square is a talk, at the same place in every panel: {talks} that stand for {pairs} pairs of runs that met the \
             same luck, without and with a policy."
        ),
        _ => format!("each square is one of {pairs} pairs of runs that met the same luck, without and with a policy."),
    };
    let subtitle = tables.scene(&subtitle);
    let mut page = Page::new(&title, &subtitle);
    page.legend(&legend(&all));
    panels(&mut page, tables, &all);
    let omitted = match left_out {
        0 => String::new(),
        left_out => format!(
            " {} with fewer flips not shown.",
            counted(left_out as u64, "policy", "policies")
        ),
    };
    // Where every pair has its square nothing is rounded.
    let rounded = match talks {
        MOST_TALKS => format!(
            " Whole numbers by the rule of the largest remainder, so that they sum to {talks}; a square may be one talk off."
        ),
        _ => String::new(),
    };
    let caption = format!(
        "White dot: agreement. Outlined: ends otherwise than as the scenario stands.{rounded} The flips are those of these runs; \
         what luck leaves open is in the intervals of transitions.csv.{omitted}"
    );
    let rows: Vec<&TransitionRow> = all.iter().flat_map(|policy| &policy.rows).copied().collect();
    Some(Drawing {
        text: text(tables, &subtitle, &all),
        title,
        data: write_table(&rows.into_iter().cloned().collect::<Vec<_>>()),
        sheet: page.close(&caption, &tables.provenance()),
    })
}

/// The policies to show, in their order, those with the most flips if not all have room, and how many are left out.
fn shown(tables: &Tables) -> Option<(Vec<Flipped<'_>>, usize)> {
    let of_point = |point| {
        let all = tables.analyses.transitions.iter();
        let rows: Vec<_> = all.filter(|row| row.point == point && row.against == 0).collect();
        let pairs: u64 = rows.iter().map(|row| row.count).sum();
        (pairs >= FEWEST_PAIRS).then_some((point, rows))
    };
    let compared: Vec<_> = tables.points.scenario().skip(1).filter_map(of_point).collect();
    // Where runs failed, the pairs of each policy are a few fewer; one picture of the scenario as it stands serves all.
    let base = ends_without(&compared.first()?.1);
    let mut all: Vec<Flipped<'_>> = compared
        .into_iter()
        .map(|(point, rows)| Flipped {
            point,
            squares: Squares::of(&rows, &base),
            rows,
        })
        .collect();
    all.sort_by(|a, b| b.flips().total_cmp(&a.flips()));
    let left_out = all.len().saturating_sub(MOST_POLICIES);
    all.truncate(MOST_POLICIES);
    all.sort_by_key(|policy| policy.point);
    Some((all, left_out))
}

impl Flipped<'_> {
    /// The share of pairs for which this holds of how they end without and with the policy.
    fn share(&self, holds: impl Fn(&TransitionRow) -> bool) -> f64 {
        self.rows.iter().filter(|row| holds(row)).map(|row| row.share).sum()
    }

    fn flips(&self) -> f64 {
        self.share(|row| row.from != row.to)
    }

    fn saved(&self) -> f64 {
        self.share(|row| row.from != AGREEMENT && row.to == AGREEMENT)
    }

    fn lost(&self) -> f64 {
        self.share(|row| row.from == AGREEMENT && row.to != AGREEMENT)
    }
}

/// Of so many talks, as titles round it.
fn of(talks: usize, share: f64) -> String {
    fixed((talks as f64 * share + 1e-9).round(), 0)
}

/// What the policy that changes agreement most does, or the one that flips most.
fn title(tables: &Tables, all: &[Flipped<'_>], talks: usize) -> String {
    let change = |policy: &&Flipped<'_>| (policy.saved() - policy.lost()).abs();
    let best = all
        .iter()
        .max_by(|a, b| change(a).total_cmp(&change(b)).then(a.flips().total_cmp(&b.flips())));
    let Some(best) = best else { return String::new() };
    let name = quoted(&tables.point(best.point));
    match (best.saved() + best.lost() > 0.0, best.flips() > 0.0) {
        (true, _) => format!(
            "Of {talks} talks with the same luck, {name} saves {} and loses {}",
            of(talks, best.saved()),
            of(talks, best.lost())
        ),
        (false, true) => format!(
            "Of {talks} talks with the same luck, {name} makes {} end otherwise, but saves none and loses none",
            of(talks, best.flips())
        ),
        (false, false) => format!("Of {talks} talks with the same luck, none ends otherwise under any policy shown"),
    }
}

fn text(tables: &Tables, subtitle: &str, all: &[Flipped<'_>]) -> String {
    let mut said = vec![subtitle.to_owned()];
    for policy in all {
        let talks = policy.squares.talks();
        said.push(format!(
            "{}: {} of {talks} end otherwise than as the scenario stands; {} agree only so, {} agreed only without.",
            labels::sentence(&tables.point(policy.point)),
            of(talks, policy.flips()),
            of(talks, policy.saved()),
            of(talks, policy.lost()),
        ));
    }
    said.join(" ")
}

fn legend(all: &[Flipped<'_>]) -> Vec<(Swatch, crate::palette::Ink, String)> {
    let seen = |place: usize| {
        all.iter()
            .any(|policy| policy.squares.base[place] > 0 || policy.squares.cells.iter().any(|to| to[place] > 0))
    };
    let ends = OUTCOMES.iter().zip(INKS).enumerate().filter(|(place, _)| seen(*place));
    ends.map(|(_, (end, ink))| (Swatch::Block, ink, labels::outcome(end)))
        .collect()
}

fn panels(page: &mut Page, tables: &Tables, all: &[Flipped<'_>]) {
    let columns = match all.len() + 1 {
        few @ ..=4 => few,
        5 | 6 => 3,
        _ => 4,
    };
    let width = (RIGHT - LEFT) / columns as f64;
    let pitch = ((width - 3.0) / SIDE as f64).min(MOST_PITCH);
    let names: Vec<String> = std::iter::once(0)
        .chain(all.iter().map(|policy| policy.point))
        .map(|point| labels::sentence(&tables.point(point)))
        .collect();
    let lines = |name: &String| STRONG.wrap(name, width - 3.0, 3);
    let head = names.iter().map(|name| lines(name).len()).max().unwrap_or(1) as f64 * STRONG.line();
    let rows = all[0].squares.talks().div_ceil(SIDE) as f64;
    let height = head + 1.0 + rows * pitch + 2.0 * SMALL.line() + 3.5;
    for (place, name) in names.iter().enumerate() {
        let left = LEFT + width * (place % columns) as f64;
        let top = page.top + height * (place / columns) as f64;
        let sheet = &mut page.sheet;
        let titles = lines(name);
        let first = top + head - STRONG.line() * titles.len() as f64;
        for (line, text) in titles.into_iter().enumerate() {
            let y = first + STRONG.line() * line as f64 + STRONG.em() * 0.9;
            sheet.text((left, y), Anchor::Start, text, STRONG, TEXT);
        }
        let corner = (left, top + head + 1.0);
        let below = (left, corner.1 + rows * pitch + 1.2 + SMALL.cap());
        match place.checked_sub(1).map(|policy| &all[policy]) {
            None => {
                squares(sheet, corner, pitch, &all[0].squares.unchanged());
                let said = format!("{} agree", all[0].squares.base[0]);
                sheet.text(below, Anchor::Start, said, SMALL, QUIET);
            }
            Some(policy) => {
                squares(sheet, corner, pitch, &policy.squares.places());
                let talks = policy.squares.talks();
                let changed = format!("{} saved, {} lost", of(talks, policy.saved()), of(talks, policy.lost()));
                let agree = format!("{} agree", policy.squares.agree());
                for (line, said) in [agree, changed].into_iter().enumerate() {
                    let y = below.1 + SMALL.line() * line as f64;
                    sheet.text((below.0, y), Anchor::Start, said, SMALL, QUIET);
                }
            }
        }
    }
    page.top += height * names.len().div_ceil(columns) as f64 - 4.0;
}

/// The talks in rows of ten, each with how it ended without and ends with the policy.
fn squares(sheet: &mut Sheet, (left, top): Point, pitch: f64, talks: &[(usize, usize)]) {
    let gap = 0.12 * pitch;
    for (place, (from, to)) in talks.iter().enumerate() {
        let (x, y) = (
            left + pitch * (place % SIDE) as f64,
            top + pitch * (place / SIDE) as f64,
        );
        let end = (x + pitch - gap, y + pitch - gap);
        let inner = |inset: f64| ((x + inset, y + inset), (end.0 - inset, end.1 - inset));
        if from == to {
            sheet.block((x, y), end, INKS[*to]);
        } else {
            for (inset, ink) in [(0.0, TEXT), (1.4 * LINE, WHITE), (2.0 * LINE, INKS[*to])] {
                let (corner, opposite) = inner(inset);
                sheet.block(corner, opposite, ink);
            }
        }
        if *to == 0 {
            sheet.disc(((x + end.0) / 2.0, (y + end.1) / 2.0), 0.14 * pitch, WHITE);
        }
    }
}

#[cfg(test)]
mod tests;
