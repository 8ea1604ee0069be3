//! What is wrong with a file is said with its place, what was found, what was expected and a way to mend it.

use super::{HARBOUR, harbour_with, read};

/// The findings of the small scenario after one replacement, without the file's name.
fn check(old: &str, new: &str) -> String {
    let findings = match read(&harbour_with(old, new)) {
        Ok(built) => built.findings,
        Err(findings) => findings,
    };
    findings.to_string().replace("x.toml:", "")
}

#[test]
fn the_base_is_clean() {
    assert_eq!(check("format = 1", "format = 1"), "");
}

#[test]
fn each_mistake_has_its_message() {
    let said = CASES
        .iter()
        .map(|(old, new, expected)| (new, check(old, new), expected));
    let otherwise: Vec<_> = said.filter(|(_, told, expected)| told != *expected).collect();
    assert!(otherwise.is_empty(), "{otherwise:#?}");
}

#[test]
#[ignore = "prints the cases anew"]
fn print() {
    for (old, new, _) in CASES {
        println!(
            "    (\n        {old:?},\n        {new:?},\n        {:?},\n    ),",
            check(old, new)
        );
    }
}

const CASES: &[(&str, &str, &str)] = &[
    (
        "format = 1",
        "",
        "1:1: error: `format` is missing; expected `format`: version of the format: 1",
    ),
    (
        "format = 1",
        "format = 2",
        "1:10: error: format: the number 2; expected 1, the version of the format",
    ),
    (
        "format = 1",
        "format = 1\n[[shocks]]\nid = 'storm'",
        "2:1: error: shocks.storm: `effects` is missing; expected `effects`: by path of a state: how it changes\n2:1: error: shocks.storm: no `day` or `rate_per_day`; expected exactly one of them: when it may happen",
    ),
    (
        "format = 1",
        "format = 1\n[[shocks]]\nid = 'storm'\nday = 3\neffects = { 'parties.*.patience' = 1 }",
        "5:13: error: shocks.storm.effects.\"parties.*.patience\": `parties.*.patience` is no state that a shock can change; expected one of parties.*.reservation_value, issues.*.options.*.off_table, issues.*.options.*.latent",
    ),
    (
        "format = 1",
        "format = 1\n[[shocks]]\nid = 'storm'\nday = 3\nrate_per_day = 0.1\neffects = { 'parties.*.reservation_value' = 'up' }",
        "2:1: error: shocks.storm: both `day` and `rate_per_day`; expected exactly one of them: when it may happen\n6:45: error: shocks.storm.effects.\"parties.*.reservation_value\": text `up`; expected a number from -1000000000 to 1000000000, or a distribution",
    ),
    (
        "title = \"Two ports share a fairway\"",
        "titel = \"x\"",
        "5:1: error: scenario: unknown key `titel`; expected one of the keys: id, title, stylised, start_date, sources, evidence, horizon_days; did you mean `title`?",
    ),
    (
        "id = \"harbour\"",
        "id = \"a;b\"",
        "4:6: error: scenario.id: text `a;b`; expected 1 to 80 characters without `;`, `=` and control characters",
    ),
    (
        "horizon_days = 120",
        "horizon_days = inf",
        "8:16: error: scenario.horizon_days: inf; expected a finite number",
    ),
    (
        "horizon_days = 120",
        "horizon_days = -1",
        "8:16: error: scenario.horizon_days: -1; expected a whole number from 0 to 36500",
    ),
    (
        "stylised = true",
        "stylised = \"yes\"",
        "6:12: error: scenario.stylised: text `yes`; expected true or false",
    ),
    (
        "stylised = true",
        "stylised = false",
        "3:1: warning: scenario: 40 numbers without evidence, `parties.south.reservation_value` the first; add `stylised = true`, or evidence",
    ),
    (
        "start_date = 2025-11-23",
        "",
        "119:7: error: calendar.opening.day: the date 2025-11-25; expected a day, or `scenario.start_date` for day 0",
    ),
    (
        "start_date = 2025-11-23",
        "start_date = 2025-12-23",
        "119:7: error: calendar.opening.day: the date 2025-11-25, 28 days before day 0; expected `scenario.start_date` or later",
    ),
    (
        "source = \"press\"",
        "source = \"pres\"",
        "15:48: error: scenario.evidence.\"parties.north.reservation_value\".source: unknown id `pres`; expected a source: press; did you mean `press`?",
    ),
    (
        "\"parties.north.reservation_value\"",
        "\"parties.nort.reservation_value\"",
        "15:1: error: scenario.evidence.\"parties.nort.reservation_value\": `parties.nort.reservation_value` meets nothing; expected the path of a parameter; did you mean `parties.north.reservation_value`?",
    ),
    (
        "\"parties.north.reservation_value\"",
        "\"parties..reservation_value\"",
        "15:1: error: scenario.evidence.\"parties..reservation_value\": a name holds a character that needs quotes; expected the path of a parameter",
    ),
    (
        "\"parties.north.reservation_value\"",
        "\"relations.*.rapport\"",
        "15:1: warning: scenario.evidence.\"relations.*.rapport\": `relations.*.rapport` meets defaults only; write the numbers themselves, or remove the line",
    ),
    (
        "leaks = {}",
        "leeks = {}",
        "19:1: error: behaviours: unknown key `leeks`; expected one of the keys: fatigue, leaks, weather, grudge, protest; did you mean `leaks`?",
    ),
    (
        "leaks = {}",
        "leaks = { hazard = 1 }",
        "19:11: error: behaviours.leaks: unknown key `hazard`; expected one of the keys: enabled, hazard_per_day",
    ),
    (
        "leaks = {}",
        "leaks = { hazard_per_day = 2 }",
        "19:28: error: behaviours.leaks.hazard_per_day: 2; expected a number from 0 to 1",
    ),
    (
        "leaks = {}",
        "leaks = { enabled = 3 }",
        "19:21: error: behaviours.leaks.enabled: the number 3; expected true or false",
    ),
    (
        "leaks = {}",
        "leaks = 3",
        "19:9: error: behaviours.leaks: the number 3; expected a table; write `leaks = { hazard_per_day = 3 }`",
    ),
    ("leaks = {}", "protest = {}", ""),
    (
        "weather = {}\n",
        "",
        "133:79: error: calendar.round.legs.up.weather: `weather` is not switched on; expected a behaviour that [behaviours] lists; add `weather = {}` to [behaviours]",
    ),
    (
        "protocol = \"single_text\"",
        "protocol = \"single_txt\"",
        "24:12: error: talks.protocol: text `single_txt`; expected one of: single_text, shuttle; did you mean `single_text`?",
    ),
    (
        "signing = \"all_or_nothing\"",
        "signing = \"piecemeal\"",
        "25:11: error: talks.signing: text `piecemeal`; expected one of: all_or_nothing, early_harvest",
    ),
    (
        "signing = \"all_or_nothing\"",
        "text_holder = \"east\"",
        "25:15: error: talks.text_holder: unknown id `east`; expected a party: north, south, mediator, union",
    ),
    (
        "role = \"disputant\"",
        "role = \"mediater\"",
        "29:8: error: parties.north.role: text `mediater`; expected one of: disputant, mediator, guarantor; did you mean `mediator`?",
    ),
    (
        "role = \"disputant\"",
        "role = \"guarantor\"",
        "27:1: error: parties: 1 with the role `disputant`; expected two disputants or more",
    ),
    (
        "{ normal = [0.40, 0.05] }",
        "{ normal = [0.40] }",
        "30:32: error: parties.north.reservation_value: a list of 1; expected normal = [mean, sd]",
    ),
    (
        "{ normal = [0.40, 0.05] }",
        "{ normal = [0.40, -0.05] }",
        "30:21: error: parties.north.reservation_value: [0.4, -0.05]; expected [mean, sd] with sd at least 0, neither beyond 1e15",
    ),
    (
        "{ normal = [0.40, 0.05] }",
        "{ norml = [0.40, 0.05] }",
        "30:23: error: parties.north.reservation_value: unknown distribution `norml`; expected a number or one of normal, uniform, log_uniform, triangular, beta, log_normal, choice; did you mean `normal`?",
    ),
    (
        "{ normal = [0.40, 0.05] }",
        "\"high\"",
        "30:21: error: parties.north.reservation_value: text `high`; expected a number from 0 to 1, or a distribution",
    ),
    (
        "\"dredging=south_alone\"",
        "\"dredging=south\"",
        "31:14: error: parties.north.red_lines: unknown option `south`; expected an option of `dredging`: south_alone, shared, levy, north_alone",
    ),
    (
        "\"dredging=south_alone\"",
        "\"dreging=south_alone\"",
        "31:14: error: parties.north.red_lines: unknown id `dreging`; expected an issue: dredging, tariff; did you mean `dredging`?",
    ),
    (
        "\"dredging=south_alone\"",
        "\"south_alone\"",
        "31:14: error: parties.north.red_lines: text `south_alone`; expected an option, as `issue=option`",
    ),
    (
        "\"dredging=south_alone\"",
        "\"tariff=12\"",
        "31:27: error: parties.north.red_lines: `tariff=12` a second time; expected each once",
    ),
    (
        "id = \"south\"\n",
        "id = \"north\"\n",
        "34:6: error: parties: `north` a second time; expected an id of its own\n63:9: error: negotiators.south_lead.party: unknown id `south`; expected a party: north, mediator, union; did you mean `north`?\n78:6: error: relations.north_south.to: unknown id `south`; expected a party: north, mediator, union; did you mean `north`?\n88:23: error: issues.dredging.weight: unknown id `south`; expected a party: north, mediator, union; did you mean `north`?\n89:24: error: issues.dredging.ideal: unknown id `south`; expected a party: north, mediator, union; did you mean `north`?\n102:23: error: issues.tariff.weight: unknown id `south`; expected a party: north, mediator, union; did you mean `north`?\n103:24: error: issues.tariff.ideal: unknown id `south`; expected a party: north, mediator, union; did you mean `north`?\n109:9: error: linkages.package.party: unknown id `south`; expected a party: north, mediator, union; did you mean `north`?\n135:34: error: calendar.round.legs.down.participants: unknown id `south`; expected a party or a negotiator: north, mediator, union, north_lead, north_aide, south_lead, envoy; did you mean `north`?\n142:26: error: calendar.summit.participants: unknown id `south`; expected a party or a negotiator: north, mediator, union, north_lead, north_aide, south_lead, envoy; did you mean `north`?",
    ),
    (
        "id = \"south\"\n",
        "",
        "33:1: error: parties.\"?\": `id` is missing; expected `id`: identifier: 1 to 80 characters without `;`, `=` and control characters",
    ),
    (
        "reservation_value = 0.35",
        "bias = { north = 1 }",
        "35:1: error: parties.south.bias: `bias` on a party that does not mediate; expected it on a party with the role `mediator`",
    ),
    (
        "bias = { north = 0.6 }",
        "sticks = [{ id = \"x\", party = \"mediator\", when = \"stall\" }]",
        "40:31: error: parties.mediator.sticks.x.party: `mediator` promises or threatens itself; expected another party",
    ),
    (
        "bias = { north = 0.6 }",
        "bias = { nord = 0.6 }",
        "40:10: error: parties.mediator.bias: unknown id `nord`; expected a party: north, south, mediator, union; did you mean `north`?",
    ),
    (
        "offers = \"linear\"",
        "offers = \"lineal\"",
        "48:23: error: defaults.negotiators.strategy.offers: text `lineal`; expected one of: linear, boulware, conceder, naive_tit_for_tat, micro, zeuthen, trade_off, random_walker, hard_liner, rubinstein, or a table; did you mean `linear`?",
    ),
    (
        "accepts = \"aspiration\"",
        "accepts = \"all\"",
        "53:53: error: negotiators.north_lead.strategy.accepts: text `all`; expected one of: aspiration, next, naive_tit_for_tat, micro, zeuthen, rubinstein",
    ),
    (
        "party = \"south\"\nfatigue",
        "fatigue",
        "61:1: error: negotiators.south_lead: `party` is missing; expected `party`: the party whose delegation it belongs to",
    ),
    (
        "id = \"envoy\"",
        "id = \"union\"",
        "67:6: error: negotiators.union: `union` is the id of a party too; expected an id of its own",
    ),
    (
        "emphasis = { dredging = 3.0 }",
        "emphasis = { dredge = 3.0 }",
        "74:14: error: constituencies.dockers.emphasis: unknown id `dredge`; expected an issue: dredging, tariff; did you mean `dredging`?",
    ),
    (
        "to = \"south\"\n",
        "to = \"north\"\n",
        "76:1: error: relations.north_north: `north` to itself; expected two different parties",
    ),
    (
        "weight = { north = 6, south = 4 }",
        "weight = { north = 6, sout = 4 }",
        "88:23: error: issues.dredging.weight: unknown id `sout`; expected a party: north, south, mediator, union; did you mean `south`?",
    ),
    (
        "ideal = { north = 1.0, south = 0.0 }",
        "ideal = { north = 1.0 }",
        "85:1: error: issues.dredging.ideal: `south` has a weight but no ideal; expected its position on the line from 0 to 1, or a value for each option",
    ),
    ("weight = { north = 6, south = 4 }", "weight = { south = 4 }", ""),
    (
        "opening = \"shared\"",
        "opening = \"levy\"",
        "97:11: error: issues.dredging.opening: `levy` is latent; expected an option that the first text can hold",
    ),
    (
        "opening = \"shared\"",
        "opening = \"share\"",
        "97:11: error: issues.dredging.opening: unknown option `share`; expected an option of the issue: south_alone, shared, levy, north_alone; did you mean `shared`?",
    ),
    (
        "opening = \"shared\"",
        "opening = true",
        "97:11: error: issues.dredging.opening: true; expected the id of an option, or its number",
    ),
    (
        "opening = \"shared\"",
        "range = { from = 0, to = 1, step = 1 }",
        "31:14: error: parties.north.red_lines: unknown option `south_alone`; expected an option of `dredging`: 0, 1\n85:1: error: issues.dredging: both `options` and `range`; expected options = [{ id = ... }, ...], or range = { from, to, step }\n96:22: error: issues.dredging.values.north: unknown id `levy`; expected an option of the issue: 0, 1\n110:12: error: linkages.package.options: unknown option `shared`; expected an option of `dredging`: 0, 1\n115:12: error: exclusions.no_double.options: unknown option `north_alone`; expected an option of `dredging`: 0, 1",
    ),
    (
        "step = 0.5",
        "step = 0.7",
        "101:9: error: issues.tariff.range: a step of 0.7 that misses 12; expected a step that leads from one end to the other",
    ),
    (
        "step = 0.5",
        "stp = 0.5",
        "101:9: error: issues.tariff.range: an incomplete range; expected finite numbers `from`, `to` and `step`\n101:34: error: issues.tariff.range: unknown key `stp`; expected one of the keys: from, to, step, unit",
    ),
    (
        "latent = true",
        "latent = 0.5, off_table = \"no\"",
        "93:37: error: issues.dredging.options.levy.latent: 0.5; expected a whole number from 0 to 1; did you mean 0 or 1?\n93:54: error: issues.dredging.options.levy.off_table: text `no`; expected true or false",
    ),
    (
        "latent = true",
        "latent = true, off_table = true",
        "93:3: warning: issues.dredging.options.levy: latent and off the table: nobody can ever choose it; leave one of them out",
    ),
    (
        "latent = true",
        "guarantees = 1",
        "93:28: error: issues.dredging.options.levy: unknown key `guarantees`; expected one of the keys: id, name, consent, ratification, exposes, battlefield, at, sensitivity, latent, off_table, guarantee; did you mean `guarantee`?",
    ),
    (
        "consent = [\"union\"]",
        "consent = \"union\"",
        "93:53: error: issues.dredging.options.levy.consent: text `union`; expected a list, each a party; write `consent = [\"union\"]`",
    ),
    (
        "values = { north = { levy = 0.65 } }",
        "values = { north = { levies = 0.65 } }",
        "96:22: error: issues.dredging.values.north: unknown id `levies`; expected an option of the issue: south_alone, shared, levy, north_alone; did you mean `levy`?",
    ),
    (
        "options = [\"dredging=shared\", \"tariff=12\"]",
        "options = [\"dredging=shared\"]",
        "107:1: error: linkages.package.options: a single option; expected two options or more",
    ),
    (
        "options = [\"dredging=north_alone\", \"tariff=0\"]",
        "options = [\"dredging=shared\", \"tariff=6\"]",
        "113:1: error: exclusions.no_double: the openings of the issues stand together here; expected a first text that keeps to the exclusions",
    ),
    (
        "day = 2025-11-25",
        "",
        "117:1: error: calendar.opening: no `day`, `after` or `when`; expected exactly one of them: when the session begins",
    ),
    (
        "day = 2025-11-25",
        "day = 2025-11-25\nwhen = \"gap_below\"",
        "117:1: error: calendar.opening: more than one of `day`, `after`, `when`; expected exactly one of them: when the session begins",
    ),
    (
        "day = 2025-11-25",
        "day = 07:00:00",
        "119:7: error: calendar.opening.day: the date 07:00:00; expected a day or a date, as 7 or 2025-11-30",
    ),
    (
        "day = 2025-11-25",
        "after = \"round\"",
        "119:9: error: calendar.opening.after: sessions that wait for each other; expected a chain that begins with `day` or `when`\n127:9: error: calendar.round.after: sessions that wait for each other; expected a chain that begins with `day` or `when`",
    ),
    (
        "participants = [\"north\", \"south_lead\", \"mediator\", \"union\"]\n",
        "",
        "117:1: error: calendar.opening: `participants` is missing; expected participants = [...], parties or negotiators",
    ),
    (
        "participants = [\"north\", \"south_lead\", \"mediator\", \"union\"]\n",
        "participants = []\n",
        "121:16: error: calendar.opening: nobody takes part; expected participants = [...], parties or negotiators",
    ),
    (
        "participants = [\"north\", \"south_lead\", \"mediator\", \"union\"]\n",
        "participants = [\"envoy\"]\n",
        "121:16: warning: calendar.opening: no disputant takes part; name a party that has to agree, or one of its negotiators",
    ),
    (
        "horizon_days = 120",
        "horizon_days = 1",
        "119:7: warning: calendar.opening: it would begin on day 2, after the last day of the talks, 1; an earlier `day`, or more `scenario.horizon_days`",
    ),
    (
        "\"south_lead\", \"mediator\", \"union\"",
        "\"south_led\"",
        "121:26: error: calendar.opening.participants: unknown id `south_led`; expected a party or a negotiator: north, south, mediator, union, north_lead, north_aide, south_lead, envoy; did you mean `south_lead`?",
    ),
    (
        "agenda = [\"dredging\"]",
        "agenda = [\"dredging\", \"dredging\", 3]",
        "123:23: error: calendar.opening.agenda: `dredging` a second time; expected each once\n123:35: error: calendar.opening.agenda: the number 3; expected an issue",
    ),
    (
        "after = \"opening\"",
        "after = \"openin\"",
        "127:9: error: calendar.round.after: unknown id `openin`; expected a session: opening, round, summit; did you mean `opening`?",
    ),
    (
        "when = \"gap_below\"",
        "when = \"gap_above\"",
        "140:8: error: calendar.summit.when: text `gap_above`; expected one of: gap_below, momentum_above",
    ),
    (
        "travel_days = 2",
        "day = 2",
        "135:56: error: calendar.round.legs.down: unknown key `day`; expected one of the keys: id, title, place, participants, protocol, agenda, travel_days, rounds, aides, secrecy, hospitality, weather",
    ),
    (
        "id = \"down\"",
        "id = \"up\"",
        "135:10: error: calendar.round.legs: `up` a second time; expected an id of its own",
    ),
    (
        "id = \"summit\"",
        "id = \"round.up\"",
        "138:1: error: calendar.\"round.up\": another session has the same `entry.leg`; expected an id of its own",
    ),
    (
        "[[linkages]]\nid = \"package\"",
        "[tables]\nstances = \"no.csv\"\n[[linkages]]\nid = \"package\"",
        "108:11: error: tables.stances: no.csv: there is no such file; expected a file that exists",
    ),
];

