//! The command line from outside: what goes to which stream, and how it exits.

use assert_cmd::Command;
use std::path::Path;
use tempfile::TempDir;

/// The program, in a folder with a scenario `talks.toml` that `new` has written.
fn detente(folder: &TempDir) -> Command {
    let mut command = Command::cargo_bin("detente").unwrap();
    command.current_dir(folder.path());
    command
}

fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    detente(&folder).args(["new", "talks"]).assert().success();
    folder
}

/// Standard output of a command that succeeds.
fn told(folder: &TempDir, arguments: &[&str]) -> String {
    let output = detente(folder).args(arguments).assert().success().get_output().clone();
    String::from_utf8(output.stdout).unwrap()
}

/// Standard error of a command that finds its input wrong.
fn refused(folder: &TempDir, arguments: &[&str]) -> String {
    let output = detente(folder).args(arguments).assert().code(2).get_output().clone();
    assert!(output.stdout.is_empty(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn wrong_usage_exits_with_2_and_says_so_on_standard_error() {
    let folder = folder();
    for arguments in [
        &["negotiate"][..],
        &["simulate"],
        &["simulate", "talks.toml", "--sed", "1"],
        &["simulate", "talks.toml", "--seed", "one"],
        &["simulate", "missing.toml"],
        &["simulate", "talks.toml", "--point", "1"],
        &["simulate", "talks.toml", "--set", "parties.east"],
        &["simulate", "talks.toml", "--set", "parties.eats.reservation_value=0.5"],
        &["simulate", "talks.toml", "--set", "parties.east.reservation_value=2"],
        &["check", "missing.toml"],
        &["params", "talks.toml", "nothing_like_it"],
        &["explain", "fatige"],
        &["new", "talks"],
        &["new", "a/b"],
        &["new", "other", "--from", "nothing"],
        &["schema", "poem"],
        &["import", "genius", "."],
        &["import", "genius", ".", "-o", "imported.toml"],
        &["import", "geniusweb", ".", "-o", "imported.toml"],
    ] {
        assert!(!refused(&folder, arguments).is_empty(), "{arguments:?}");
    }
}

#[test]
fn help_and_version_are_results() {
    let folder = folder();
    assert!(told(&folder, &["--help"]).contains("simulate"));
    assert!(told(&folder, &["--version"]).starts_with("detente "));
    assert!(told(&folder, &["simulate", "--help"]).contains("--replicate"));
}

#[test]
fn a_run_is_the_same_run_every_time() {
    let folder = folder();
    let run = |more: &[&str]| told(&folder, &[&["simulate", "talks.toml"][..], more].concat());
    assert_eq!(run(&[]), run(&["--seed", "1", "--replicate", "0"]));
    assert_eq!(run(&["--replicate", "7"]), run(&["--replicate", "7"]));
    assert_ne!(run(&["--json"]), run(&["--json", "--seed", "2"]));
}

#[test]
fn minutes_go_to_standard_output_or_to_a_file() {
    let folder = folder();
    let minutes = told(&folder, &["simulate", "talks.toml"]);
    for part in [
        "Talks\n=====\n",
        "replicate 0 of seed 1",
        "1. ",
        "In the room: ",
        "How it ended",
        "Where the border runs",
    ] {
        assert!(minutes.contains(part), "{part}:\n{minutes}");
    }
    assert!(minutes.lines().all(|line| line.chars().count() <= 100), "{minutes}");
    assert_eq!(
        told(&folder, &["simulate", "talks.toml", "--transcript", "minutes.txt"]),
        ""
    );
    assert_eq!(
        std::fs::read_to_string(folder.path().join("minutes.txt")).unwrap(),
        minutes
    );
}

#[test]
fn a_run_as_json_has_its_keys() {
    let folder = folder();
    let run = json(&told(&folder, &["simulate", "talks.toml", "--json"]));
    let keys: Vec<&str> = run.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "end_day",
        "events",
        "leaks",
        "outcome",
        "package",
        "proposer",
        "reservation_values",
        "rounds",
        "utilities",
    ];
    assert_eq!(keys, expected);
    let events = run["events"].as_array().unwrap();
    for event in events {
        let keys: Vec<&str> = event.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["actor", "day", "kind", "object", "round"]);
    }
    let leaks = events.iter().filter(|e| e["kind"] == "option_leaked").count();
    assert_eq!(run["leaks"].as_u64().unwrap(), leaks as u64);
    assert!(run["utilities"]["east"].is_number() && run["reservation_values"]["host"].is_number());
}

#[test]
fn changes_of_the_command_line_change_the_run() {
    let folder = folder();
    let run = |value: &str| {
        let set = format!("scenario.horizon_days={value}");
        json(&told(&folder, &["simulate", "talks.toml", "--json", "--set", &set]))
    };
    assert!(run("3")["end_day"].as_i64().unwrap() <= 3);
    let with_leaks = [
        "simulate",
        "talks.toml",
        "--json",
        "--set",
        "behaviours.leaks.hazard_per_day=0.5",
    ];
    assert!(json(&told(&folder, &with_leaks))["outcome"].is_string());
}

#[test]
fn check_sums_up_what_is_valid_and_tells_all_that_is_not() {
    let folder = folder();
    let summary = told(&folder, &["check", "talks.toml"]);
    for part in [
        "2 disputants",
        "1 mediator",
        "negotiators  3",
        "packages",
        "tightness",
        "parameters",
    ] {
        assert!(summary.contains(part), "{part}: {summary}");
    }
    let text = std::fs::read_to_string(folder.path().join("talks.toml")).unwrap();
    let broken = text
        .replace("horizon_days = 180", "horizon_days = -1")
        .replace("party = \"host\"", "party = \"hots\"");
    std::fs::write(folder.path().join("broken.toml"), broken).unwrap();
    let errors = refused(&folder, &["check", "broken.toml"]);
    assert!(errors.contains("horizon_days") && errors.contains("hots"), "{errors}");
    assert!(
        errors.contains("broken.toml:") && errors.contains(": error: "),
        "{errors}"
    );
    assert!(!errors.contains('\u{1b}'), "colours only on a terminal");
    detente(&folder)
        .args(["check", "talks.toml", "broken.toml"])
        .assert()
        .code(2);
}

#[test]
fn parameters_are_listed_with_all_that_is_known_of_them() {
    let folder = folder();
    let table = told(&folder, &["params", "talks.toml", "parties.*.reservation_value"]);
    assert_eq!(table.lines().count(), 4, "{table}");
    assert!(table.contains("normal [0.4, 0.06]"), "{table}");
    assert!(table.lines().last().unwrap().contains("(default)"), "{table}");
    let rows = json(&told(&folder, &["params", "talks.toml", "horizon", "--json"]));
    let row = rows[0].as_object().unwrap();
    let keys: Vec<&str> = row.keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        ["evidence", "meaning", "path", "range", "source", "unit", "value"]
    );
    assert_eq!(rows[0]["value"], 180.0);
}

