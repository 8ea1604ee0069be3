//! From the tree of an experiment file to an [`Experiment`]. The shape is checked first; what is read then is of the right
//! kind everywhere, and only its meaning can be wrong.

mod analyses;
mod factors;
mod goals;
mod joint;
pub(crate) mod levels;
mod policies;
mod responses;
mod rows;
mod search;
mod select;
mod sheet;
mod stop;

pub(super) use analyses::add_ends;
pub(crate) use factors::DEFAULT_SPREAD;

use super::{DEFAULT_REPLICATES, DEFAULT_SEED, Experiment, Select, Trajectories, shape};
use crate::designs::{Baseline, Design, LatinHypercube, Takes};
use detente_analyses::{Asked, Response};
use detente_results::grouped;
use detente_scenario::{Finding, Findings, Node, Path as ScenarioPath, SourceText, Span, Table, TomlFile, check};
use std::path::Path;

/// Floats hold whole numbers exactly up to here.
const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;
/// The largest integer of TOML.
const LARGEST_SEED: i128 = i64::MAX as i128;

/// Collects findings while it reads.
struct Reader<'a> {
    toml: &'a TomlFile,
    /// Where the table of a list lies, if not where the experiment says.
    place: Option<&'a Path>,
    /// That table.
    table: Option<SourceText>,
    findings: Vec<Finding>,
}

/// A row of a list, and where it is for people.
struct Row<'a> {
    id: String,
    path: String,
    table: &'a Table,
}

impl Row<'_> {
    fn title(&self) -> String {
        let title = self.table.text("title").map(str::to_owned);
        title.unwrap_or_else(|| self.id.replace('_', " "))
    }
}

