//! Models by hand: everybody at one table about one issue, every number at its default until it is given.

use detente_core::{
    BehaviourUse, Cell, ColumnValues, Indices, IssueIx, IssueSpec, Model, NegotiatorSpec, Number, OptionIx, OptionSpec,
    ParameterUse, PartyIx, PartySpec, Protocol, Registry, RelationSpec, Role, RowKind, SessionSpec, Start, TalksSpec,
};

/// A procedure without rules: what happens at the table is left to the behaviours.
pub(crate) struct OpenFloor;

impl Protocol for OpenFloor {
    const KEY: &'static str = "open_floor";
    const ABOUT: &'static str = "Everybody speaks; nobody holds a text.";
    const SOURCE: &'static str = "none: made for tests";
    const ORIGIN: detente_core::Origin = detente_core::origin!();
    fn assemble(_: &mut detente_core::Assembly<'_>) {}
}

/// So many negotiators of so many parties about one issue with two options, in one session that is held once. All
/// behaviours of the registry are in use; it must have [`OpenFloor`].
pub(crate) fn talks(registry: &Registry, n_parties: usize, n_negotiators: usize) -> Model {
    let mut model = Model {
        id: "by_hand".into(),
        title: "By hand".into(),
        stylised: true,
        start_date: None,
        talks: TalksSpec {
            protocol: OpenFloor::KEY.into(),
            text_holder: None,
            own_scale: false,
            voting: detente_core::Voting::default(),
            signing: detente_core::Signing::default(),
        },
        parties: (0..n_parties).map(party).collect(),
        negotiators: (0..n_negotiators).map(|n| negotiator(n, n % n_parties)).collect(),
        constituencies: Vec::new(),
        relations: relations(n_parties),
        issues: vec![IssueSpec {
            id: "border".into(),
            title: "Border".into(),
            options: Indices::new(0..2),
            opening: OptionIx::FIRST,
        }],
        options: ["old", "new"].map(option).to_vec(),
        linkages: Vec::new(),
        exclusions: Vec::new(),
        inducements: Vec::new(),
        shocks: Vec::new(),
        effects: Vec::new(),
        sessions: vec![SessionSpec {
            id: "conference".into(),
            place: "Somewhere".into(),
            protocol: OpenFloor::KEY.into(),
            negotiators: Indices::first(n_negotiators).collect(),
            parties: Indices::first(n_parties).collect(),
            agenda: None,
            start: Start::OnDay,
        }],
        behaviours: Vec::new(),
        parameters: Vec::new(),
        columns: Vec::new(),
        joint: None,
    };
    settle(&mut model, registry);
    model
}

/// Puts all behaviours of the registry to use and lays out every column anew, at defaults. To be called again after
/// rows were added by hand; numbers are given afterwards.
pub(crate) fn settle(model: &mut Model, registry: &Registry) {
    let used = registry.behaviours().iter().enumerate();
    model.behaviours = used
        .map(|(registered, b)| BehaviourUse {
            key: b.key.into(),
            registered,
        })
        .collect();
    let columns = registry.sets().iter().enumerate().map(|(set, declared)| {
        let defaults: Vec<Cell> = declared.all.iter().map(|p| Cell::Fixed(p.default)).collect();
        let cells = defaults.repeat(model.rows(declared.kind));
        ColumnValues { set, cells }
    });
    model.columns = columns.collect();
}

/// Gives a number to one row: `field` of the set with this key.
pub(crate) fn give(
    model: &mut Model,
    registry: &Registry,
    kind: RowKind,
    key: &str,
    field: &str,
    row: usize,
    number: Number,
) {
    let sets = registry.sets();
    let set = sets.iter().position(|s| s.kind == kind && s.key == key);
    let set = set.expect("a set of the registry");
    let place = sets[set].all.iter().position(|p| p.name == field);
    let place = place.expect("a parameter of the set");
    model.columns[set].cells[row * sets[set].all.len() + place] = Cell::Parameter(model.parameters.len());
    model.parameters.push(ParameterUse {
        path: format!("{}.{key}.{field}", model.label(kind, row)),
        number,
        declaration: sets[set].all[place],
        given: true,
        evidence: None,
    });
}

fn party(p: usize) -> PartySpec {
    PartySpec {
        id: format!("party_{p}"),
        name: format!("Party {p}"),
        role: Role::Disputant,
        red_lines: Vec::new(),
        ratified_by: Vec::new(),
    }
}

/// A person of a party; the id tells persons apart whatever their rows are.
pub(crate) fn negotiator(number: usize, party: usize) -> NegotiatorSpec {
    NegotiatorSpec {
        id: format!("envoy_{number}"),
        name: format!("Envoy {number}"),
        party: PartyIx::new(party),
        strategy: detente_core::strategy::StrategySpec::default(),
    }
}

fn relations(n_parties: usize) -> Vec<RelationSpec> {
    let pairs = (0..n_parties).flat_map(|from| (0..n_parties).map(move |to| (from, to)));
    let pairs = pairs.filter(|(from, to)| from != to);
    pairs
        .map(|(from, to)| RelationSpec {
            id: format!("party_{from}_party_{to}"),
            from: PartyIx::new(from),
            to: PartyIx::new(to),
        })
        .collect()
}

fn option(id: &str) -> OptionSpec {
    OptionSpec {
        id: id.into(),
        name: id.into(),
        issue: IssueIx::FIRST,
        consent: Vec::new(),
    }
}
