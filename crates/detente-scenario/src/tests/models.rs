//! What a valid file becomes.

use super::{HARBOUR, harbour_with, valid};
use crate::{Document, build};
use detente_core::{
    Cell, Form, IssueIx, Ix, Model, Number, OptionIx, PartyIx, RowKind, SessionIx, SessionSpec, Start, Trigger,
};

fn parameter<'a>(model: &'a Model, path: &str) -> &'a detente_core::ParameterUse {
    model
        .parameters
        .iter()
        .find(|p| p.path == path)
        .unwrap_or_else(|| panic!("no parameter {path}"))
}

fn constant(model: &Model, path: &str) -> f64 {
    parameter(model, path).number.as_constant().unwrap()
}

#[test]
fn rows_are_in_file_order_and_refer_to_each_other() {
    let built = valid(HARBOUR);
    let model = &built.model;
    assert_eq!(
        (model.id.as_str(), model.stylised, model.start_date),
        ("harbour", true, Some(jiff::civil::date(2025, 11, 23)))
    );
    assert_eq!(model.talks.text_holder, Some(PartyIx::new(2)));
    let parties: Vec<&str> = model.parties.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(parties, ["north", "south", "mediator", "union"]);
    assert_eq!(model.disputants().collect::<Vec<_>>(), [0, 1].map(PartyIx::new));
    let references = |options: &[OptionIx]| options.iter().map(|&o| model.option_ref(o)).collect::<Vec<_>>();
    assert_eq!(
        references(&model.parties[0].red_lines),
        ["dredging=south_alone", "tariff=12"]
    );
    assert_eq!(references(&model.linkages[0].options), ["dredging=shared", "tariff=12"]);
    assert_eq!(
        references(&model.exclusions[0].options),
        ["dredging=north_alone", "tariff=0"]
    );
    assert_eq!(
        references(&model.issues.iter().map(|i| i.opening).collect::<Vec<_>>()),
        ["dredging=shared", "tariff=6"]
    );
    assert_eq!(model.options[2].consent, [PartyIx::new(3)]);
    assert_eq!(model.options.len(), 4 + 25);
    assert_eq!(model.relations.len(), 12);
    assert_eq!(
        model.relations[model.relation(PartyIx::new(1), PartyIx::new(0))].id,
        "south_north"
    );
    assert_eq!(built.files.len(), 1);
    assert_eq!(built.files[0].hash.len(), 64);
}

#[test]
fn legs_are_written_out() {
    let model = valid(HARBOUR).model;
    let ids: Vec<&str> = model.sessions.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["opening", "round.up", "round.down", "summit"]);
    let starts: Vec<Start> = model.sessions.iter().map(|s| s.start).collect();
    assert_eq!(
        starts,
        [
            Start::OnDay,
            Start::After(SessionIx::new(0)),
            Start::Leg(SessionIx::new(1)),
            Start::When(Trigger::GapBelow)
        ]
    );
    let numbers = |session: &SessionSpec| (Ix::numbers(&session.negotiators), Ix::numbers(&session.parties));
    assert_eq!(model.sessions[0].agenda, Some(vec![IssueIx::FIRST]));
    assert_eq!(numbers(&model.sessions[0]), (vec![0, 1, 2, 3], vec![0, 1, 2, 3]));
    assert_eq!(numbers(&model.sessions[1]), (vec![0, 1, 3], vec![0, 2]));
    assert_eq!(
        (model.sessions[1].protocol.as_str(), model.sessions[3].protocol.as_str()),
        ("shuttle", "single_text")
    );
}

#[test]
fn a_series_may_follow_a_series_with_legs() {
    let model = valid(&harbour_with("when = \"gap_below\"", "after = \"round\"")).model;
    assert_eq!(model.sessions[3].start, Start::After(SessionIx::new(2)));
}

#[test]
fn every_set_in_use_has_a_cell_for_each_row_and_field() {
    let built = valid(HARBOUR);
    let (model, registry) = (&built.model, super::registry());
    let used: Vec<usize> = model.columns.iter().map(|c| c.set).collect();
    assert_eq!(used.len(), 18 + 4);
    for column in &model.columns {
        let set = registry.sets()[column.set];
        assert_eq!(column.cells.len(), model.rows(set.kind) * set.all.len(), "{set:?}");
        for cell in &column.cells {
            if let Cell::Parameter(p) = cell {
                assert!(set.all.contains(&model.parameters[*p].declaration), "{set:?}");
            }
        }
    }
    let mut paths: Vec<&str> = model.parameters.iter().map(|p| p.path.as_str()).collect();
    paths.sort_unstable();
    assert!(paths.windows(2).all(|w| w[0] != w[1]), "a path twice");
    for path in paths {
        let path: crate::Path = path.parse().unwrap();
        let declared = crate::declaration(&registry, &path).unwrap_or_else(|| panic!("{path} is not declared"));
        assert_eq!(*declared, parameter(model, &path.to_string()).declaration, "{path}");
    }
}

