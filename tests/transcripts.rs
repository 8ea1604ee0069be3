//! The minutes of a run: kept examples, so that a change of the prose or of the model is seen; and minutes, JSON and
//! tables that tell one story.

use crate::common::{self, Table, assert_golden, shipped, stems, told};
use serde_json::Value;
use std::path::Path;

/// The runs whose minutes are kept: scenario, seed, replicate.
const KEPT: [(&str, &str, &str); 10] = [
    ("camp-david-1978", "7", "1"),
    ("climate-conference", "7", "1"),
    ("colombia-2016", "7", "1"),
    ("dayton-1995", "7", "1"),
    ("fishery", "7", "1"),
    ("good-friday-1998", "7", "1"),
    ("harbour", "7", "0"),
    ("nuclear-deal", "7", "1"),
    ("oslo-1993", "7", "1"),
    ("ukraine-28-points", "20251130", "3"),
];

/// Replicates in which the stories are compared: of the flagship's experiment, and of every other scenario.
const REPLICATES: [usize; 2] = [40, 6];

#[test]
fn every_scenario_has_kept_minutes() {
    assert_eq!(stems("scenarios"), KEPT.map(|(scenario, ..)| scenario));
}

#[test]
fn minutes_are_as_kept() {
    let folder = common::temporary_folder();
    for (scenario, seed, replicate) in KEPT {
        let file = shipped(&format!("scenarios/{scenario}.toml"));
        let minutes = told(
            folder.path(),
            &["simulate", &file, "--seed", seed, "--replicate", replicate],
        );
        assert_golden(&format!("transcripts/{scenario}.txt"), &minutes);
    }
}

/// Small numbers in the minutes.
const NUMBERS: [&str; 13] = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// A run told three times: as a row, as JSON and as minutes.
struct Story<'a> {
    scenario: &'a Scenario,
    table: &'a Table,
    row: &'a [String],
    json: Value,
    minutes: String,
}

impl Story<'_> {
    fn cell(&self, column: &str) -> &str {
        self.table.cell(self.row, column)
    }

    fn events(&self) -> &[Value] {
        self.json["events"].as_array().expect("a list of events")
    }

    fn of_kind<'a>(&'a self, kind: &'a str) -> impl DoubleEndedIterator<Item = &'a Value> {
        self.events().iter().filter(move |e| e["kind"] == kind)
    }

    /// The day of the last event of a kind, as a cell has it.
    fn day_of(&self, kind: &str) -> String {
        self.of_kind(kind)
            .next_back()
            .map_or_else(String::new, |e| e["day"].to_string())
    }

    fn assert_counts(&self) {
        assert_eq!(self.of_kind("option_leaked").count().to_string(), self.cell("leaks"));
        assert_eq!(self.day_of("text_signed"), self.cell("signed_day"));
        // A vote is foretold on the day of the signature; when it is held is in the row.
        let won = self.of_kind("text_ratified").count();
        match self.cell("outcome") {
            "agreement" => assert_eq!(
                (won > 0, !self.cell("ratified_day").is_empty()),
                (self.scenario.votes, self.scenario.votes),
                "votes at home on an agreement"
            ),
            "rejected_at_home" => assert_eq!(self.of_kind("vote_lost").count(), 1),
            _ => assert_eq!((won, self.cell("ratified_day")), (0, ""), "votes without a text"),
        }
        // The talks may end in the middle of a meeting, and no other meeting stays open.
        let opened = self.of_kind("session_opened").count();
        let open = opened - self.of_kind("session_closed").count();
        assert!(open <= 1, "{open} meetings are still open");
        let rounds: usize = self.cell("rounds").parse().expect("a number");
        assert!(opened <= rounds, "{opened} meetings in {rounds} rounds");
    }

    /// `event:actor[:issue=option]` is something that happened.
    fn assert_decision(&self) {
        let decided_by = self.cell("decided_by");
        let mut parts = decided_by.splitn(3, ':');
        let (kind, actor, object) = (parts.next(), parts.next(), parts.next());
        let is_it = |e: &&Value| {
            e["kind"].as_str() == kind
                && e["actor"].as_str() == actor
                && (object.is_none() || e["object"].as_str() == object)
        };
        assert!(self.events().iter().any(|e| is_it(&e)), "`{decided_by}` is no event");
    }

    fn assert_order(&self) {
        // What breaks down later is told at once, and so are votes at home, party by party.
        let of_the_talks = |e: &&Value| e["kind"] != "agreement_broken" && e["kind"] != "text_ratified";
        let told = self.events().iter().filter(of_the_talks);
        let days: Vec<i64> = told.clone().filter_map(|e| e["day"].as_i64()).collect();
        assert_eq!(days.len(), told.count());
        assert!(days.is_sorted(), "{days:?}");
        let end: i64 = self.cell("end_day").parse().expect("a day");
        assert!(days.last().is_none_or(|&last| last <= end), "something after the end");
    }

    fn assert_minutes(&self) {
        let words = match self.cell("outcome") {
            "agreement" => "Agreement: ",
            "rejected_at_home" => "Rejected at home: ",
            "walkout" => "Walkout: ",
            "collapsed_after_leak" => "Collapse after a leak: ",
            "deadlock" => "Deadlock: ",
            "deadline" => "Out of time: ",
            other => panic!("an outcome `{other}`"),
        };
        let ending = self.minutes.split("How it ended").nth(1).expect("a last section");
        assert!(ending.contains(words), "{ending}");
        if self.cell("outcome") == "deadlock" {
            self.assert_still(ending);
        }
        let leaks: usize = self.cell("leaks").parse().expect("a number");
        let number = NUMBERS
            .get(leaks)
            .map_or_else(|| leaks.to_string(), |word| (*word).to_owned());
        let noun = if leaks == 1 { "leak" } else { "leaks" };
        let told = format!(" {number} {noun}");
        let ending = ending.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(ending.contains(&told), "{told}: {ending}");
        self.assert_decider(&ending);
    }

    /// How it ended names the actor of `decided_by`, and the issue where it is about one.
    fn assert_decider(&self, ending: &str) {
        let decided_by = self.cell("decided_by");
        let mut parts = decided_by.splitn(3, ':').skip(1);
        let story = ending.split(" The talks took ").next().expect("a first part");
        let actor = parts.next().expect("an actor");
        if actor != "talks" {
            let name = self.scenario.party(actor);
            assert!(story.contains(&name), "`{decided_by}` is {name}: {story}");
        }
        if let Some(object) = parts.next() {
            let title = self.scenario.title(object.split('=').next().unwrap_or(object));
            assert!(story.contains(&title), "`{decided_by}` is about {title}: {story}");
        }
    }

    /// A deadlock is told by the issue that blocked the talks, where one did, and nothing was done in the last meeting
    /// that counts as movement.
    fn assert_still(&self, ending: &str) {
        const MOVES: [&str; 4] = ["option_floated", "option_found", "issue_ripened", "issue_harvested"];
        let blocked = self.cell("decided_by").contains('=');
        assert_eq!(ending.contains("no wording was left"), blocked, "{ending}");
        let meetings = self.events().chunk_by(|_, next| next["kind"] != "session_opened");
        let last = meetings.last().expect("a meeting");
        let moved = last.iter().any(|e| MOVES.iter().any(|kind| e["kind"] == *kind));
        assert!(
            blocked || !moved,
            "given up in a meeting in which something moved: {ending}"
        );
    }
}

