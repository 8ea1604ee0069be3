//! The page against the folder that it is made of.

use super::*;
use crate::explorable::pack::unpacked;
use crate::explorable::script::MODULES;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use detente_results::{
    Column, DesignRow, DesignTable, FORMAT, FactorLevel, Kind, MinutesRow, OUTCOMES, ResponseRow, Row, SummaryRow,
    write_table,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write;
use tempfile::TempDir;

const PARTIES: [&str; 2] = ["north", "south"];

/// A folder of a grid, whose runs are made up.
struct Example {
    levels: Vec<Vec<f64>>,
    policies: Vec<&'static str>,
    talks: u64,
    title: &'static str,
    own_luck: bool,
}

impl Example {
    fn new() -> Self {
        Self {
            levels: vec![vec![1.0, 0.0, 0.5], vec![7.0, 14.0]],
            policies: vec!["base", "small_room"],
            talks: 20,
            title: "What helps",
            own_luck: false,
        }
    }

    /// Settings in the order of a design, the last factor first to move.
    fn settings(&self) -> Vec<Vec<f64>> {
        self.levels.iter().fold(vec![Vec::new()], |settings, levels| {
            let longer = |setting: &Vec<f64>| {
                let setting = setting.clone();
                levels.iter().map(move |&level| [&*setting, &[level]].concat())
            };
            settings.iter().flat_map(longer).collect()
        })
    }

    fn points(&self) -> u64 {
        ((self.settings().len() + 1) * self.policies.len()) as u64
    }

    fn folder(&self) -> (TempDir, Folder) {
        let home = tempfile::tempdir().unwrap();
        let put = |name: &str, bytes: &[u8]| std::fs::write(home.path().join(name), bytes).unwrap();
        put("manifest.json", &self.manifest().to_json());
        put(DesignTable::FILE, &self.design().write());
        put("runs.csv", self.runs().as_bytes());
        put(SummaryRow::FILE, &write_table(&self.summary()));
        put(ResponseRow::FILE, &write_table(&self.responses()));
        let folder = Folder::open(home.path()).unwrap();
        (home, folder)
    }

    fn manifest(&self) -> Manifest {
        let named = |ids: &[&str], name: &str| ids.iter().map(|id| json!({ "id": id, name: id })).collect::<Vec<_>>();
        let factor = |(k, levels): (usize, &Vec<f64>)| json!({ "id": format!("factor {k}"), "path": "calendar.*.f", "unit": "days", "levels": levels });
        let made = json!({
            "format": FORMAT,
            "scenario": { "id": "harbour", "title": "Two ports", "file": "harbour.toml", "stylised": true },
            "experiment": { "id": "levers", "title": self.title },
            "inputs": [],
            "seed": u64::MAX,
            "replicates": self.talks,
            "luck": 1,
            "points": self.points(),
            "runs": self.points() * self.talks,
            "failed": 0,
            "plan": "c0ffee",
            "study": "7ea",
            "complete": true,
            "policies": named(&self.policies, "title"),
            "factors": self.levels.iter().enumerate().map(factor).collect::<Vec<_>>(),
            "responses": [],
            "goals": [{ "title": "Sixty of a hundred", "response": "agreement", "at_least": 0.6 }],
            "parties": named(&PARTIES, "name"),
            "outcomes": OUTCOMES,
            "columns": columns(),
            "behaviours": [],
            "files": [],
        });
        serde_json::from_value(made).unwrap()
    }

    fn design(&self) -> DesignTable {
        let stands = vec![FactorLevel::AsIs; self.levels.len()];
        let settings = self.settings().into_iter();
        let settings = settings.map(|setting| setting.into_iter().map(FactorLevel::Number).collect());
        let rows = std::iter::once(stands).chain(settings);
        let rows =
            rows.flat_map(|levels: Vec<FactorLevel>| self.policies.iter().map(move |policy| (levels.clone(), *policy)));
        DesignTable {
            factors: (0..self.levels.len()).map(|k| format!("factor {k}")).collect(),
            rows: (0..)
                .zip(rows)
                .map(|(point, (levels, policy))| DesignRow {
                    point,
                    policy: policy.to_owned(),
                    levels,
                })
                .collect(),
        }
    }

    /// A run as it is made up: its outcome, its day, and what it is worth to each party.
    fn run(&self, point: u64, talk: u64) -> (usize, u64, [f64; 2]) {
        // Steele, Lea and Flood (2014): numbers without a pattern that packing could use.
        let mut state = point * 1_000_003 + talk;
        let mut next = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            (z ^ (z >> 31)) >> 33
        };
        let end = next() as usize % OUTCOMES.len();
        let day = next() % 400;
        (end, day, [(); 2].map(|()| (next() % 1_000_000) as f64 / 1e6))
    }

    fn runs(&self) -> String {
        let mut text = "point,replicate,outcome,end_day,utility.north,utility.south,luck,inputs\n".to_owned();
        for point in 0..self.points() {
            for talk in 0..self.talks {
                let (end, day, [north, south]) = self.run(point, talk);
                let luck = if self.own_luck { point * self.talks + talk } else { talk };
                let end = OUTCOMES[end];
                writeln!(text, "{point},{talk},{end},{day},{north},{south},{luck},{talk}").unwrap();
            }
        }
        text
    }

    fn count(&self, point: u64, end: usize) -> u64 {
        (0..self.talks).filter(|&talk| self.run(point, talk).0 == end).count() as u64
    }

    fn summary(&self) -> Vec<SummaryRow> {
        let row = |point: u64, end: usize| {
            let count = self.count(point, end);
            let share = count as f64 / self.talks as f64;
            SummaryRow {
                point,
                policy: self.policies[point as usize % self.policies.len()].to_owned(),
                outcome: OUTCOMES[end].to_owned(),
                n: self.talks,
                count,
                share,
                ci_low: share / 2.0,
                ci_high: (1.0 + share) / 2.0,
            }
        };
        (0..self.points())
            .flat_map(|point| (0..OUTCOMES.len()).map(move |end| row(point, end)))
            .collect()
    }

    fn responses(&self) -> Vec<ResponseRow> {
        let row = |point: u64| ResponseRow {
            response: "agreement".to_owned(),
            point,
            policy: "base".to_owned(),
            n: self.talks,
            mean: self.count(point, 0) as f64 / self.talks as f64,
            ci_low: 0.0,
            ci_high: 1.0,
            method: "wilson".to_owned(),
        };
        (0..self.points()).map(row).collect()
    }

    fn refused(&self) -> String {
        let (_home, folder) = self.folder();
        assert!(!is_explorable(&folder).unwrap());
        page_of(&folder, TALKS).unwrap_err().to_string()
    }
}