#[test]
fn numbers_have_their_paths() {
    let model = valid(HARBOUR).model;
    for (path, value) in [
        ("scenario.horizon_days", 120.0),
        ("parties.south.reservation_value", 0.35),
        ("parties.mediator.bias.north", 0.6),
        ("parties.mediator.bias.south", 0.5),
        ("negotiators.north_lead.strategy.offers.boulware", 4.0),
        ("negotiators.south_lead.strategy.offers.boulware", 1.0),
        ("negotiators.envoy.discretion", 0.9),
        ("negotiators.north_aide.discretion", 0.5),
        ("negotiators.envoy.experience", 0.6),
        ("constituencies.dockers.weight", 2.0),
        ("constituencies.dockers.emphasis.dredging", 3.0),
        ("relations.north_south.trust", 0.1),
        ("relations.north_south.rapport", 0.2),
        ("relations.north_south.grudge.days", 30.0),
        ("behaviours.grudge.days", 10.0),
        ("issues.dredging.weight.south", 4.0),
        ("issues.dredging.tolerance.south", 0.8),
        ("issues.tariff.tolerance.north", 0.5),
        ("issues.tariff.tolerance.south", 0.8),
        ("issues.dredging.options.south_alone.at", 0.0),
        ("issues.dredging.options.shared.at", 0.4),
        ("issues.dredging.options.north_alone.at", 1.0),
        ("issues.dredging.options.levy.latent", 1.0),
        ("issues.dredging.options.levy.off_table", 0.0),
        ("issues.dredging.options.north_alone.ratification.north", 0.2),
        ("issues.dredging.values.north.levy", 0.65),
        ("linkages.package.value", 0.05),
        ("calendar.opening.day", 2.0),
        ("calendar.round.secrecy", 0.7),
        ("calendar.round.legs.up.secrecy", 0.9),
        ("calendar.round.legs.down.travel_days", 2.0),
        ("calendar.summit.threshold", 0.1),
    ] {
        assert_eq!(constant(&model, path), value, "{path}");
    }
    let north = parameter(&model, "parties.north.reservation_value");
    assert_eq!(
        north.number,
        Number {
            form: Form::Normal(0.4, 0.05),
            min: None,
            max: None
        }
    );
    assert_eq!((north.given, north.evidence.as_deref()), (true, Some("press: page 3")));
    assert!(!parameter(&model, "relations.north_south.rapport").given);
    assert!(
        !model
            .parameters
            .iter()
            .any(|p| p.path.starts_with("relations.south_north"))
    );
    assert!(!model.parameters.iter().any(|p| p.path.contains("tariff.options")));
}

/// Nobody has looked up what the scenario does not say.
#[test]
fn evidence_by_a_star_is_for_what_is_given() {
    let path = "\"parties.north.reservation_value\" = { source";
    let built = valid(&super::harbour_with(path, "\"parties.*.reservation_value\" = { source"));
    let evidence = |path: &str| {
        let parameter = parameter(&built.model, path);
        (parameter.given, parameter.evidence.clone())
    };
    for party in ["north", "south"] {
        let said = Some("press: page 3".to_owned());
        assert_eq!(evidence(&format!("parties.{party}.reservation_value")), (true, said));
    }
    assert_eq!(evidence("parties.union.reservation_value"), (false, None));
}

#[test]
fn numeric_issues_lie_on_their_line() {
    let built = valid(HARBOUR);
    let at = built
        .model
        .columns
        .iter()
        .find(|c| super::registry().sets()[c.set].kind == RowKind::IssueOption)
        .unwrap();
    let fields = super::registry().sets()[at.set].all.len();
    assert_eq!(at.cells[5 * fields], Cell::Fixed(1.0 / 24.0));
    assert_eq!(built.model.options[5].id, "0.5");
}

#[test]
fn tables_fill_what_the_scenario_leaves_open() {
    let folder = std::env::temp_dir().join(format!("detente-scenario-tables-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    let read = || {
        let text = harbour_with(
            "[defaults.issues]",
            "[tables]\nstances = \"s.csv\"\nvalues = \"v.csv\"\n[defaults.issues]",
        );
        build(
            &Document::parse(&folder.join("x.toml"), text).unwrap(),
            &super::registry(),
        )
    };
    write(
        "s.csv",
        "party,issue,weight,ideal,tolerance\nunion,dredging,2,0.5,\nnorth,dredging,9,0.9,0.3\n",
    );
    write("v.csv", "party,issue,option,value\nsouth,tariff,0.5,0.25\n");
    let built = read().unwrap();
    assert_eq!(constant(&built.model, "issues.dredging.weight.union"), 2.0);
    assert_eq!(constant(&built.model, "issues.dredging.weight.north"), 6.0);
    // A table says more than a template.
    assert_eq!(constant(&built.model, "issues.dredging.tolerance.north"), 0.3);
    assert_eq!(constant(&built.model, "issues.tariff.values.south.\"0.5\""), 0.25);
    assert_eq!(
        built.files.iter().map(|f| f.role).collect::<Vec<_>>(),
        ["scenario", "stances", "values"]
    );

    write(
        "s.csv",
        "party,issue,weight,ideal\nunion,dredging,2,0.5\nunio,dredging,2,1.5\nnorth,dredge,1,1\n",
    );
    let findings = read()
        .unwrap_err()
        .to_string()
        .replace(&format!("{}/", folder.display()), "");
    assert_eq!(
        findings,
        "s.csv:3:1: error: issues.dredging.ideal: unknown id `unio`; expected a party: north, south, mediator, union; did you mean `union`?\n\
         s.csv:3:1: error: issues.dredging.ideal.unio: 1.5; expected a number from 0 to 1\n\
         s.csv:3:1: error: issues.dredging.weight: unknown id `unio`; expected a party: north, south, mediator, union; did you mean `union`?\n\
         s.csv:4:1: error: issues: unknown id `dredge`; expected an issue: dredging, tariff; did you mean `dredging`?"
    );
    std::fs::remove_dir_all(&folder).unwrap();
}