/// What the stories are held against: the scenario's own names and numbers.
struct Scenario {
    file: toml::Table,
    /// Whether what is signed is voted on at home.
    votes: bool,
}

impl Scenario {
    fn read(file: &str) -> Self {
        let text = std::fs::read_to_string(file).expect("a scenario");
        let file: toml::Table = text.parse().expect("TOML");
        let votes = file["behaviours"].get("ratification").is_some();
        Self { file, votes }
    }

    /// The row of a list with an id.
    fn row(&self, list: &str, id: &str) -> Option<&toml::Table> {
        let rows = self
            .file
            .get(list)?
            .as_array()?
            .iter()
            .filter_map(toml::Value::as_table);
        rows.into_iter().find(|row| row["id"].as_str() == Some(id))
    }

    /// What people call a party, or the party of a negotiator, without its article and what follows a comma.
    fn party(&self, actor: &str) -> String {
        let party = self
            .row("negotiators", actor)
            .map_or(actor, |n| n["party"].as_str().expect("an id"));
        let row = self.row("parties", party);
        let name = row.and_then(|r| r.get("name")).and_then(toml::Value::as_str);
        let name = name.map_or_else(|| capitalised(party), str::to_owned);
        let name = name.split(',').next().unwrap_or(&name);
        let short = name.strip_prefix("The ").or_else(|| name.strip_prefix("the "));
        short.unwrap_or(name).to_owned()
    }

    fn title(&self, issue: &str) -> String {
        let title = self.row("issues", issue).and_then(|row| row.get("title"));
        title.and_then(toml::Value::as_str).expect("a title").to_owned()
    }
}

/// An id in place of a name: `long_pause` is `Long pause`.
fn capitalised(id: &str) -> String {
    let (first, rest) = id.split_at(1);
    first.to_uppercase() + &rest.replace('_', " ")
}

/// Runs a file and tells each of its runs again.
fn assert_stories(file: &str, scenario: &Scenario, replicates: usize) {
    let folder = common::temporary_folder();
    let n = replicates.to_string();
    let run = [
        "run",
        file,
        "--replicates",
        &n,
        "--out",
        "results",
        "--quiet",
        "--no-figures",
    ];
    told(folder.path(), &run);
    let table = Table::read(&folder.path().join("results/runs.csv"));
    for (replicate, row) in table.of_point(0).enumerate() {
        let replicate = replicate.to_string();
        let place = ["simulate", file, "--replicate", &replicate];
        let json = told(folder.path(), &[&place[..], &["--json"]].concat());
        let story = Story {
            scenario,
            table: &table,
            row,
            json: serde_json::from_str(&json).expect("one JSON object"),
            minutes: told(folder.path(), &place),
        };
        story.assert_counts();
        story.assert_decision();
        story.assert_order();
        story.assert_minutes();
    }
}

