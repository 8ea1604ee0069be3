//! All figures of hard cases on one page, to be looked at:
//! `cargo test -p detente-report contact_sheet -- --ignored` writes `target/contact-sheet/index.html`.

use std::fs;
use std::path::Path;

use detente_results::{Folder, MANIFEST_FILE, Manifest, Row, SummaryRow, write_table};

use super::drawings;
use crate::example::{Bargain, Example};
use crate::figures::Picture;
use crate::font::TITLE;
use crate::sheet::{Mark, legible};
use crate::tables::Tables;

/// Eighty letters that differ only in the last five.
fn long(id: &str) -> String {
    format!("The united delegation of the provinces beyond the great river, and its isles {id:>5.5}")
}

fn chinese(id: &str) -> String {
    format!("代表团 {id}")
}

fn arabic(id: &str) -> String {
    format!("وفد {id}")
}

fn vietnamese(id: &str) -> String {
    format!("Đoàn đại biểu Việt Nam {id}")
}

/// The pictures of an example whose manifest is changed before.
fn pictures(example: &Example, change: impl FnOnce(&Folder, &mut Manifest)) -> Vec<Picture> {
    let (_home, folder) = example.folder();
    let mut manifest = folder.manifest().clone();
    change(&folder, &mut manifest);
    fs::write(folder.file(MANIFEST_FILE), manifest.to_json()).unwrap();
    drawings(&Tables::read(&Folder::open(folder.path()).unwrap()).unwrap())
}

/// Everything that has a name is called so.
fn called(name: fn(&str) -> String) -> Vec<Picture> {
    let example = Example {
        actors: ["north", "south", "north_south"].map(str::to_owned).to_vec(),
        ..Example::usual()
    };
    pictures(&example, |_, manifest| {
        manifest.scenario.title = name("harbour");
        manifest
            .policies
            .iter_mut()
            .for_each(|policy| policy.title = name(&policy.id));
        manifest.parties.push(manifest.parties[0].clone());
        manifest.parties[1].id = "south".to_owned();
        manifest
            .parties
            .iter_mut()
            .for_each(|party| party.name = name(&party.id));
    })
}

/// One point without any run that did not fail, another with half of them.
fn fail(folder: &Folder, manifest: &mut Manifest) {
    let mut rows = folder.table::<SummaryRow>().unwrap();
    for row in &mut rows {
        match row.point {
            0 => (row.n, row.count) = (row.n / 2, row.count / 2),
            1 => (row.n, row.count, row.share) = (0, 0, 0.0),
            _ => {}
        }
    }
    fs::write(folder.file(SummaryRow::FILE), write_table(&rows)).unwrap();
    manifest.failed = 300;
}

fn cases() -> Vec<(&'static str, Vec<Picture>)> {
    let usual = Example::usual();
    let as_it_is = |example: &Example| pictures(example, |_, _| {});
    let many = |prefix: &str, count: usize| {
        (1..=count)
            .map(|number| format!("{prefix}_{number}"))
            .collect::<Vec<_>>()
    };
    let levels: Vec<f64> = (0..200).map(|level| f64::from(level) / 199.0).collect();
    vec![
        ("Usual", as_it_is(&usual)),
        ("One run only", as_it_is(&Example { n: 1, ..usual.clone() })),
        (
            "All runs end the same",
            as_it_is(&Example {
                agreement: 1.0,
                policies: vec![],
                ..usual.clone()
            }),
        ),
        (
            "Nobody agrees",
            as_it_is(&Example {
                agreement: 0.0,
                ..usual.clone()
            }),
        ),
        (
            "Two hundred levels",
            as_it_is(&Example {
                levels: [levels, vec![0.5]],
                ..Example::grid(["rooms", "guarantee"], &[])
            }),
        ),
        (
            "Forty by forty",
            as_it_is(&Example::grid(
                ["rooms", "guarantee"],
                &(0..40).map(f64::from).collect::<Vec<_>>(),
            )),
        ),
        (
            "Twenty policies",
            as_it_is(&Example {
                policies: many("policy", 20),
                ..usual.clone()
            }),
        ),
        (
            "Thirty parties",
            as_it_is(&Example {
                actors: many("party", 30),
                bargain: Some(Bargain::among(30)),
                ..usual.clone()
            }),
        ),
        ("Names of 80 characters", called(long)),
        ("Arabic names", called(arabic)),
        ("Chinese names", called(chinese)),
        ("Vietnamese names", called(vietnamese)),
        ("Failed runs", pictures(&usual, fail)),
        (
            "Dates",
            pictures(&usual, |_, manifest| {
                manifest.scenario.start_date = Some("2025-11-23".to_owned());
            }),
        ),
    ]
}

#[test]
fn hard_cases_can_be_read() {
    for (case, pictures) in cases() {
        assert!(!pictures.is_empty(), "{case}");
        for picture in pictures {
            legible::check(&format!("{case}, {}", picture.name), &picture.sheet);
            let title = picture.sheet.marks.iter().filter_map(|mark| match mark {
                Mark::Text(text) if text.font == TITLE => Some(text.text.as_str()),
                _ => None,
            });
            let title = title.collect::<Vec<_>>().join(" ");
            assert_eq!(title, picture.title, "{case}: no word of a title is cut");
        }
    }
}

#[test]
#[ignore = "writes a page to be looked at"]
fn contact_sheet() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/contact-sheet");
    fs::create_dir_all(&folder).unwrap();
    let mut page = "<!doctype html><meta charset=utf-8><title>Hard cases</title><style>body{font-family:sans-serif}\
                    img{width:160mm;border:1px solid #ddd;margin:2mm;vertical-align:top}</style>"
        .to_owned();
    for (place, (case, pictures)) in cases().into_iter().enumerate() {
        page += &format!("<h2>{case}</h2>");
        for picture in pictures {
            let file = format!("{place}-{}", picture.name);
            fs::write(folder.join(format!("{file}.png")), picture.png().unwrap()).unwrap();
            fs::write(folder.join(format!("{file}.svg")), picture.svg().unwrap()).unwrap();
            page += &format!("<img src={file}.png>");
        }
    }
    fs::write(folder.join("index.html"), page).unwrap();
}