#[test]
fn an_empty_document_misses_its_tables() {
    let findings = read("x = 1").unwrap_err().to_string();
    assert_eq!(findings.lines().count(), 8, "{findings}");
    assert!(findings.contains("x.toml:1:1: error: `calendar` is missing"));
}

#[test]
fn all_findings_come_at_once_in_the_order_of_their_places() {
    let text = HARBOUR
        .replace("horizon_days", "horizon")
        .replace("rounds = 3", "rounds = 0")
        .replace("up\"", "down\"");
    let findings = read(&text).unwrap_err();
    let lines: Vec<usize> = findings.iter().map(|f| findings.position(f).unwrap().0).collect();
    assert!(lines.len() >= 3 && lines.is_sorted(), "{findings}");
}

#[test]
fn a_bad_id_is_told_without_what_names_it() {
    let told = check("id = \"south\"", "id = 5");
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains("the number 5; expected 1 to 80 characters"), "{told}");
}

#[test]
fn excessive_files_are_refused() {
    let huge = |row: &str, count: usize| {
        read(&format!("format = 1\n{}", row.repeat(count)))
            .unwrap_err()
            .to_string()
    };
    assert!(huge("[[parties]]\nid = 'a'\n", 3000).contains("3000 parties, more than 400"));
    assert!(huge("[[x]]\n", 100_000).contains("unknown key `x`"));
    assert!(huge("a.b.c = 1\n", 10_000).contains("duplicate key"));
    let keys: String = (0..100_000).map(|k| format!("k{k} = {k}\n")).collect();
    assert!(read(&keys).unwrap_err().to_string().contains("more findings"));
}