fn columns() -> Vec<Column> {
    let of = |name: &str, kind| Column::new(name, kind, "", "");
    vec![
        of("point", Kind::Count),
        of("replicate", Kind::Count),
        of("outcome", Kind::Word),
        of("end_day", Kind::Day),
        of("utility.north", Kind::Number),
        of("utility.south", Kind::Number),
        of("luck", Kind::Count),
        of("inputs", Kind::Count),
    ]
}

fn page_of(folder: &Folder, most_talks: u64) -> Result<String, Unexplorable> {
    Explorable::read(folder, most_talks)?.page()
}

/// What stands between two marks.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap() + from.len();
    &text[start..start + text[start..].find(to).unwrap()]
}

fn data_of(html: &str) -> serde_json::Value {
    serde_json::from_str(between(html, "id=\"data\">", "</script>")).unwrap()
}

/// Unpacks columns one after the other.
struct Columns(Vec<u8>);

impl Columns {
    fn of(data: &serde_json::Value) -> Self {
        Self(unpacked(data["packed"].as_str().unwrap()))
    }

    fn numbers(&mut self, n: usize) -> Vec<f64> {
        let taken: Vec<u8> = self.0.drain(..8 * n).collect();
        taken
            .chunks(8)
            .map(|x| f64::from_le_bytes(x.try_into().unwrap()))
            .collect()
    }

    fn whole(&mut self, n: usize) -> Vec<i32> {
        let taken: Vec<u8> = self.0.drain(..4 * n).collect();
        taken
            .chunks(4)
            .map(|x| i32::from_le_bytes(x.try_into().unwrap()))
            .collect()
    }
}

