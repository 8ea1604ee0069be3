//! The head of the minutes: what is negotiated, by whom, until when.

use super::days::Days;
use super::layout::Page;
use super::names::Names;
use crate::wording::{capitalised, count, list, number};
use detente_core::{Indexed, Lot, Model, PartyIx, Role};
use detente_lab::watch::Account;

/// Writes it. `horizon` is the last day of the talks.
pub(super) fn write(page: &mut Page, account: &Account, names: &Names<'_>, days: &Days, horizon: Option<f64>) {
    let model = &*account.model;
    page.heading(&model.title);
    page.rule(&model.title);
    let invented = if model.stylised {
        " Its numbers are invented: this is a model, not a forecast."
    } else {
        ""
    };
    page.statement(&format!(
        "Minutes of one simulated negotiation: {} of seed {}.{invented}",
        which(account.record.lot),
        account.seed
    ));
    page.statement(&question(model, names, days, horizon));
}

/// What the talks are about, in a sentence or two.
fn question(model: &Model, names: &Names<'_>, days: &Days, horizon: Option<f64>) -> String {
    let of = |role: Role| -> Vec<PartyIx> {
        let parties = model.parties.indices();
        parties.filter(|&p| model.parties[p].role == role).collect()
    };
    let until = horizon.map_or_else(String::new, |day| format!(" by {}", days.of(day as i32)));
    let mut text = format!(
        "The question: can {} agree on {}{until}?",
        who(names, &of(Role::Disputant)),
        count(model.issues.len(), "point")
    );
    let mediators = of(Role::Mediator);
    if !mediators.is_empty() {
        let holds = match model.talks.text_holder {
            Some(holder) if mediators == [holder] => " and holds the text",
            _ => "",
        };
        let verb = if mediators.len() == 1 { "mediates" } else { "mediate" };
        text.push_str(&format!(" {} {verb}{holds}.", capitalised(&names.parties(&mediators))));
    }
    let needed: Vec<String> = of(Role::Guarantor)
        .into_iter()
        .filter_map(|p| consent(model, names, p))
        .collect();
    if !needed.is_empty() {
        text.push_str(&format!(" {}.", list(&needed)));
    }
    text
}

/// `East and West`; a crowd is counted.
fn who(names: &Names<'_>, disputants: &[PartyIx]) -> String {
    if names.is_crowd() {
        format!("{} parties", number(disputants.len()))
    } else {
        names.parties(disputants)
    }
}

/// `Three options need the consent of the NATO states`.
fn consent(model: &Model, names: &Names<'_>, party: PartyIx) -> Option<String> {
    let options = model
        .options
        .iter()
        .filter(|option| option.consent.contains(&party))
        .count();
    let verb = if options == 1 { "needs" } else { "need" };
    let text = format!(
        "{} {verb} the consent of {}",
        count(options, "option"),
        names.party(party)
    );
    (options > 0).then(|| capitalised(&text))
}

/// Which run of a seed it is.
fn which(lot: Lot) -> String {
    match lot.luck == lot.inputs {
        true => format!("replicate {}", lot.luck),
        false => format!("luck {} with inputs {}", lot.luck, lot.inputs),
    }
}