#[test]
fn behaviours_protocols_and_parameters_are_explained() {
    let folder = folder();
    let fatigue = told(&folder, &["explain", "fatigue"]);
    assert!(
        fatigue.contains("Source: ") && fatigue.contains("rate_per_session = "),
        "{fatigue}"
    );
    assert!(told(&folder, &["explain", "single_text"]).contains("protocol"));
    let path = "behaviours.fatigue.rate_per_session";
    assert!(told(&folder, &["explain", path]).contains("default"));
    let own = told(
        &folder,
        &["explain", "parties.*.reservation_value", "--in", "talks.toml"],
    );
    assert!(own.contains("parties.west.reservation_value = normal"), "{own}");
    assert!(refused(&folder, &["explain", "behaviours.fatigue.rate_per_sesion"]).contains("did you mean"));
    let near = refused(&folder, &["explain", "negotiators.zzz.leak_sensitivty"]);
    assert!(
        near.contains("did you mean `negotiators.zzz.leak_sensitivity`?"),
        "{near}"
    );
}

/// Words that tables, minutes and documents use are explained without their paths.
#[test]
fn single_words_are_explained() {
    let folder = folder();
    for (word, part) in [
        ("leak_sensitivity", "negotiators.*.leak_sensitivity"),
        ("reservation_value", "parties.*.reservation_value"),
        ("aides", "calendar.*.aides"),
        ("threshold", "behaviours.ratification.threshold"),
        ("tightness", "egalitarian level"),
        ("deadline", "Still talking when the horizon came"),
        ("collapsed_after_leak", "while a scandal was in the air"),
        ("deadlock", "Movement is wording that never stood"),
    ] {
        let told = told(&folder, &["explain", word]);
        let flowing = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flowing.contains(part), "{word}: {told}");
    }
    let own = told(&folder, &["explain", "reservation_value", "--in", "talks.toml"]);
    assert!(own.contains("parties.west.reservation_value = normal"), "{own}");
}

