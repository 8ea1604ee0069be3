//! Rows of every kind: each run sees its own, all of them, in order.

use crate::models::{OpenFloor, settle, talks};
use crate::{Listener, Told};
use detente_core::{
    Actor, Assembly, Behaviour, Case, Cell, ConstituencySpec, Cue, EffectSpec, Ensemble, EventKind, Indices,
    InducementSpec, IssueIx, IssueSpec, Job, LinkageSpec, Loadout, Lot, Model, OptionIx, OptionSpec, Origin, PartyIx,
    Phase, Record, Registry, RowKind, Rows, Runs, Seed, ShockIx, ShockSpec, The, events, origin, params,
};
use std::sync::Arc;

/// The value that is loaded for a row of a replicate.
fn value(replicate: u64, kind: RowKind, row: usize) -> f64 {
    replicate as f64 * 10_000.0 + kind as u8 as f64 * 100.0 + row as f64
}

events! {
    /// A row was where it should be.
    ROW_FOUND = "row_found", counted as "rows_found" ("rows", "rows found in place");
}

/// For each kind: a behaviour that carries a value on its rows and counts the rows that it finds in place.
macro_rules! tagged { ($( $kind:ident $tag:ident $check:ident $key:literal; )*) => {
    $(
        params! {
            /// A value for every row.
            $tag on detente_core::$kind as $key {
                /// The value
                value: "none", 0.0 ..= 1e9, default 0.0, absent 0.0, "made for tests";
            }
        }

        fn $check(case: The<Case>, mut record: Record, mut runs: Runs<Rows<detente_core::$kind, &$tag>>) {
            for (run, tags) in runs.iter() {
                assert_eq!(tags.len(), case.rows(RowKind::$kind), "rows of {:?}", RowKind::$kind);
                for (row, tag) in tags.iter().enumerate() {
                    assert_eq!(tag.value, value(run.lot.luck, RowKind::$kind, row), "{:?} {row}", RowKind::$kind);
                    record.event(run, ROW_FOUND, || (Actor::Talks, None, None));
                }
            }
        }

        impl Behaviour for $tag {
            type Params = Self;
            const ABOUT: &'static str = "Finds rows in place.";
            const SOURCE: &'static str = "made for tests";
            const ORIGIN: Origin = origin!();
            const EVENTS: &'static [&'static EventKind] = &[ROW_FOUND];
            fn assemble(assembly: &mut Assembly<'_>) {
                assembly.add(Phase::Strain, $check);
            }
        }
    )*

    fn registry() -> Registry {
        Registry::new().with_protocol::<OpenFloor>()$( .with::<$tag>() )*
    }
} }

tagged! {
    Talks TalksTag check_talks "talks_tag";
    Party PartyTag check_parties "party_tag";
    Negotiator NegotiatorTag check_negotiators "negotiator_tag";
    Constituency ConstituencyTag check_constituencies "constituency_tag";
    Relation RelationTag check_relations "relation_tag";
    Issue IssueTag check_issues "issue_tag";
    IssueOption OptionTag check_options "option_tag";
    Stake StakeTag check_stakes "stake_tag";
    Stance StanceTag check_stances "stance_tag";
    Emphasis EmphasisTag check_emphases "emphasis_tag";
    Linkage LinkageTag check_linkages "linkage_tag";
    Session SessionTag check_sessions "session_tag";
    Inducement InducementTag check_inducements "inducement_tag";
    Shock ShockTag check_shocks "shock_tag";
    Effect EffectTag check_effects "effect_tag";
}

/// Three parties, four persons, two groups, two issues with five options, two linkages, two sessions, two
/// carrots or sticks, a shock with three effects.
fn large(registry: &Registry) -> Model {
    let mut model = talks(registry, 3, 4);
    model.constituencies = [0, 2].map(constituency).to_vec();
    model.issues.push(IssueSpec {
        id: "water".into(),
        title: "Water".into(),
        options: Indices::new(2..5),
        opening: OptionIx::new(3),
    });
    model.options.extend(["low", "middle", "high"].map(|id| OptionSpec {
        id: id.into(),
        name: id.into(),
        issue: IssueIx::new(1),
        consent: Vec::new(),
    }));
    model.linkages = [0, 1].map(linkage).to_vec();
    let mut second = model.sessions[0].clone();
    second.id = "second".into();
    model.sessions.push(second);
    model.inducements = [Some(1), None].map(inducement).to_vec();
    model.shocks = vec![ShockSpec {
        id: "storm".into(),
        title: "Storm".into(),
        dated: false,
        once: false,
    }];
    model.effects = ["x", "y", "z"].map(effect).to_vec();
    settle(&mut model, registry);
    model
}

fn constituency(party: usize) -> ConstituencySpec {
    ConstituencySpec {
        id: format!("home_{party}"),
        name: format!("Home {party}"),
        party: PartyIx::new(party),
    }
}

fn linkage(party: usize) -> LinkageSpec {
    LinkageSpec {
        id: format!("deal_{party}"),
        party: PartyIx::new(party),
        options: [party, 4].map(OptionIx::new).to_vec(),
    }
}

fn inducement(option: Option<usize>) -> InducementSpec {
    InducementSpec {
        id: format!("inducement_{}", u8::from(option.is_some())),
        title: "Something".into(),
        mediator: PartyIx::new(2),
        party: PartyIx::FIRST,
        option: option.map(OptionIx::new),
        cue: Cue::Stall,
    }
}

fn effect(path: &str) -> EffectSpec {
    EffectSpec {
        shock: ShockIx::FIRST,
        path: path.into(),
        state: 0,
        rows: vec![0],
    }
}

/// The model with the values of one replicate on the rows that behaviours carry.
fn tag(mut model: Model, registry: &Registry, replicate: u64) -> Model {
    for behaviour in registry.behaviours() {
        let rows = 0..model.rows(behaviour.kind);
        let cells = rows.map(|row| Cell::Fixed(value(replicate, behaviour.kind, row)));
        model.columns[behaviour.set].cells = cells.collect();
    }
    model
}

#[test]
fn each_run_sees_all_its_own_rows_of_every_kind_in_order() {
    let registry = registry();
    let model = large(&registry);
    assert_eq!(registry.behaviours().len(), RowKind::ALL.len(), "no kind is left out");
    let replicates = 23;
    let mut jobs = (0..replicates).map(|replicate| {
        let tagged = tag(model.clone(), &registry, replicate);
        Job {
            key: replicate as usize,
            lot: Lot::of(replicate),
            loadout: Arc::new(Loadout::new(&tagged, &registry).expect("paths without collisions")),
        }
    });
    let mut listener = Listener(vec![Told::default(); replicates as usize]);
    let shared = Arc::new(model.clone());
    let mut ensemble = Ensemble::new(&registry, &shared, Seed::new(1), 5).expect("a world for the model");
    ensemble.play(&mut jobs, &mut listener);
    let per_round: usize = RowKind::ALL.iter().map(|&kind| model.rows(kind)).sum();
    assert_eq!(per_round, 1 + 3 + 4 + 2 + 6 + 2 + 5 + 6 + 15 + 4 + 2 + 2 + 2 + 1 + 3);
    for told in listener.0 {
        let record = told.record.expect("every run ends");
        assert_eq!(record.rounds, 2, "two sessions of one round");
        assert_eq!(record.count(ROW_FOUND) as usize, 2 * per_round);
    }
}
