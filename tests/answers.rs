//! The answer: every sentence says what the tables say, in the order of size, and names nothing that could be nothing.

use crate::common::{Table, root, temporary_folder, text, told};
use std::path::Path;

/// The answer on the terminal on one line, and as it is kept.
fn answer(folder: &Path, experiment: &str) -> [String; 2] {
    let file = root().join("experiments").join(experiment).display().to_string();
    let said = told(folder, &["run", &file, "--out", "out", "--no-figures"]);
    let one_line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    [one_line, text(&folder.join("out/answer.md"))]
}

fn number(table: &Table, row: &[String], column: &str) -> f64 {
    table.cell(row, column).parse().unwrap_or(f64::NAN)
}

/// A share with its interval, in a hundred.
fn hundred(numbers: [f64; 3]) -> String {
    let [x, low, high] = numbers.map(|x| format!("{:.1}", 100.0 * x));
    format!("{x} [{low}, {high}]")
}

/// The rows in which columns hold these words.
fn rows<'a>(table: &'a Table, wanted: &[(&str, &str)]) -> impl Iterator<Item = &'a Vec<String>> + use<'a> {
    let holds = |row: &&Vec<String>| wanted.iter().all(|(column, word)| table.cell(row, column) == *word);
    table.rows.iter().filter(holds).collect::<Vec<_>>().into_iter()
}

#[test]
fn policies_luck_and_inputs_are_told_as_the_tables_have_them() {
    let home = temporary_folder();
    let folder = home.path();
    let [said, kept] = answer(folder, "harbour-spread.toml");
    let table = |name: &str| Table::read(&folder.join("out").join(name));
    // Of agreement the interval is over sets of inputs.
    let responses = table("responses.csv");
    let base = rows(&responses, &[("point", "0"), ("response", "agreement")])
        .next()
        .expect("a row");
    let share = hundred(["mean", "ci_low", "ci_high"].map(|column| number(&responses, base, column)));
    assert!(
        said.contains(&format!(
            "Of 100 runs of the scenario as it stands, {share} end in an agreement"
        )),
        "{said}"
    );
    let contrasts = table("contrasts.csv");
    let mut told_of = 0;
    for row in rows(&contrasts, &[("response", "agreement")]) {
        let policy = contrasts.cell(row, "policy");
        let [change, p] = ["estimate", "p_holm"].map(|column| number(&contrasts, row, column));
        let way = if change > 0.0 { "raises" } else { "lowers" };
        let lead = &said[..said.find("HOW THE TALKS END").expect("a heading")];
        assert_eq!(lead.contains(&format!("{policy} {way}")), p < 0.05, "{policy}: {lead}");
        told_of += usize::from(p < 0.05);
        assert_eq!(contrasts.cell(row, "method"), "paired_sets");
    }
    assert!(told_of > 0, "something is told");
    let flips = table("transitions.csv");
    let flipped = |here: bool| -> f64 {
        let of = rows(&flips, &[("point", "1")]);
        let ends = of.filter(|row| {
            let [from, to] = ["from", "to"].map(|column| flips.cell(row, column) == "agreement");
            to == here && from != here
        });
        ends.map(|row| number(&flips, row, "share")).sum()
    };
    let sentence = format!(
        "closed_doors saves {:.0} and loses {:.0}.",
        100.0 * flipped(true),
        100.0 * flipped(false)
    );
    assert!(said.contains(&sentence), "{sentence}: {said}");
    let spread = table("spread.csv");
    let row = rows(&spread, &[("response", "agreement"), ("point", "0")])
        .next()
        .expect("a row");
    let ends = ["p05", "p95"].map(|column| format!("{:.1}", 100.0 * number(&spread, row, column)));
    assert!(said.contains(&format!(
        "put agreement between {} and {} (nine in ten",
        ends[0], ends[1]
    )));
    let policies = table("policies.csv");
    let best = rows(&policies, &[("response", "agreement")])
        .max_by(|a, b| number(&policies, a, "mean").total_cmp(&number(&policies, b, "mean")))
        .expect("a row");
    assert!(said.contains(&format!("{} has the best mean", policies.cell(best, "policy"))));
    let boxes = table("prim.csv");
    let chosen = rows(&boxes, &[("chosen", "1")]).next().expect("a box");
    let judged = hundred(["judged_density", "judged_ci_low", "judged_ci_high"].map(|c| number(&boxes, chosen, c)));
    assert!(
        said.contains(&format!("rejected_at_home is {judged} of 100")),
        "{judged}: {said}"
    );
    assert!(kept.starts_with("# The harbour: if the numbers are not trusted\n"));
    assert!(kept.contains(&share) && !kept.contains("out/") && !kept.contains(&folder.display().to_string()));
}

