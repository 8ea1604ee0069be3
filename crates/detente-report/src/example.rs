//! A results folder made up for tests, in the size that a test asks for.

mod bargain;

use std::fs;
use std::path::Path;

use detente_results::{
    Clock, ContrastRow, CumulativeIncidenceRow, DesignRow, DesignTable, ExperimentRecord, FORMAT, FactorLevel,
    FactorRecord, Folder, MANIFEST_FILE, Manifest, OUTCOMES, ParameterRow, PartyRecord, PolicyRecord, Row,
    ScenarioRecord, SummaryRow, TrajectoryRow, write_table,
};
use tempfile::TempDir;

use crate::tables::BASE;
pub(crate) use bargain::Bargain;

/// What a test varies.
#[derive(Clone)]
pub(crate) struct Example {
    pub(crate) title: String,
    pub(crate) policies: Vec<String>,
    pub(crate) actors: Vec<String>,
    pub(crate) groups: Vec<String>,
    pub(crate) factors: Vec<String>,
    /// Levels of two factors; the design crosses them, base policy only.
    pub(crate) levels: [Vec<f64>; 2],
    pub(crate) n: u64,
    /// Share of agreement at the scenario as it stands; the other ends share the rest.
    pub(crate) agreement: f64,
    /// The day on which the last run ends.
    pub(crate) days: u64,
    /// The last day of the talks; votes may come later.
    pub(crate) horizon: u64,
    pub(crate) stylised: bool,
    /// What could be agreed, if the folder says so.
    pub(crate) bargain: Option<Bargain>,
}

impl Example {
    /// Two policies, two parties, no design.
    pub(crate) fn usual() -> Self {
        let texts = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        Self {
            title: "Two ports share a fairway".to_owned(),
            policies: texts(&["small_room", "quiet"]),
            actors: texts(&["north", "south"]),
            groups: texts(&["fatigue", "hawkish_pressure"]),
            factors: Vec::new(),
            levels: [vec![], vec![]],
            n: 200,
            agreement: 0.3,
            days: 60,
            horizon: 48,
            stylised: true,
            bargain: Some(Bargain::usual()),
        }
    }

    /// A grid of two factors.
    pub(crate) fn grid(factors: [&str; 2], levels: &[f64]) -> Self {
        Self {
            policies: Vec::new(),
            factors: factors.map(str::to_owned).to_vec(),
            levels: [levels.to_vec(), levels.to_vec()],
            ..Self::usual()
        }
    }

    /// Writes the folder.
    pub(crate) fn folder(&self) -> (TempDir, Folder) {
        let home = tempfile::tempdir().unwrap();
        let design = self.design();
        fs::write(home.path().join(MANIFEST_FILE), self.manifest(&design).to_json()).unwrap();
        fs::write(home.path().join(DesignTable::FILE), design.write()).unwrap();
        put(home.path(), &self.summary(&design));
        put(home.path(), &self.incidence(&design));
        put(home.path(), &[self.last_day()]);
        put(home.path(), &self.contrasts());
        put(home.path(), &self.trajectories());
        if let Some(bargain) = &self.bargain {
            bargain.put(home.path(), self.n, self.counts(0)[0]);
        }
        let folder = Folder::open(home.path()).unwrap();
        (home, folder)
    }

    fn manifest(&self, design: &DesignTable) -> Manifest {
        let text = str::to_owned;
        let factor = |id: &String| FactorRecord {
            id: id.clone(),
            path: text("a.b"),
            unit: text("points"),
            levels: vec![],
            operation: None,
        };
        let policy = |id: &str| PolicyRecord {
            id: text(id),
            title: text(match id {
                BASE => "The scenario as it stands",
                "small_room" => "A smaller room",
                _ => "",
            }),
        };
        Manifest {
            format: FORMAT,
            scenario: ScenarioRecord {
                id: text("harbour"),
                title: self.title.clone(),
                file: text("harbour.toml"),
                stylised: self.stylised,
                start_date: None,
            },
            experiment: ExperimentRecord {
                id: text("levers"),
                title: text("Levers"),
            },
            inputs: vec![],
            seed: 7,
            replicates: self.n,
            raced: Vec::new(),
            luck: 1,
            settings: Vec::new(),
            sample: None,
            points: design.rows.len() as u64,
            runs: self.n * design.rows.len() as u64,
            failed: 0,
            plan: text("00"),
            study: text("00"),
            complete: true,
            policies: [BASE]
                .into_iter()
                .chain(self.policies.iter().map(String::as_str))
                .map(policy)
                .collect(),
            factors: self.factors.iter().map(factor).collect(),
            responses: vec![],
            parties: vec![PartyRecord {
                id: text("north"),
                name: text("North Port"),
            }],
            outcomes: OUTCOMES.map(text).to_vec(),
            columns: vec![],
            figures: vec![],
            goals: vec![],
            behaviours: vec![],
            files: vec![],
        }
    }

