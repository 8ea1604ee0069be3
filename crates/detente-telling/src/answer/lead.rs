//! The answer first: how the talks end as the scenario stands, and what the experiment has found, in a few sentences.

use super::Told;
use super::figures::{share, share_interval};
use super::page::Piece;
use crate::wording::{capitalised, count, list, words};
use detente_analyses::{Arrangement, Points};
use detente_results::{ContrastRow, OUTCOMES, SensitivityRow, end_noun, grouped};

/// Below this a difference is told from nothing, after all comparisons of a response are counted.
pub(super) const LEVEL: f64 = 0.05;
/// Policies that are named in a sentence.
const MOST_NAMED: usize = 3;
/// What the question is about.
pub(super) const QUESTION: &str = OUTCOMES[0];

pub(super) fn pieces(told: &Told<'_>) -> Vec<Piece> {
    let sentences = [
        Some(of_base(told)),
        of_inputs(told),
        of_policies(told),
        of_screen(told),
        of_indices(told),
        of_points(told),
        of_tornado(told),
    ];
    let text: Vec<String> = sentences.into_iter().flatten().collect();
    vec![Piece::Text(text.join(" "))]
}

/// An end as a noun.
pub(crate) fn end(outcome: &str) -> &'static str {
    end_noun(outcome).unwrap_or("the deadline")
}

/// How often the scenario as it stands ends in an agreement, and how else.
fn of_base(told: &Told<'_>) -> String {
    let done = &told.done;
    let Some(agreement) = done.share(0, QUESTION) else {
        return "No run of the scenario as it stands has come to an end that counts.".to_owned();
    };
    let others = done.of(0).filter(|row| row.outcome != QUESTION && row.count > 0);
    let commonest = others.max_by(|a, b| a.count.cmp(&b.count).then(b.outcome.cmp(&a.outcome)));
    if told.is_about_the_design() {
        let runs: u64 = done.of(0).map(|row| row.count).sum();
        let base = match (told.plan.experiment.replicates, told.done.as_it_stands) {
            (runs, Some(share)) if runs >= super::over_design::FEW_RUNS => {
                format!(" As the scenario stands it is {}.", share_interval(share))
            }
            _ => String::new(),
        };
        return format!(
            "Over all {} runs of the design, {} of 100 end in an agreement.{base}",
            grouped(runs),
            share_interval(agreement)
        );
    }
    let first = match agreement {
        [0.0, _, high] => format!(
            "No run of the scenario as it stands ends in an agreement (at most {} of 100 would)",
            share(high)
        ),
        all => format!(
            "Of 100 runs of the scenario as it stands, {} end in an agreement",
            share_interval(all)
        ),
    };
    match commonest {
        Some(row) => format!(
            "{first}; the commonest other end is {} ({}).",
            end(&row.outcome),
            share(row.share)
        ),
        None => format!("{first}."),
    }
}

/// How far what is not known moves it.
fn of_inputs(told: &Told<'_>) -> Option<String> {
    let row = told
        .done
        .spread
        .iter()
        .find(|row| row.response == QUESTION && row.point == 0)?;
    if row.sd_inputs == 0.0 {
        return Some(format!(
            "How far {} move agreement these runs cannot tell.",
            told.unknown()
        ));
    }
    Some(format!(
        "{} put agreement between {} and {} (nine in ten of what they may be).",
        capitalised(told.unknown()),
        share(row.p05),
        share(row.p95)
    ))
}

/// Whether a difference is told from nothing.
pub(crate) fn is_told(row: &ContrastRow) -> bool {
    row.p_holm < LEVEL
}

