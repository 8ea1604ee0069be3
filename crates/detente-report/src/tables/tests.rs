//! However many points there are, only so many rows are kept.

use std::fs::File;
use std::io::BufWriter;

use detente_results::{
    Clock, ContrastRow, CumulativeIncidenceRow, DesignRow, DesignTable, FactorLevel, Folder, MANIFEST_FILE, OUTCOMES,
    Row, SummaryRow, TableWriter, TrajectoryRow,
};

use super::{BASE, Tables};
use crate::example::Example;
use crate::figures::figure;

/// Three of the scenario, three of each setting.
const POINTS: u64 = 100_002;

fn policy(point: u64) -> String {
    [BASE, "small_room", "quiet"][(point % 3) as usize].to_owned()
}

/// Rows for every point, written without being held.
fn put<R: Row>(folder: &Folder, rows: impl Iterator<Item = R>) {
    let file = BufWriter::new(File::create(folder.file(R::FILE)).unwrap());
    let mut writer = TableWriter::new(file).unwrap();
    rows.for_each(|row| writer.row(&row).unwrap());
}

fn design(folder: &Folder) {
    let rows = (0..POINTS).map(|point| DesignRow {
        point,
        policy: policy(point),
        levels: vec![match point {
            0..3 => FactorLevel::AsIs,
            _ => FactorLevel::Number((point / 3) as f64),
        }],
    });
    let mut file = BufWriter::new(File::create(folder.file(DesignTable::FILE)).unwrap());
    DesignTable::write_rows(&["rooms".to_owned()], rows, &mut file).unwrap();
}

fn ends() -> impl Iterator<Item = (u64, String)> {
    (0..POINTS).flat_map(|point| OUTCOMES.map(|outcome| (point, outcome.to_owned())))
}

fn results(folder: &Folder) {
    put(
        folder,
        ends().map(|(point, outcome)| SummaryRow {
            point,
            policy: policy(point),
            outcome,
            n: 60,
            count: 10,
            share: 0.25,
            ci_low: 0.125,
            ci_high: 0.375,
        }),
    );
    put(
        folder,
        ends().map(|(point, outcome)| CumulativeIncidenceRow {
            point,
            outcome,
            day: 30.0,
            estimate: 0.25,
            ci_low: 0.125,
            ci_high: 0.375,
            count: 10,
        }),
    );
    let responses = ["agreement", "end_day"].into_iter();
    let compared = responses.flat_map(|response| (1..POINTS).map(move |point| (response, point)));
    put(
        folder,
        compared.map(|(response, point)| ContrastRow {
            response: response.to_owned(),
            point,
            policy: policy(point),
            against: BASE.to_owned(),
            n: 60,
            estimate: 0.0,
            ci_low: -1.0,
            ci_high: 1.0,
            method: "paired_mean".to_owned(),
            p_value: 0.01,
            p_holm: 0.02,
        }),
    );
    let moments = (0..POINTS).flat_map(|point| [Clock::Round, Clock::Day].map(|clock| (point, clock)));
    put(
        folder,
        moments.map(|(point, clock)| TrajectoryRow {
            point,
            clock,
            t: 0.0,
            variable: "fatigue.north".to_owned(),
            mean: 0.5,
            p05: 0.25,
            p25: 0.5,
            p50: 0.5,
            p75: 0.5,
            p95: 0.75,
            n: 60,
        }),
    );
}

#[test]
fn a_hundred_thousand_points_leave_a_handful_of_rows() {
    let (home, folder) = Example::usual().folder();
    let mut manifest = folder.manifest().clone();
    manifest.points = POINTS;
    std::fs::write(folder.file(MANIFEST_FILE), manifest.to_json()).unwrap();
    let folder = Folder::open(home.path()).unwrap();
    design(&folder);
    results(&folder);
    let tables = Tables::read(&folder).unwrap();
    assert_eq!(tables.shares.rows.len(), 6 * OUTCOMES.len());
    assert_eq!(tables.shares.first.all, POINTS);
    assert_eq!(tables.curves.rows.len(), 3 * OUTCOMES.len());
    let kept: Vec<_> = tables.contrasts.iter().map(|response| response.rows.len()).collect();
    assert_eq!(kept, [12, 12]);
    assert!(
        tables
            .contrasts
            .iter()
            .all(|response| response.all as u64 == POINTS - 1)
    );
    assert_eq!(tables.followed.rows.len(), 1);
    assert_eq!(tables.followed.rows[0].clock, Clock::Day);
    assert_eq!(tables.design.rows.len(), 13);
    let picture = figure(&tables, "outcome-shares").unwrap();
    let rows = String::from_utf8(picture.csv).unwrap();
    assert_eq!(
        rows.lines().count(),
        1 + 3 * OUTCOMES.len(),
        "only the scenario's points are shown"
    );
}
