//! A block is a value: the same wherever, however often and beside whatever it is played.

use super::worker::Worker;
use super::{BlockRecord, Control, Event, RunError, Settings, Sink, execute};
use crate::example::{harbour, lab};
use crate::plan::{Block, Plan};
use crate::sinks::Memory;
use detente_results::Value;
use std::sync::{Arc, Mutex};

/// Six settings under base and two policies of which one sends somebody home: shapes alternate inside a block.
const TEXT: &str = r#"
seed = 5
replicates = 5
[design]
kind = "grid"
[[factors]]
id = "skins"
path = "negotiators.*.leak_sensitivity"
levels = [0.0, 0.5, 1.0]
[[factors]]
id = "rest"
path = "parties.north.reservation_value"
op = "add"
levels = [-0.05, 0.05]
[[policies]]
id = "certain"
set = { "parties.south.reservation_value" = 0.4 }
[[policies]]
id = "without_the_commissioner"
remove = { "calendar.*.participants" = ["commissioner"] }
[output]
draws = true
trajectories = "all"
"#;

fn plan(text: &str) -> Plan {
    Plan::new(harbour(text), &lab()).unwrap_or_else(|e| panic!("{e}"))
}

fn played(plan: &Plan, block: &Block, slots: usize) -> BlockRecord {
    let control = Control::default();
    let lab = lab();
    let record = Worker::new(plan, &lab, slots, &control).block(block);
    record.expect("models").expect("not stopped")
}

/// The cells of some rows of a block.
fn cells(record: &BlockRecord, rows: std::ops::Range<usize>) -> Vec<Vec<Value<'_>>> {
    let row = |row| record.rows.columns.iter().map(|cells| cells.at(row)).collect();
    rows.map(row).collect()
}

#[test]
fn a_part_gives_the_same_record_alone_and_beside_others_in_any_batch() {
    let plan = plan(TEXT);
    let whole = plan.waves.block(0);
    assert_eq!((whole.points.clone(), plan.waves.blocks()), (0..21, 1));
    let together = played(&plan, &whole, 32);
    assert!(
        together
            .parts
            .iter()
            .all(|part| part.trajectories != Default::default())
    );
    for (k, (first, part)) in together.parts().enumerate() {
        let alone = Block {
            points: part.point..part.point + 1,
            ..whole.clone()
        };
        let alone = played(&plan, &alone, [1, 7, 64][k % 3]);
        assert_eq!(alone.parts, std::slice::from_ref(part), "point {}", part.point);
        let rows = first..first + part.runs as usize;
        assert_eq!(cells(&alone, 0..5), cells(&together, rows), "point {}", part.point);
    }
    assert_eq!(played(&plan, &whole, 3), together, "another batch");
    let saved = together.save();
    assert_eq!(BlockRecord::load(&saved).as_ref(), Some(&together), "through a file");
    assert_eq!(played(&plan, &whole, 200).save(), saved, "the same bytes");
}

/// Every setting alone in a block leaves what it leaves beside all others: where the scenario as it stands, with which settings are
/// compared pair by pair, lies elsewhere, it is played once more and counted nowhere.
#[test]
fn a_summary_is_the_same_in_whichever_block_its_points_lie() {
    let plan = plan(&format!("{TEXT}runs = \"summary\"\n"));
    let whole = plan.waves.block(0);
    let together = played(&plan, &whole, 32);
    assert_eq!((together.parts.len(), together.rows.len()), (21, 105));
    let mut rows = Vec::new();
    for (place, parts) in together.parts.chunks(3).enumerate() {
        let first = 3 * place as u64;
        let alone = played(
            &plan,
            &Block {
                points: first..first + 3,
                ..whole.clone()
            },
            7,
        );
        assert_eq!(alone.parts, parts, "setting {place}");
        let base = alone.parts[0].summary.as_ref().expect("a summary");
        let pairs = base.pairs.first().map_or(0, |pairs| pairs.counts.n());
        assert_eq!(pairs, if place == 0 { 0 } else { 5 }, "setting {place}");
        rows.extend(
            cells(&alone, 0..alone.rows.len())
                .into_iter()
                .map(|row| format!("{row:?}")),
        );
    }
    let all = cells(&together, 0..together.rows.len());
    assert_eq!(rows, all.into_iter().map(|row| format!("{row:?}")).collect::<Vec<_>>());
    let saved = together.save();
    assert_eq!(BlockRecord::load(&saved).as_ref(), Some(&together), "through a file");
}

#[test]
fn any_number_of_threads_fills_the_sink_with_the_same_blocks() {
    let text = TEXT
        .replace("replicates = 5", "replicates = 1100")
        .replace("\"all\"", "\"none\"");
    let text = text.split("[design]").next().expect("a head").to_owned();
    let (plan, lab) = (Arc::new(plan(&text)), Arc::new(lab()));
    let play = |threads: usize, batch: usize| {
        let memory = Arc::new(Memory::default());
        let sink: Arc<dyn Sink> = Arc::<Memory>::clone(&memory);
        let settings = Settings { threads, batch };
        let all = (0..plan.waves.blocks()).rev().collect();
        let mut told = Vec::new();
        execute(
            &plan,
            &lab,
            all,
            settings,
            &sink,
            &Arc::new(Control::default()),
            &mut |e| told.push(e),
        )
        .expect("runs");
        assert_eq!(told.pop(), Some(Event::Finished));
        assert_eq!(told.len() as u64, plan.waves.blocks());
        let source: &dyn super::Source = &*memory;
        (0..plan.waves.blocks())
            .map(|n| source.block(n).expect("played").save())
            .collect::<Vec<_>>()
    };
    let usual = play(1, 32);
    assert_eq!(usual.len(), 2, "a complete wave and the rest");
    assert!(play(2, 7) == usual && play(5, 64) == usual);
}

/// Takes blocks until it has two, and then asks for the end.
struct Impatient {
    control: Arc<Control>,
    taken: Mutex<Vec<u64>>,
}

impl Sink for Impatient {
    fn take(&self, block: u64, _: BlockRecord) -> Result<(), RunError> {
        let mut taken = self.taken.lock().expect("no panic");
        taken.push(block);
        if taken.len() == 2 {
            self.control.stop();
        }
        Ok(())
    }
}

#[test]
fn work_that_is_stopped_has_told_of_every_block_that_it_kept() {
    let text = TEXT
        .replace("replicates = 5", "replicates = 9000")
        .replace("\"all\"", "\"none\"");
    let (plan, lab) = (Arc::new(plan(&text)), Arc::new(lab()));
    let control = Arc::new(Control::default());
    let sink = Arc::new(Impatient {
        control: Arc::clone(&control),
        taken: Mutex::default(),
    });
    let mut told = Vec::new();
    let taker: Arc<dyn Sink> = Arc::<Impatient>::clone(&sink);
    let settings = Settings { threads: 1, batch: 32 };
    let all = (0..plan.waves.blocks()).collect();
    let outcome = execute(&plan, &lab, all, settings, &taker, &control, &mut |event| {
        told.push(event);
    });
    assert!(matches!(outcome, Err(RunError::Stopped)));
    assert_eq!(told.last(), Some(&Event::Stopped));
    assert_eq!(*sink.taken.lock().expect("no panic"), [0, 1]);
}