/// Reads an experiment, or says all that is wrong.
/// The table of a list lies in `table`, or where the experiment says.
pub(super) fn read(
    toml: &TomlFile,
    designs: &[&'static dyn Design],
    table: Option<&Path>,
) -> Result<Experiment, Findings> {
    let found = Findings::new(check(toml, &shape::experiment(designs)), vec![toml.source()]);
    if found.has_errors() {
        return Err(found);
    }
    let mut reader = Reader {
        toml,
        place: table,
        table: None,
        findings: Vec::new(),
    };
    let experiment = reader.experiment(designs);
    let sources = std::iter::once(toml.source()).chain(reader.table);
    let findings = Findings::new(reader.findings, sources.collect());
    match experiment {
        Some(experiment) if !findings.has_errors() => Ok(experiment),
        _ => Err(findings),
    }
}

/// What a file asks of finished runs, of which these responses are known: more responses, and analyses.
///
/// # Errors
/// All that is wrong with it.
pub(crate) fn read_asked(toml: &TomlFile, known: &[Response]) -> Result<(Vec<Response>, Vec<Asked>), Findings> {
    let told = |findings| Findings::new(findings, vec![toml.source()]);
    let found = told(check(toml, &shape::analyses()));
    if found.has_errors() {
        return Err(found);
    }
    let mut reader = Reader {
        toml,
        place: None,
        table: None,
        findings: Vec::new(),
    };
    let (analyses, mut all) = (reader.analyses(), known.to_vec());
    let built_in = Response::built_in().len();
    for response in reader.responses().into_iter().skip(built_in) {
        if known.iter().any(|known| known.id == response.id) {
            let row = toml.root.rows("responses").map(|(row, _)| row);
            let node = row
                .filter_map(|row| row.get("id"))
                .find(|id| id.as_text() == Some(&response.id));
            let found = format!("the response `{}`, which the results have already", response.id);
            node.into_iter()
                .for_each(|node| reader.wrong(node, "responses", &found, "a new id"));
        }
        all.push(response);
    }
    add_ends(&mut all, &analyses);
    let findings = told(reader.findings);
    match findings.has_errors() {
        true => Err(findings),
        false => Ok((all.split_off(known.len()), analyses)),
    }
}

/// A whole number at a key.
fn whole(table: &Table, key: &str) -> Option<u64> {
    table.get(key)?.as_number().map(|number| number as u64)
}

/// The words in a list at a key.
fn words(table: &Table, key: &str) -> Vec<String> {
    let list = table.get(key).and_then(Node::as_list).unwrap_or_default();
    list.iter().filter_map(Node::as_text).map(str::to_owned).collect()
}

impl<'a> Reader<'a> {
    fn wrong(&mut self, node: &Node, path: &str, found: impl Into<String>, expected: &str) {
        let finding = Finding::error(path, found).expected(expected);
        self.findings.push(finding.at(&self.toml.file, node.span.clone()));
    }

    fn rows(&self, key: &str) -> Vec<Row<'a>> {
        let rows = self.toml.root.rows(key).filter_map(|(table, _)| {
            let id = table.text("id")?;
            Some(Row {
                id: id.to_owned(),
                path: format!("{key}.{id}"),
                table,
            })
        });
        rows.collect()
    }

    /// The seed, to its last digit; written as a float, it is exact below 2^53.
    fn seed(&mut self, frame: &Table) -> u64 {
        let Some(node) = frame.get("seed") else {
            return DEFAULT_SEED;
        };
        let float = node.as_number().filter(|&x| x < LARGEST_EXACT).map(|x| x as i128);
        let written = self.toml.integer(node).or(float);
        if let Some(seed) = written.filter(|seed| (0..=LARGEST_SEED).contains(seed)) {
            return seed as u64;
        }
        let found = written.map_or_else(|| node.describe(), |seed| format!("the number {seed}"));
        let expected = format!("a whole number from 0 to {}", grouped(LARGEST_SEED as u64));
        self.wrong(node, "experiment.seed", found, &expected);
        DEFAULT_SEED
    }

    fn path(&mut self, node: &Node, path: &str) -> Option<ScenarioPath> {
        self.parsed(node.as_text()?, &node.span, &format!("{path}.path"))
    }

    fn parsed(&mut self, text: &str, span: &Span, path: &str) -> Option<ScenarioPath> {
        let parsed = text.parse::<ScenarioPath>();
        if let Err(error) = &parsed {
            let finding = Finding::error(path, error.to_string());
            let finding = finding.expected("a path such as `parties.north.reservation_value`");
            self.findings.push(finding.at(&self.toml.file, span.clone()));
        }
        parsed.ok()
    }

    fn experiment(&mut self, designs: &[&'static dyn Design]) -> Option<Experiment> {
        let frame = self.toml.root.table("experiment")?;
        let id = frame.text("id")?.to_owned();
        let folder = self.toml.file.parent().unwrap_or(Path::new(""));
        let (replicates, luck) = self.replication(frame);
        let mut responses = self.responses();
        let is_search = self.toml.root.get("search").is_some();
        let design: &'static dyn Design = match is_search {
            true => &LatinHypercube,
            false => self.design(designs),
        };
        let mut factors = self.factors(design);
        let rows = self.listed(design, &mut factors);
        let field = self.search(&mut factors, &mut responses);
        let size = match &field {
            Some(field) => field.candidates,
            None => self.size(design),
        };
        let output = self.toml.root.table("output");
        let word = output.and_then(|table| table.text("trajectories"));
        let followed = Trajectories::ALL.into_iter().find(|t| Some(t.name()) == word);
        let flag = |key: &str| output.and_then(|table| table.get(key)).and_then(Node::as_flag);
        let analyses = self.analyses();
        add_ends(&mut responses, &analyses);
        let goals = self.goals(design, &mut responses);
        let stop = self.stop(frame, &responses);
        let select = self.select(frame, design, &mut responses);
        let summary = self.summary();
        let looks = stop.as_ref().map(|stop| stop.looks(summary));
        let looks = looks.or(select.as_ref().map(Select::looks));
        let replicates = looks.map_or(replicates, |looks| looks.first());
        let experiment = Experiment {
            title: frame.text("title").unwrap_or(&id).to_owned(),
            id,
            scenario: folder.join(frame.text("scenario")?),
            scenario_span: frame.get("scenario").and_then(|n| n.span.clone()),
            settings: Vec::new(),
            what_if: Vec::new(),
            file: Some(self.toml.source()),
            seed: self.seed(frame),
            replicates: field.as_ref().map_or(replicates, |field| field.runs),
            stop,
            select,
            raced: Vec::new(),
            luck,
            // Candidates of a search are compared pair by pair.
            own_luck: !is_search && self.own_luck(design),
            size,
            vary: self.vary(),
            design,
            factors,
            rows,
            table: self.table.clone(),
            constraints: self.constraints(),
            correlations: self.correlations(),
            policies: self.policies(),
            responses,
            analyses,
            goals,
            draws: flag("draws").unwrap_or(false),
            factor_columns: flag("factors").unwrap_or(false),
            summary,
            figures: output.map_or_else(Vec::new, |table| words(table, "figures")),
            trajectories: followed.unwrap_or(Trajectories::Policies),
            search: field.map(|field| field.search),
            chosen: None,
        };
        // What else is varied is known with the scenario.
        self.findings.extend(experiment.too_large());
        Some(experiment)
    }

    /// `[output] runs`: whether only a summary is kept. A race and a search compare run by run, each with every other.
    fn summary(&mut self) -> bool {
        let root = &self.toml.root;
        let node = root.table("output").and_then(|table| table.get("runs"));
        let Some(node) = node.filter(|node| node.as_text() == Some(shape::SUMMARY)) else {
            return false;
        };
        for key in ["select", "search"].into_iter().filter(|key| root.get(key).is_some()) {
            let found = format!(
                "`runs = \"{}\"` beside [{key}], which reads the rows of all runs",
                shape::SUMMARY
            );
            self.wrong(node, "output.runs", found, "one of the two");
        }
        true
    }

    /// The design, by its word among those that are known.
    fn design(&mut self, designs: &[&'static dyn Design]) -> &'static dyn Design {
        let root = &self.toml.root;
        // Factors that cannot be read are told of on their own.
        let table = root.table("design");
        let has_factors = root.rows("factors").next().is_some() || table.is_some_and(|t| t.get("vary").is_some());
        let kind = table.and_then(|table| table.get("kind"));
        let Some((node, word)) = kind.and_then(|node| Some((node, node.as_text()?))) else {
            if let (Some(node), true) = (root.get("factors"), has_factors) {
                self.wrong(
                    node,
                    "design",
                    "factors without a design",
                    "[design] with kind = \"grid\"",
                );
            }
            return &Baseline;
        };
        let Some(design) = designs.iter().find(|design| design.key() == word) else {
            return &Baseline;
        };
        let takes = |design: &&&'static dyn Design| design.takes() != Takes::Nothing;
        if takes(&design) && !has_factors {
            let found = format!("a {word} without factors");
            self.wrong(node, "design.kind", found, "[[factors]], `vary`, or baseline");
        } else if !takes(&design) && has_factors {
            let takes: Vec<&str> = designs.iter().filter(takes).map(|d| d.key()).collect();
            let expected = format!("{}, or no factors", takes.join(", "));
            self.wrong(node, "design.kind", format!("a {word} with factors"), &expected);
        }
        *design
    }

    /// `[design] luck`: whether settings have luck of their own. A design that shares lucks out itself does so always.
    fn own_luck(&mut self, design: &dyn Design) -> bool {
        let node = self.toml.root.table("design").and_then(|table| table.get("luck"));
        let word = node.and_then(Node::as_text);
        if let (Some(node), Some("common"), true) = (node, word, design.shares_luck_out()) {
            let found = format!("common luck in a {}", design.key());
            self.wrong(node, "design.luck", found, "\"own\", which it has by itself");
        }
        match word {
            Some(word) => word == "own" && !design.shares_luck_out(),
            None => design.has_own_luck(),
        }
    }

    /// How many runs of each point there are, and how many meet the same inputs: `[replication]` in place of `replicates`.
    fn replication(&mut self, frame: &Table) -> (u64, u64) {
        let Some(table) = self.toml.root.table("replication") else {
            return (whole(frame, "replicates").unwrap_or(DEFAULT_REPLICATES), 1);
        };
        if let Some(both) = frame.get("replicates") {
            let found = "both `replicates` and [replication]";
            let expected = "one of them: `replicates`, or [replication] with `inputs` and `luck`";
            self.wrong(both, "experiment.replicates", found, expected);
        }
        let [inputs, luck] = ["inputs", "luck"].map(|key| whole(table, key).unwrap_or(1));
        (inputs.saturating_mul(luck), luck)
    }

    /// How large the design is; a size that another design counts is none of this one's.
    fn size(&mut self, design: &dyn Design) -> u64 {
        let Some(table) = self.toml.root.table("design") else {
            return design.size().map_or(0, |size| size.default);
        };
        let own = design.size().map(|size| size.key);
        let others = table
            .entries()
            .iter()
            .filter(|entry| !["kind", "vary", "spread", "rows", "luck"].contains(&&*entry.key));
        for entry in others.filter(|entry| Some(&*entry.key) != own) {
            let expected = own.map_or_else(
                || "no size: its factors decide how many settings there are".to_owned(),
                |key| format!("`{key}`"),
            );
            let found = format!("`{}` for the design {}", entry.key, design.key());
            self.wrong(&entry.node, &format!("design.{}", entry.key), found, &expected);
        }
        design
            .size()
            .map_or(0, |size| whole(table, size.key).unwrap_or(size.default))
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::designs;
    use detente_scenario::TomlFile;
    use std::path::Path;

    fn seed(written: &str) -> Result<u64, String> {
        let text = format!("format = 1\n[experiment]\nid = \"a\"\nscenario = \"b.toml\"\nseed = {written}\n");
        let toml = TomlFile::parse(Path::new("x.toml"), text).expect("TOML");
        read(&toml, &designs::ALL, None)
            .map(|experiment| experiment.seed)
            .map_err(|findings| findings.to_string())
    }

    fn figures(written: &str) -> Result<Vec<String>, String> {
        let text =
            format!("format = 1\n[experiment]\nid = \"a\"\nscenario = \"b.toml\"\n[output]\nfigures = {written}\n");
        let toml = TomlFile::parse(Path::new("x.toml"), text).expect("TOML");
        read(&toml, &designs::ALL, None)
            .map(|experiment| experiment.figures)
            .map_err(|findings| findings.to_string())
    }

    #[test]
    fn figures_are_asked_for_by_their_kinds() {
        let asked = figures("[\"frontier\", \"outcome-shares\"]").expect("kinds");
        assert_eq!(asked, ["frontier", "outcome-shares"]);
        for (written, told) in [
            ("[\"outcome-share\"]", "did you mean `outcome-shares`?"),
            ("[]", "output.figures"),
            ("\"frontier\"", "output.figures"),
        ] {
            let said = figures(written).expect_err(written);
            assert!(said.contains(told), "{written}: {said}");
        }
    }

    #[test]
    fn seeds_keep_all_their_digits() {
        for (written, expected) in [
            ("0", 0),
            ("9007199254740993", 9_007_199_254_740_993),
            ("9_007_199_254_740_995", 9_007_199_254_740_995),
            ("0x20_0000_0000_0001", 9_007_199_254_740_993),
            ("9223372036854775807", 9_223_372_036_854_775_807),
            ("1e3", 1000),
        ] {
            assert_eq!(seed(written), Ok(expected), "{written}");
        }
    }

    #[test]
    fn what_is_no_seed_is_told_as_it_is_written() {
        for (written, told) in [
            (
                "9223372036854775808",
                "the number 9223372036854775808; expected a whole number from 0 to 9,223,372,036,854,775,807",
            ),
            ("-1", "the number -1; expected a whole number from 0"),
            ("7.5", "did you mean 7 or 8?"),
            ("1e300", "expected a whole number"),
            ("nan", "expected a whole number"),
            ("\"7\"", "text `7`; expected a whole number"),
        ] {
            let said = seed(written).expect_err(written);
            assert!(said.contains(told), "{written}: {said}");
        }
    }
}