    fn design(&self) -> DesignTable {
        let as_is = vec![FactorLevel::AsIs; self.factors.len()];
        let policies = [BASE].into_iter().chain(self.policies.iter().map(String::as_str));
        let mut points: Vec<_> = policies.map(|policy| (policy.to_owned(), as_is.clone())).collect();
        for first in &self.levels[0] {
            for second in &self.levels[1] {
                let levels = [first, second].map(|level| FactorLevel::Number(*level));
                points.push((BASE.to_owned(), levels.to_vec()));
            }
        }
        let rows = points
            .into_iter()
            .zip(0..)
            .map(|((policy, levels), point)| DesignRow { point, policy, levels });
        DesignTable {
            factors: self.factors.clone(),
            rows: rows.collect(),
        }
    }

    /// How many runs of a point end in each way: agreement grows by five of a hundred from point to point, the other ends
    /// share the rest.
    fn counts(&self, point: u64) -> [u64; 6] {
        let grown = if self.agreement > 0.0 { 0.05 * point as f64 } else { 0.0 };
        let agreed = ((self.agreement + grown).min(1.0) * self.n as f64).round() as u64;
        let rest = self.n - agreed;
        let other = |place: u64| rest / 5 + u64::from(place < rest % 5);
        [agreed, other(0), other(1), other(2), other(3), other(4)]
    }

    fn summary(&self, design: &DesignTable) -> Vec<SummaryRow> {
        let rows = |row: &DesignRow| {
            let (point, policy) = (row.point, row.policy.clone());
            OUTCOMES
                .into_iter()
                .zip(self.counts(point))
                .map(move |(outcome, count)| {
                    let share = count as f64 / self.n.max(1) as f64;
                    SummaryRow {
                        point,
                        policy: policy.clone(),
                        outcome: outcome.to_owned(),
                        n: self.n,
                        count,
                        share,
                        ci_low: (share - 0.05).max(0.0),
                        ci_high: (share + 0.05).min(1.0),
                    }
                })
        };
        design.rows.iter().flat_map(rows).collect()
    }

    /// Talks end evenly until the horizon, votes until the last day; the deadline is met on the horizon.
    fn incidence(&self, design: &DesignTable) -> Vec<CumulativeIncidenceRow> {
        let mut rows = Vec::new();
        for point in design.rows.iter().map(|row| row.point).filter(|_| self.n > 0) {
            for (outcome, all) in OUTCOMES.into_iter().zip(self.counts(point)) {
                let ended = |day: u64| match outcome {
                    "agreement" | "rejected_at_home" => day as f64 / self.days as f64,
                    "deadline" => f64::from(u8::from(day >= self.horizon.min(self.days))),
                    _ => day.min(self.horizon) as f64 / self.horizon.min(self.days) as f64,
                };
                let count = |day| (all as f64 * ended(day)) as u64;
                let days = (1..=self.days).filter(|day| count(*day) > count(day - 1) || *day == self.days);
                rows.extend(days.map(|day| self.ended(point, outcome, day, count(day))));
            }
        }
        rows
    }

    fn ended(&self, point: u64, outcome: &str, day: u64, count: u64) -> CumulativeIncidenceRow {
        let estimate = count as f64 / self.n as f64;
        CumulativeIncidenceRow {
            point,
            outcome: outcome.to_owned(),
            day: day as f64,
            estimate,
            ci_low: 0.9 * estimate,
            ci_high: (1.1 * estimate).min(1.0),
            count,
        }
    }

    fn last_day(&self) -> ParameterRow {
        ParameterRow {
            path: "scenario.horizon_days".to_owned(),
            value: self.horizon.to_string(),
            range: String::new(),
            unit: "days".to_owned(),
            meaning: String::new(),
            source: String::new(),
            evidence: String::new(),
        }
    }

    fn contrasts(&self) -> Vec<ContrastRow> {
        let row = |response: &str, size: f64, point: u64, policy: &str| ContrastRow {
            response: response.to_owned(),
            point,
            policy: policy.to_owned(),
            against: BASE.to_owned(),
            n: self.n,
            estimate: size,
            ci_low: size - 0.5 * size.abs(),
            ci_high: size + 0.5 * size.abs(),
            method: "paired_normal".to_owned(),
            p_value: 0.01,
            p_holm: 0.02,
        };
        let responses = [("agreement", 0.05), ("end_day", -4.0)];
        let policies = || (1..).zip(&self.policies);
        responses
            .into_iter()
            .flat_map(|(response, size)| policies().map(move |(point, policy)| row(response, size, point, policy)))
            .collect()
    }

    fn trajectories(&self) -> Vec<TrajectoryRow> {
        let mut rows = Vec::new();
        for group in &self.groups {
            for actor in &self.actors {
                rows.extend((0..self.days).map(|day| self.moment(&format!("{group}.{actor}"), day)));
            }
        }
        rows
    }

    fn moment(&self, variable: &str, day: u64) -> TrajectoryRow {
        let left = 1.0 - day as f64 / self.days as f64;
        let level = |share: f64| share * (1.0 - left);
        TrajectoryRow {
            point: 0,
            clock: Clock::Day,
            t: day as f64,
            variable: variable.to_owned(),
            mean: level(0.5),
            p05: level(0.1),
            p25: level(0.3),
            p50: level(0.5),
            p75: level(0.7),
            p95: level(0.9),
            n: (left * self.n as f64) as u64,
        }
    }
}

pub(crate) fn put<R: Row>(home: &Path, rows: &[R]) {
    fs::write(home.join(R::FILE), write_table(rows)).unwrap();
}