#[test]
fn the_page_holds_what_the_tables_hold() {
    let example = Example::new();
    let (_home, folder) = example.folder();
    let held = 12;
    let data = data_of(&page_of(&folder, held as u64).unwrap());
    assert_eq!((&data["talks"], &data["replicates"]), (&held.into(), &20.into()));
    assert_eq!(data["factors"][0]["levels"], serde_json::json!(["0", "0.5", "1"]));
    let points = example.points() as usize;
    let mut columns = Columns::of(&data);
    let intervals = columns.numbers(points * 6 * 2);
    let goals = columns.numbers(points);
    let grid = columns.whole(6 * 2);
    let counts = columns.whole(points * 6);
    for (row, k) in example.summary().iter().zip(0..) {
        assert_eq!(
            (counts[k] as u64, intervals[2 * k..2 * k + 2].to_vec()),
            (row.count, vec![row.ci_low, row.ci_high])
        );
    }
    assert_eq!(
        goals,
        example.responses().iter().map(|row| row.mean).collect::<Vec<_>>()
    );
    // Levels are sorted: the settings of the file are 1, 0 and .5, each with 7 and 14, each under both policies.
    assert_eq!(grid, [6, 7, 8, 9, 10, 11, 12, 13, 2, 3, 4, 5]);
    let days = columns.whole(points * held);
    let utilities = [(); 2].map(|()| columns.whole(points * held));
    for point in 0..points {
        for talk in 0..held {
            let (end, day, worth) = example.run(point as u64, talk as u64);
            let place = talk * points + point;
            assert_eq!((columns.0[place] as usize, days[place] as u64), (end, day));
            for (utilities, worth) in utilities.iter().zip(worth) {
                assert!((f64::from(utilities[place]) / 1000.0 - worth).abs() < 0.000_501);
            }
        }
    }
    assert_eq!(columns.0.len(), points * held);
}

#[test]
fn minutes_are_those_of_the_folder_where_it_has_them() {
    let example = Example::new();
    let (home, folder) = example.folder();
    let without = data_of(&page_of(&folder, TALKS).unwrap());
    assert_eq!((&without["told"], &without["minutes"]), (&0.into(), &"".into()));
    let row = |point: u64, replicate: u64| MinutesRow {
        point,
        replicate,
        minutes: format!("Ports\n=====\n\n    Talk {replicate}, \"point\" {point}, </script>\n"),
    };
    // The last talk has failed under the policy; a setting, and a talk that is not there, are nobody's.
    let rows = (0..20).flat_map(|talk| [row(0, talk), row(1, talk)]);
    let rows: Vec<MinutesRow> = rows.take(39).chain([row(2, 0), row(0, 99)]).collect();
    std::fs::create_dir(home.path().join("transcripts")).unwrap();
    std::fs::write(home.path().join(MinutesRow::FILE), write_table(&rows)).unwrap();
    let data = data_of(&page_of(&folder, 12).unwrap());
    assert_eq!(
        data["told"], 12,
        "talks that the page does not hold have no minutes in it"
    );
    let data = data_of(&page_of(&folder, TALKS).unwrap());
    assert_eq!((&data["told"], &data["squares"]), (&20.into(), &20.into()));
    let held: Vec<[Option<String>; 2]> = serde_json::from_slice(&unpacked(data["minutes"].as_str().unwrap())).unwrap();
    for (talk, ways) in (0..).zip(&held) {
        assert_eq!(ways[0], Some(row(0, talk).minutes));
        assert_eq!(ways[1], (talk < 19).then(|| row(1, talk).minutes));
    }
    std::fs::write(home.path().join(MinutesRow::FILE), "point,replicate,minutes\nx,0,y\n").unwrap();
    let error = page_of(&folder, TALKS).unwrap_err().to_string();
    assert!(error.contains("minutes.csv"), "{error}");
}

#[test]
fn a_page_of_625_points_and_200_talks_can_be_mailed() {
    let mut example = Example::new();
    // Without a policy, 624 settings and the scenario as it stands; every number is drawn anew at every point.
    example.policies.truncate(1);
    example.levels = [4, 4, 3, 13].map(|n| (0..n).map(f64::from).collect()).to_vec();
    example.talks = 200;
    assert_eq!(example.points(), 625);
    let (_home, folder) = example.folder();
    let size = page_of(&folder, TALKS).unwrap().len();
    assert!(size < 2_000_000, "{size} bytes");
    assert!(size > 125_000 * 3, "{size} bytes can hardly be all of it");
}