/// Replicates of each scenario whose transcripts are held against the schema.
const TRANSCRIBED: u64 = 4;

/// A transcript, line by line, and the same run as one object.
fn transcribed(folder: &Path, file: &str, replicate: &str) -> (Vec<Value>, Value) {
    let run = ["simulate", file, "--replicate", replicate];
    let written = common::detente(
        folder,
        &[&run[..], &["--transcript", "talks.jsonl", "--force"]].concat(),
    );
    assert_eq!(written.code, Some(0), "{}", written.stderr);
    let lines = std::fs::read_to_string(folder.join("talks.jsonl")).expect("a transcript");
    let lines = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("a JSON object"));
    let object = told(folder, &[&run[..], &["--json"]].concat());
    (lines.collect(), serde_json::from_str(&object).expect("one JSON object"))
}

/// The first line says what was played, the last how it ended, and those between are the events of `--json`, in words too.
fn assert_transcript(lines: &[Value], object: &Value, replicate: &str) {
    let [head, events @ .., end] = lines else {
        panic!("{} lines", lines.len())
    };
    assert_eq!((&head["line"], &end["line"]), (&"head".into(), &"end".into()));
    assert_eq!(head["replicate"].to_string(), replicate);
    assert_eq!(events.len(), object["events"].as_array().expect("a list").len());
    let same = |line: &Value, other: &Value, keys: &[&str]| keys.iter().all(|key| line[*key] == other[*key]);
    for (line, event) in events.iter().zip(object["events"].as_array().expect("a list")) {
        assert!(
            same(line, event, &["kind", "day", "round", "actor", "object"]),
            "{line} is not {event}"
        );
        let sentence = line["sentence"].as_str().expect("a sentence");
        let whole = sentence.ends_with('.') && !sentence.contains(['{', '}']);
        assert!(
            whole && !sentence.contains("one side") && !sentence.contains("the matter"),
            "{line}"
        );
    }
    let of_end = [
        "outcome",
        "end_day",
        "rounds",
        "package",
        "utilities",
        "distances",
        "leaks",
    ];
    assert!(same(end, object, &of_end), "{end}");
    let decided = |e: &&Value| {
        let decided_by = end["decided_by"].as_str().expect("an event");
        decided_by.starts_with(&format!(
            "{}:{}",
            e["kind"].as_str().expect("text"),
            e["actor"].as_str().expect("text")
        ))
    };
    assert!(events.iter().any(|e| decided(&e)), "what decided it happened: {end}");
}

#[test]
fn transcripts_fit_their_schema() {
    let folder = common::temporary_folder();
    let schema: Value = serde_json::from_str(&told(folder.path(), &["schema", "transcript"])).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for (scenario, ..) in KEPT {
        let file = shipped(&format!("scenarios/{scenario}.toml"));
        for replicate in (0..TRANSCRIBED).map(|replicate| replicate.to_string()) {
            let (lines, object) = transcribed(folder.path(), &file, &replicate);
            for line in &lines {
                let errors: Vec<String> = validator.iter_errors(line).map(|e| e.to_string()).collect();
                assert!(errors.is_empty(), "{scenario}: {line}: {errors:?}");
            }
            assert_transcript(&lines, &object, &replicate);
            let mut foreign = lines[1].clone();
            foreign["kind"] = "tea_served".into();
            assert!(!validator.is_valid(&foreign), "nobody declares `tea_served`");
        }
    }
}

#[test]
fn every_event_has_a_sentence_of_its_own() {
    let events = detente_agents::standard().events();
    let silent: Vec<&str> = events.iter().filter(|e| e.told.is_empty()).map(|e| e.name).collect();
    assert!(silent.is_empty(), "without a sentence: {silent:?}");
}

/// The scenario whose experiment is told at length.
const FLAGSHIP: &str = "ukraine-28-points";

#[test]
fn row_json_and_minutes_tell_one_story() {
    for (name, ..) in KEPT.into_iter().filter(|(name, ..)| *name != FLAGSHIP) {
        let file = shipped(&format!("scenarios/{name}.toml"));
        assert_stories(&file, &Scenario::read(&file), REPLICATES[1]);
    }
}

#[test]
fn row_json_and_minutes_of_the_flagship_tell_one_story() {
    let scenario = Scenario::read(&shipped(&format!("scenarios/{FLAGSHIP}.toml")));
    let experiment = shipped(&format!("experiments/{FLAGSHIP}.toml"));
    assert_stories(&experiment, &scenario, REPLICATES[0]);
}