/// Which policy changes agreement most, either way.
fn of_policies(told: &Told<'_>) -> Option<String> {
    let policies = &told.plan.experiment.policies;
    let rows: Vec<&ContrastRow> = (1..=policies.len())
        .filter_map(|point| told.done.contrast(point, QUESTION))
        .collect();
    let known: Vec<&&ContrastRow> = rows.iter().filter(|row| is_told(row)).collect();
    let best = known
        .iter()
        .filter(|row| row.estimate > 0.0)
        .max_by(|a, b| a.estimate.total_cmp(&b.estimate));
    let worst = known
        .iter()
        .filter(|row| row.estimate < 0.0)
        .min_by(|a, b| a.estimate.total_cmp(&b.estimate));
    let verb = |row: &ContrastRow, sole: bool| {
        let now = told.done.share(row.point as usize, QUESTION).map_or(f64::NAN, |s| s[0]);
        let most = if sole { "" } else { " most" };
        let way = if row.estimate > 0.0 { "raises" } else { "lowers" };
        format!(
            "{} {way} that{most}, by {} points, to {}",
            row.policy,
            size(row),
            share(now)
        )
    };
    let sole = |up: bool| known.iter().filter(|row| (row.estimate > 0.0) == up).count() == 1;
    let mut parts: Vec<String> = Vec::new();
    parts.extend(best.map(|row| verb(row, sole(true))));
    parts.extend(worst.map(|row| verb(row, sole(false))));
    let unknown: Vec<&str> = rows
        .iter()
        .filter(|row| !is_told(row))
        .map(|row| &*row.policy)
        .collect();
    match unknown.len() {
        0 => {}
        n if n <= MOST_NAMED => {
            let them = if n == 1 { "it changes" } else { "they change" };
            parts.push(format!("of {} it cannot be told whether {them} that", list(&unknown)));
        }
        n if n == rows.len() => parts.push(format!("of none of {n} can it be told whether it changes that")),
        n => parts.push(format!(
            "of {n} of {} it cannot be told whether they change that",
            rows.len()
        )),
    }
    let first = match (rows.len(), told.plan.experiment.what_if.is_empty()) {
        (0, _) => return None,
        (1, true) => "The policy: ",
        (1, false) => "With the change: ",
        _ => "Of the policies, ",
    };
    Some(format!("{first}{}.", parts.join("; ")))
}

/// How large a difference is, without its sign, and its interval from the lower end.
fn size(row: &ContrastRow) -> String {
    match row.estimate < 0.0 {
        false => share_interval([row.estimate, row.ci_low, row.ci_high]),
        true => share_interval([-row.estimate, -row.ci_high, -row.ci_low]),
    }
}

/// The rows of one index of the question, the largest first.
pub(crate) fn ranked<'a>(told: &'a Told<'_>, response: &str, index: &str) -> Vec<&'a SensitivityRow> {
    let rows = told.done.sensitivity.iter();
    let mut rows: Vec<&SensitivityRow> = rows
        .filter(|row| row.response == response && row.index == index)
        .collect();
    rows.sort_by(|a, b| b.value.total_cmp(&a.value));
    rows
}

fn of_screen(told: &Told<'_>) -> Option<String> {
    if told.plan.arrangement() != Arrangement::Trajectories {
        return None;
    }
    let rows = ranked(told, QUESTION, "mu_star");
    let named: Vec<String> = (rows.iter().take(3))
        .map(|row| format!("{} (by {} points)", row.factor, share(row.value)))
        .collect();
    (!named.is_empty()).then(|| {
        format!(
            "Of {} that were varied, {} move agreement most, on average, when they go through their ranges.",
            count(rows.len(), "number"),
            list(&named)
        )
    })
}

fn of_indices(told: &Told<'_>) -> Option<String> {
    let rows = ranked(told, QUESTION, "S1");
    let luck = rows.iter().find(|row| row.factor == "luck")?;
    let mut numbers = rows.iter().filter(|row| row.factor != "luck");
    let first = numbers.next()?;
    Some(format!(
        "Luck alone accounts for {} % of what differs between single runs in agreement; {}.",
        share(luck.value),
        match first.ci_low {
            Some(low) if low > 0.0 => format!("of the numbers, {} for most: {} %", first.factor, share(first.value)),
            _ => "of no number alone can it be told that it accounts for anything".to_owned(),
        }
    ))
}

/// Where in the design agreement is rarest, and most frequent.
fn of_points(told: &Told<'_>) -> Option<String> {
    if told.is_about_the_design() {
        return None;
    }
    if matches!(
        told.plan.arrangement(),
        Arrangement::Trajectories | Arrangement::BaseRows | Arrangement::OneAtATime
    ) {
        return None;
    }
    let [low, high] = &told.done.extremes;
    let (low, high) = (low.as_ref()?, high.as_ref()?);
    let points = told.plan.waves.points - told.plan.experiment.policies.len() as u64 - 1;
    Some(format!(
        "Over the {} points of the design it goes from {} to {} of 100.",
        grouped(points),
        share(low.share),
        share(high.share)
    ))
}

fn of_tornado(told: &Told<'_>) -> Option<String> {
    let rows = told.done.tornado.iter().filter(|row| row.response == QUESTION);
    let widest = rows.max_by(|a, b| super::matters::reach(a).total_cmp(&super::matters::reach(b)))?;
    Some(format!(
        "Of the factors, one at a time, {} moves that furthest: by {} points at {}, by {} at {}.",
        words(&widest.factor),
        super::figures::signed_share(widest.low),
        told.level(&widest.factor, &widest.low_level),
        super::figures::signed_share(widest.high),
        told.level(&widest.factor, &widest.high_level)
    ))
}
