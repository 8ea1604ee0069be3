//! The keys of the rows: parties, negotiators, groups, relations, issues, linkages, exclusions, the calendar.

use super::scenario::{VALUE, carried, id, maps, numbers, protocol};
use super::{Key, Of, Shape, key, required};
use detente_core::strategy::{Accepts, Offers};
use detente_core::terms::{EffectTerms, EmphasisTerms, SideTerms, StakeTerms, StanceTerms};
use detente_core::{Cue, Params, Registry, RowKind};

/// Keys of a session that say when its calendar entry begins and how often: not those of a leg.
const SCHEDULE: [&str; 4] = ["day", "every_days", "times", "threshold"];

pub(super) fn parties(registry: &Registry) -> Vec<Key> {
    let mut keys = vec![
        id(),
        key("name", Shape::Text, "name for people"),
        key(
            "role",
            Shape::Word(vec!["disputant", "mediator", "guarantor"]),
            "what it is in the talks: disputants sign, a mediator helps, a guarantor is asked for its consent",
        ),
        key(
            "red_lines",
            Shape::References(Of::Option),
            "options that it never accepts",
        ),
        key("ratified_by", Shape::Texts, "who ratifies at home"),
    ];
    keys.extend(maps(SideTerms::ALL, Of::Party));
    let option = required(
        "option",
        Shape::Reference(Of::Option),
        "the option that it makes worth more",
    );
    let carrots = inducements(registry).into_iter().chain([option]).collect();
    keys.push(key("carrots", Shape::Rows(carrots), "what a mediator can promise"));
    let sticks = Shape::Rows(inducements(registry));
    keys.push(key("sticks", sticks, "what a mediator can threaten with"));
    keys.extend(carried(registry, RowKind::Party));
    keys
}

/// The keys of a carrot or stick but its option.
fn inducements(registry: &Registry) -> Vec<Key> {
    let cues = Cue::WORDS.iter().map(|(word, _)| *word).collect();
    let mut keys = vec![
        id(),
        key("title", Shape::Text, "title for people"),
        required("party", Shape::Reference(Of::Party), "the side that it is for"),
        required(
            "when",
            Shape::Word(cues),
            "what calls for it. rejection: the side cannot live with the text; stall: the session moved nothing; last_mile: \
             the side can live with the text and asks for no more than `threshold`",
        ),
    ];
    keys.extend(carried(registry, RowKind::Inducement));
    keys
}

pub(super) fn shocks(registry: &Registry) -> Vec<Key> {
    let effects = Shape::Map(Of::State, Box::new(Shape::Number(&EffectTerms::ALL[0])));
    let mut keys = vec![
        id(),
        key("title", Shape::Text, "title for people"),
        key("once", Shape::Flag, "a shock at a rate comes once at most"),
        required("effects", effects, "by path of a state: how it changes"),
    ];
    keys.extend(dated(carried(registry, RowKind::Shock)));
    keys
}

/// The day may be given as a date.
fn dated(keys: Vec<Key>) -> impl Iterator<Item = Key> {
    keys.into_iter().map(|k| match k.shape {
        Shape::Number(p) if p.name == "day" => Key {
            shape: Shape::Day(p),
            ..k
        },
        _ => k,
    })
}

pub(super) fn negotiators(registry: &Registry) -> Vec<Key> {
    let offers = registry.fixed_set(RowKind::Negotiator, "strategy.offers");
    let offers = numbers(offers.map_or(&[], |s| registry.sets()[s].all)).collect();
    let strategy = vec![
        key(
            "offers",
            Shape::WordOrTable(Offers::words().collect(), offers),
            "how the person makes offers: a strategy of the glossary, or a table with the exponent of concession over time",
        ),
        key(
            "accepts",
            Shape::Word(Accepts::words().collect()),
            "what the person accepts. aspiration: an offer at or above the own aspiration of the moment; next: one as good as \
             the own next offer, or better; otherwise by the rule of the strategy of that name",
        ),
    ];
    let mut keys = vec![
        id(),
        key("name", Shape::Text, "name for people"),
        required(
            "party",
            Shape::Reference(Of::Party),
            "the party whose delegation it belongs to",
        ),
        key("strategy", Shape::Table(strategy), "how the person bargains"),
    ];
    keys.extend(carried(registry, RowKind::Negotiator));
    keys
}