/// The cells of a line of a table that hold words: two spaces or more stand between them.
fn words_of(line: &str) -> Vec<String> {
    let cells = line.split("  ").map(str::trim);
    let words = cells.filter(|cell| cell.starts_with(|c: char| c.is_ascii_alphabetic()));
    words.map(str::to_owned).collect()
}

/// What the terminal prints as heads of lines and columns, read off what it prints.
#[test]
fn heads_in_the_terminal_are_explained() {
    let folder = folder();
    let params = told(&folder, &["params", "talks.toml"]);
    let mut heads = words_of(params.lines().next().unwrap());
    let solve = told(&folder, &["solve", "talks.toml"]);
    heads.extend(words_of(solve.lines().find(|line| line.contains("tightness")).unwrap()));
    let solutions = solve.lines().skip_while(|line| !line.starts_with("Solutions"));
    for line in solutions
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with("   "))
    {
        heads.extend(words_of(line).into_iter().take(1));
    }
    let check = told(&folder, &["check", "talks.toml"]);
    let rows = check.lines().filter_map(|line| line.strip_prefix("  "));
    heads.extend(rows.filter_map(|line| words_of(&line[..12]).pop()));
    let run = [
        "run",
        "talks.toml",
        "--replicates",
        "60",
        "--no-figures",
        "--set",
        "calendar.*.rounds=3",
    ];
    let answer = told(&folder, &run);
    for head in [
        "saved",
        "lost",
        "p",
        "agreement",
        "what_if",
        "rejected at home",
        "walkout",
        "deadline",
    ] {
        assert!(answer.contains(&format!("  {head}")), "{head}: {answer}");
        heads.push(head.to_owned());
    }
    assert!(heads.len() > 20, "{heads:?}");
    for head in heads {
        // `day of the end, base`, `median [quartiles]`
        for words in head
            .split([',', '[', ']'])
            .map(str::trim)
            .filter(|words| !words.is_empty())
        {
            told(
                &folder,
                &[&["explain"], &words.split(' ').collect::<Vec<_>>()[..]].concat(),
            );
        }
    }
}

/// A folder of talks that nobody could ever conclude says so, and has all its tables.
#[test]
fn talks_that_red_lines_make_hopeless_are_told_as_such() {
    let folder = folder();
    let file = folder.path().join("talks.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let (one, all) = (
        "red_lines = [\"border=moved\"]",
        "red_lines = [\"border=kept\", \"border=joint_zone\", \"border=moved\"]",
    );
    assert!(text.contains(one), "{text}");
    std::fs::write(&file, text.replace(one, all)).unwrap();
    let run = told(&folder, &["run", "talks.toml", "--replicates", "40", "--no-figures"]);
    assert!(
        run.contains("\nNo package can be agreed: red lines or exclusions refuse every one.\n"),
        "{run}"
    );
    let solutions = std::fs::read_to_string(folder.path().join("results/talks/solutions.csv")).unwrap();
    let kinds: Vec<&str> = solutions.lines().map(|line| line.split(',').nth(1).unwrap()).collect();
    assert_eq!(kinds, ["kind", "reservation"], "{solutions}");
}

/// Terms of several words need no quotes.
#[test]
fn terms_of_several_words_are_explained() {
    let folder = folder();
    let quoted = told(&folder, &["explain", "zone of agreement"]);
    assert!(quoted.contains("zone of possible agreement"), "{quoted}");
    assert_eq!(told(&folder, &["explain", "zone", "of", "agreement"]), quoted);
    let unknown = refused(&folder, &["explain", "zoned", "of", "agreements"]);
    assert!(
        unknown.contains("nothing is known as `zoned of agreements`")
            && unknown.contains("did you mean `zone of agreement`?"),
        "{unknown}"
    );
}

#[test]
fn schema_and_completions_are_printed() {
    let folder = folder();
    let schema = json(&told(&folder, &["schema", "scenario"]));
    assert!(schema["properties"]["behaviours"]["properties"]["fatigue"].is_object());
    for shell in ["bash", "zsh", "fish"] {
        assert!(told(&folder, &["completions", shell]).contains("simulate"), "{shell}");
    }
}

#[test]
fn shipped_scenarios_are_played_and_told() {
    let folder = folder();
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    for name in ["harbour.toml", "ukraine-28-points.toml"] {
        let file = scenarios.join(name).display().to_string();
        let minutes = told(&folder, &["simulate", &file, "--replicate", "3"]);
        assert!(minutes.contains("How it ended"), "{name}");
        for word in ["panicked", "NaN", "{", "}"] {
            assert!(!minutes.contains(word), "{name}: {word}");
        }
    }
}