#[test]
fn one_at_a_time_the_widest_comes_first() {
    let home = temporary_folder();
    let folder = home.path();
    let [said, _] = answer(folder, "harbour-tornado.toml");
    let tornado = Table::read(&folder.join("out/tornado.csv"));
    let reach = |row: &&Vec<String>| number(&tornado, row, "high") - number(&tornado, row, "low");
    let mut of: Vec<&Vec<String>> = rows(&tornado, &[("response", "agreement")]).collect();
    of.sort_by(|a, b| reach(b).total_cmp(&reach(a)));
    assert!(said.contains(&format!(
        "one at a time, {} moves that furthest",
        tornado.cell(of[0], "factor")
    )));
    let table = &said[said.find("WHAT MATTERS MOST").expect("a heading")..];
    let places: Vec<usize> = of
        .iter()
        .map(|row| table.find(tornado.cell(row, "factor")).expect("a row"))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    // What a factor is worth is the paired contrast at the level that has it.
    let contrasts = Table::read(&folder.join("out/contrasts.csv"));
    for row in of {
        let point = tornado.cell(row, "high_point");
        let contrast = rows(&contrasts, &[("response", "agreement"), ("point", point)])
            .next()
            .expect("a row");
        assert_eq!(contrasts.cell(contrast, "estimate"), tornado.cell(row, "high"));
    }
}

/// The quarters of the two factors that lead, counted from the design and the shares of its points.
#[test]
fn quarters_of_a_design_are_its_settings() {
    let home = temporary_folder();
    let folder = home.path();
    let [said, _] = answer(folder, "fishery-random.toml");
    let [design, summary] = ["design.csv", "summary.csv"].map(|name| Table::read(&folder.join("out").join(name)));
    // The medians of what the experiment draws them from.
    let upper = |row: &Vec<String>, factor: &str, median: f64| number(&design, row, factor) >= median;
    let mut quarters = [[(0.0, 0_u64); 2]; 2];
    for row in design.rows.iter().filter(|row| design.cell(row, "point") != "0") {
        let place = [upper(row, "isles alone", 0.46), upper(row, "mainland alone", 0.4)].map(usize::from);
        let point = design.cell(row, "point");
        let share = rows(&summary, &[("point", point), ("outcome", "agreement")])
            .next()
            .expect("a row");
        let quarter = &mut quarters[place[0]][place[1]];
        *quarter = (quarter.0 + number(&summary, share, "share"), quarter.1 + 1);
    }
    let table = &said[said.find("quarter of the design").expect("a table")..];
    let mut last = f64::INFINITY;
    for line in table.split(" half of isles alone").take(4) {
        let first = if line.ends_with("lower") { 0 } else { 1 };
        let rest = &table[table.find(line).expect("itself") + line.len()..];
        let second = if rest.starts_with(" half of isles alone, lower") {
            0
        } else {
            1
        };
        let (sum, settings) = quarters[first][second];
        let share = 100.0 * sum / settings as f64;
        assert!(
            rest.contains(&format!("{share:.1} [")) && rest.contains(&format!("] {settings} ")),
            "{share} {settings}: {rest}"
        );
        assert!(share <= last, "the most frequent comes first");
        last = share;
    }
}