#[test]
fn what_is_no_grid_on_common_luck_is_refused_with_the_reason() {
    let mut own = Example::new();
    own.own_luck = true;
    assert!(own.refused().contains("luck of their own"), "{}", own.refused());
    let mut many = Example::new();
    many.levels = vec![vec![0.0, 1.0]; 5];
    assert!(
        many.refused().contains("5 factors; expected at most 4"),
        "{}",
        many.refused()
    );
    let mut none = Example::new();
    none.levels.clear();
    assert!(
        none.refused().contains("varies nothing over levels"),
        "{}",
        none.refused()
    );
    let mut wide = Example::new();
    wide.levels = vec![(0..1_250).map(f64::from).collect()];
    wide.talks = 1;
    assert!(
        wide.refused().contains("2,502 points; expected at most 2,500"),
        "{}",
        wide.refused()
    );
}

#[test]
fn a_grid_with_holes_is_refused() {
    let example = Example::new();
    let (home, folder) = example.folder();
    let mut design = example.design();
    design.rows[5].levels[0] = FactorLevel::Number(0.5);
    std::fs::write(home.path().join(DesignTable::FILE), design.write()).unwrap();
    let error = page_of(&folder, TALKS).unwrap_err().to_string();
    assert!(error.contains("not all combinations"), "{error}");
    let runs = example.runs();
    std::fs::write(home.path().join(DesignTable::FILE), example.design().write()).unwrap();
    std::fs::write(
        home.path().join("runs.csv"),
        runs.split_at(runs.rfind("13,19").unwrap()).0,
    )
    .unwrap();
    let error = page_of(&folder, TALKS).unwrap_err().to_string();
    assert!(error.contains("runs are missing"), "{error}");
}

#[test]
fn the_same_folder_gives_the_same_bytes() {
    let (_home, folder) = Example::new().folder();
    assert_eq!(page_of(&folder, TALKS).unwrap(), page_of(&folder, TALKS).unwrap());
}

#[test]
fn text_of_a_file_is_never_markup() {
    let mut example = Example::new();
    example.title = "</script><script>alert(1)</script> & \"more\"";
    let (_home, folder) = example.folder();
    let html = page_of(&folder, TALKS).unwrap();
    assert_eq!(data_of(&html)["title"], example.title);
    assert!(
        html.contains("<title>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;</title>")
    );
    assert_eq!(html.matches("<script").count(), 2);
}

#[test]
fn the_policy_lets_through_the_pages_own_script_and_style_alone() {
    let (_home, folder) = Example::new().folder();
    let html = page_of(&folder, TALKS).unwrap();
    let policy = between(&html, "Content-Security-Policy\" content=\"", "\"");
    let named = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())));
    let script = named(between(&html, "<script type=\"module\">", "</script>"));
    let style = named(between(&html, "<style>", "</style>"));
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; script-src {script}; style-src {style}; img-src data:; base-uri 'none'; form-action 'none'"
        )
    );
    assert!(
        !html.contains("http://www.w3.org/1999") && !html.contains("https:"),
        "an address in the page"
    );
}

/// The names that a module declares for all of it.
fn declared(source: &str) -> Vec<&str> {
    let lines = source.lines().map(|line| line.strip_prefix("export ").unwrap_or(line));
    let kinds = ["function ", "async function ", "const ", "let "];
    lines
        .filter_map(|line| {
            let rest = kinds.iter().find_map(|kind| line.strip_prefix(kind))?;
            rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()
        })
        .collect()
}

#[test]
fn modules_import_from_those_before_and_share_no_name() {
    let mut names = BTreeSet::new();
    let mut exports: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (file, source) in MODULES {
        for line in source.lines().filter(|line| line.starts_with("import ")) {
            let from = between(line, "from \"./", "\";");
            for name in between(line, "{ ", " }").split(", ") {
                assert!(
                    exports.contains(&(from, name)),
                    "{file}: no `{name}` in {from} before it"
                );
            }
        }
        for name in declared(source) {
            assert!(names.insert(name), "{file}: `{name}` is declared twice");
            let exported = |kind: &str| source.contains(&format!("\nexport {kind} {name}"));
            if ["function", "async function", "const"].into_iter().any(exported) {
                exports.insert((file, name));
            }
        }
    }
}