#[test]
fn genius_domains_are_imported_and_nothing_is_replaced_unasked() {
    let folder = folder();
    let domain = Path::new(env!("CARGO_MANIFEST_DIR")).join("../detente-import/tests/genius/ferry");
    let domain = domain.display().to_string();
    let import = ["import", "genius", domain.as_str(), "-o", "ferry.toml"];
    let file = folder.path().join("ferry.toml");

    let message = refused(&folder, &[&import[..], &["--strategies", "boulware,bolware"]].concat());
    assert!(message.contains("did you mean `boulware`?"), "{message}");
    assert!(!file.exists());

    let said = told(&folder, &import);
    assert!(said.starts_with("ferry.toml: 2 parties and 3 issues, from "), "{said}");
    assert!(
        said.ends_with("\nnext: `detente check ferry.toml`, then `detente simulate ferry.toml`\n"),
        "{said}"
    );
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("rounds = 100"), "{text}");

    let again = [
        &import[..],
        &["--strategies", "linear,micro", "--rounds", "5", "--utilities", "raw"],
    ]
    .concat();
    let message = refused(&folder, &again);
    assert_eq!(
        message,
        "error: ferry.toml exists already; choose another name, or replace it with --force\n"
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    told(&folder, &[&again[..], &["--force"]].concat());
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(
        text.contains("rounds = 5\n") && text.contains("offers = \"micro\""),
        "{text}"
    );
}

/// A small experiment with a policy, and a response that no run qualifies for.
const STUDY: &str = r#"
format = 1
[experiment]
id = "study"
title = "A study"
scenario = "talks.toml"
replicates = 1_200
[[policies]]
id = "quiet"
title = "Doors closed everywhere"
set = { "calendar.*.secrecy" = 1.0 }
[[responses]]
id = "never"
title = "Never asked"
given = { end_day = { at_most = -1 } }
share = { outcome = "agreement" }
[[responses]]
id = "some"
title = "Some asked"
given = { replicate = { at_most = 999 } }
mean = "rounds"
"#;

#[test]
fn the_answer_is_told_again_for_a_folder_that_is_complete() {
    let folder = folder();
    std::fs::write(folder.path().join("study.toml"), STUDY).unwrap();
    let run = ["run", "study.toml", "--no-figures"];
    let first = told(&folder, &run);
    for part in [
        "quiet: Doors closed everywhere",
        "1,200 runs of each of 2 points",
        "day, median [quartiles]",
        "Never asked: no run qualifies.",
        "Never asked: no pair of runs qualifies for quiet.",
        "pairs",
    ] {
        assert!(first.contains(part), "{part}: {first}");
    }
    let again = told(&folder, &run);
    let note = "results/study holds this run already; nothing was run.\n\n";
    assert_eq!(again.strip_prefix(note), Some(first.as_str()));
    let quiet = detente(&folder)
        .args(run)
        .arg("--quiet")
        .assert()
        .success()
        .get_output()
        .clone();
    assert!(quiet.stdout.is_empty() && quiet.stderr.is_empty());
}

/// What makes talks dead before they begin is said by `check`, and is an error under `--strict`.
#[test]
fn dead_scenarios_are_told_from_lively_ones() {
    let folder = folder();
    let file = folder.path().join("talks.toml");
    let lively = std::fs::read_to_string(&file).unwrap();
    detente(&folder)
        .args(["check", "--strict", "talks.toml"])
        .assert()
        .success();
    for (old, new, warning) in [
        (
            "reservation_value = { normal = [0.40, 0.06] }",
            "reservation_value = 0.95",
            "no package gives every disputant",
        ),
        (
            "reservation_value = { normal = [0.40, 0.06] }",
            "reservation_value = 0.02",
            "tightness 0.06: it would take nearly anything",
        ),
        ("role = \"mediator\"", "role = \"guarantor\"", "nobody holds the text"),
        (
            "participants = [\"east\", \"west\", \"host\"]",
            "protocol = \"alternating_offers\"\nparticipants = [\"east\", \"host\"]",
            "`west` is not there, and by `alternating_offers` nothing is offered then",
        ),
        (
            "party = \"east\"",
            "party = \"east\"\nstrategy = { offers = \"micro\" }",
            "no session alternates offers",
        ),
        ("day = 0", "day = 400", "it would begin on day 400, after the last day"),
    ] {
        std::fs::write(&file, lively.replacen(old, new, 1)).unwrap();
        let output = detente(&folder)
            .args(["check", "--strict", "talks.toml"])
            .assert()
            .code(2)
            .get_output()
            .clone();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(warning), "{new}: {said}");
    }
}