pub(super) fn constituencies(registry: &Registry) -> Vec<Key> {
    let mut keys = vec![
        id(),
        key("name", Shape::Text, "name for people"),
        required("party", Shape::Reference(Of::Party), "its party"),
    ];
    keys.extend(maps(EmphasisTerms::ALL, Of::Issue));
    keys.extend(carried(registry, RowKind::Constituency));
    keys
}

pub(super) fn relations(registry: &Registry) -> Vec<Key> {
    let mut keys = vec![
        required("from", Shape::Reference(Of::Party), "who holds the trust"),
        required("to", Shape::Reference(Of::Party), "in whom"),
    ];
    keys.extend(carried(registry, RowKind::Relation));
    keys
}

pub(super) fn issues(registry: &Registry) -> Vec<Key> {
    let value = &StanceTerms::ALL[VALUE];
    let values = Shape::Map(
        Of::Party,
        Box::new(Shape::Map(Of::OwnOption, Box::new(Shape::Number(value)))),
    );
    let mut keys = vec![
        id(),
        key("title", Shape::Text, "title for people"),
        key(
            "options",
            Shape::Rows(options(registry)),
            "the ways to settle it, in order along the issue's line",
        ),
        key("range", Shape::Range, "a numeric issue: `from`, `to`, `step`, `unit`"),
        key(
            "opening",
            Shape::OptionId,
            "the option in the first text; the first that can be chosen unless given",
        ),
        key("values", values, value.meaning),
    ];
    keys.extend(
        StakeTerms::ALL
            .iter()
            .map(|p| key(p.name, Shape::NumberByParty(p), p.meaning)),
    );
    keys.extend(carried(registry, RowKind::Issue));
    keys
}

fn options(registry: &Registry) -> Vec<Key> {
    let mut keys = vec![
        id(),
        key("name", Shape::Text, "name for people"),
        key(
            "consent",
            Shape::References(Of::Party),
            "parties whose consent it needs",
        ),
    ];
    keys.extend(maps(&StanceTerms::ALL[VALUE + 1..], Of::Party));
    keys.extend(carried(registry, RowKind::IssueOption));
    keys
}

pub(super) fn linkages(registry: &Registry) -> Vec<Key> {
    let mut keys = vec![
        id(),
        required("party", Shape::Reference(Of::Party), "the party to which it matters"),
        required(
            "options",
            Shape::References(Of::Option),
            "the options, as `issue=option`",
        ),
    ];
    keys.extend(carried(registry, RowKind::Linkage));
    keys
}

pub(super) fn exclusions() -> Vec<Key> {
    vec![
        id(),
        required(
            "options",
            Shape::References(Of::Option),
            "the options, as `issue=option`",
        ),
    ]
}

pub(super) fn sessions(registry: &Registry) -> Vec<Key> {
    let mut keys = meeting(registry);
    keys.extend([
        key("after", Shape::Reference(Of::Session), "the session that it follows"),
        key(
            "when",
            Shape::Word(vec!["gap_below", "momentum_above"]),
            "what calls it. gap_below: what the disputants still ask above what the text gives, on average, has fallen to \
             `threshold`; momentum_above: momentum has reached it",
        ),
        key(
            "legs",
            Shape::Rows(legs(registry)),
            "meetings one after another; each inherits what it does not say",
        ),
    ]);
    keys
}

fn legs(registry: &Registry) -> Vec<Key> {
    meeting(registry)
        .into_iter()
        .filter(|k| !SCHEDULE.contains(&k.name))
        .collect()
}

fn meeting(registry: &Registry) -> Vec<Key> {
    let mut keys = vec![
        id(),
        key("title", Shape::Text, "title for people"),
        key("place", Shape::Text, "where"),
        key(
            "participants",
            Shape::References(Of::Participant),
            "parties, with all their negotiators, or negotiators",
        ),
        key("protocol", protocol(registry), "protocol of this session"),
        key(
            "agenda",
            Shape::References(Of::Issue),
            "what is discussed; all that is ripe unless given",
        ),
    ];
    keys.extend(dated(carried(registry, RowKind::Session)));
    keys
}
