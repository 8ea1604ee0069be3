//! What figures say of themselves: titles and texts.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::odd::odd_examples;
use super::{drawings, drawn_figures};
use crate::example::{Bargain, Example};
use crate::tables::Tables;
use detente_results::FigureRow;

/// What an SVG says of itself: its title and its text, read by a parser of XML.
fn spoken(svg: &str) -> [String; 2] {
    let (mut reader, mut open, mut said) = (Reader::from_str(svg), String::new(), BTreeMap::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => open = tag.name().as_ref().to_owned(),
            Event::Text(text) => *said.entry(open.clone()).or_default() += text.as_ref(),
            Event::GeneralRef(name) => {
                let letter = match name.as_ref() {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    other => panic!("{other:?}"),
                };
                *said.entry(open.clone()).or_default() += letter;
            }
            Event::End(_) => open.clear(),
            Event::Eof => return ["title", "desc"].map(|tag: &str| String::clone(&said[tag])),
            _ => {}
        }
    }
}

#[test]
fn whoever_does_not_see_a_figure_hears_its_finding() {
    let example = Example {
        title: "War & \"peace\" <of> ports".to_owned(),
        ..Example::usual()
    };
    let (_home, folder) = example.folder();
    let pictures = drawings(&Tables::read(&folder).unwrap());
    for picture in &pictures {
        let svg = picture.svg().unwrap();
        assert!(
            svg.starts_with("<svg ") && svg.contains(&format!("aria-labelledby=\"{0}-title {0}-text\"", picture.name))
        );
        assert_eq!(spoken(&svg), [picture.title.clone(), picture.text.clone()]);
        assert!(picture.text.contains("War & \"peace\" <of> ports"), "{}", picture.text);
    }
    drawn_figures(&folder);
    let listed = folder.table::<FigureRow>().unwrap();
    let drawn = pictures.into_iter().map(|picture| FigureRow {
        figure: picture.name,
        kind: picture.kind.to_owned(),
        title: picture.title,
        text: picture.text,
    });
    assert_eq!(listed, drawn.collect::<Vec<_>>());
}

/// The numbers in a text, without those in quoted names.
fn numbers(text: &str) -> Vec<String> {
    let mut outside = String::new();
    let mut quoted = false;
    for letter in text.chars() {
        quoted = (quoted || letter == '“') && letter != '”';
        outside.push(if quoted { ' ' } else { letter });
    }
    let is_part = |letter: char| letter.is_ascii_digit() || ".,e".contains(letter);
    let words = outside
        .split(|letter: char| !is_part(letter))
        .map(|word| word.trim_matches(['.', ',']));
    // What is very large or small is told as `1e12`.
    let plain = |word: &str| match word.split_once('e') {
        Some(_) => word.parse::<f64>().ok().map(|value| value.to_string()),
        None => Some(word.replace(',', "")),
    };
    words
        .filter(|word| word.contains(|letter: char| letter.is_ascii_digit()))
        .filter_map(plain)
        .collect()
}

/// How a title may write a cell: as it is, as a number of a hundred, or rounded, without its sign.
fn forms(cell: &str) -> Vec<String> {
    let Ok(value) = cell.parse::<f64>() else {
        // A name may have numbers of its own.
        return numbers(cell);
    };
    let size = value.abs();
    let rounded = [100.0 * size, size]
        .into_iter()
        .flat_map(|size| (0..3).map(move |decimals| format!("{size:.decimals$}")));
    rounded.chain([cell.to_owned()]).collect()
}

/// Every number of a title is a cell of what is drawn; but for the hundred that shares are told of, what is counted there, and
/// the number of rows.
#[test]
fn the_numbers_in_titles_are_those_of_the_tables() {
    let many = Example {
        bargain: Some(Bargain::among(5)),
        ..Example::usual()
    };
    let grid = ("grid", Example::grid(["rooms", "guarantee"], &[0.0, 0.1, 1.0]));
    let all = [("usual", Example::usual()), ("many parties", many), grid]
        .into_iter()
        .chain(odd_examples());
    let mut told = BTreeSet::new();
    for (name, example) in all {
        let (_home, folder) = example.folder();
        for picture in drawings(&Tables::read(&folder).unwrap()) {
            let data = String::from_utf8(picture.csv).unwrap();
            let mut reader = csv::Reader::from_reader(data.as_bytes());
            let place = |column: &str, header: &csv::StringRecord| header.iter().position(|name| name == column);
            let (count, package) = {
                let header = reader.headers().unwrap();
                (place("count", header), place("package", header))
            };
            let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
            let mut known: BTreeSet<String> = rows.iter().flat_map(|row| row.iter().flat_map(forms)).collect();
            known.extend(["100".to_owned(), rows.len().to_string()]);
            if let (Some(count), Some(package)) = (count, package) {
                // The frontier counts agreements and packages: no row says how many there are in all.
                let agreed = || rows.iter().filter(|row| row[0] == *"agreement");
                let packages: BTreeSet<&str> = agreed().map(|row| &row[package]).collect();
                known.insert(
                    agreed()
                        .map(|row| row[count].parse::<u64>().unwrap())
                        .sum::<u64>()
                        .to_string(),
                );
                known.insert(packages.len().to_string());
                known.insert(
                    rows.iter()
                        .filter(|row| row[0].starts_with("frontier"))
                        .count()
                        .to_string(),
                );
            }
            for number in numbers(&picture.title) {
                assert!(
                    known.contains(&number),
                    "{name}, {}: {number} in `{}`",
                    picture.name,
                    picture.title
                );
                told.insert(picture.kind);
            }
        }
    }
    // The figures of analyses hold theirs beside their kinds.
    let of_runs = [
        "outcome-shares",
        "policy-differences",
        "cumulative-incidence",
        "heat-map",
        "bands",
        "frontier",
    ];
    assert!(of_runs.iter().all(|kind| told.contains(kind)), "{told:?}");
}
