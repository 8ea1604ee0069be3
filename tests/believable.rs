//! How believable talks about a text are: counts over the events of some runs of each case, held against limits and
//! against a kept table. A text that jumps from end to end, an objection that names something else than what hurts, talks
//! that go on when the only way out is lost: whoever has sat at such a table would not believe them.
//!
//! `DETENTE_TRANSCRIPTS=all` plays more runs of each case, for the limits alone.

use crate::common::{self, assert_golden, stems};
use crate::laws::FLAGSHIP;
use crate::played::scenario;
use detente_agents::events;
use detente_core::{
    Actor, ByRow, Event, Indexed, Issue, IssueIx, IssueOption, Lot, Model, Observer, OptionIx, Outcome, Party, PartyIx,
    RunRecord,
};
use detente_scenario::{Document, build};
use std::fmt::Write;

const SEED: u64 = 20_251_130;
/// Runs of each case: those of the kept table, and those with `DETENTE_TRANSCRIPTS=all`.
const RUNS: [u64; 2] = [40, 200];

/// Protocols that hold a text.
const TEXTS: [&str; 3] = ["single_text", "shuttle", "plenary"];

/// So many of so many.
#[derive(Debug, Default, Clone, Copy)]
struct Part {
    of_them: u32,
    all: u32,
}

impl Part {
    fn count(&mut self, is: bool) {
        self.all += 1;
        self.of_them += u32::from(is);
    }

    fn share(self) -> f64 {
        f64::from(self.of_them) / f64::from(self.all.max(1))
    }
}

/// What is counted over the runs of a case.
#[derive(Debug, Default)]
struct Counts {
    runs: u32,
    ends: [u32; Outcome::ALL.len()],
    /// Changes of the text that bring back wording which has stood before.
    back: Part,
    /// Changes from one end of an issue with three options or more to the other.
    end_to_end: Part,
    /// Changes to an option that a disputant never accepts, from one that does not cross its line on this issue.
    crossings: Part,
    /// Of those, the ones across a line that the holder has heard of.
    crossings_heard: u32,
    /// Rejections by a disputant whose own line is crossed on the agenda, which name an issue where it is not.
    displaced: Part,
    /// Answers that name an issue which is not on the agenda.
    off_agenda: Part,
    /// For each run that has lost the last way out of an issue: the meetings held after that, and whether it was agreed.
    lost: Vec<(u32, bool)>,
    /// Meetings that close with an option in the text which cannot stand.
    dead: Part,
    /// Signatures with a disputant out of the room.
    absent: Part,
    /// Walkouts by a disputant whose last answer was yes.
    willing: Part,
    /// Of agreements: the distances to the frontier and to the Nash package.
    distances: [Vec<f64>; 2],
}

/// A run as its events tell it.
struct Telling<'a> {
    model: &'a Model,
    counts: &'a mut Counts,
    /// By option: whether it can never stand again.
    dead: ByRow<IssueOption, Vec<bool>>,
    /// By option: whether it has stood in the text.
    stood: ByRow<IssueOption, Vec<bool>>,
    /// The text, by issue.
    text: ByRow<Issue, Vec<OptionIx>>,
    /// By party: whether its last answer was yes.
    willing: ByRow<Party, Vec<bool>>,
    /// Whether every line is told on the first day.
    all_told: bool,
    /// By party: the options across its lines that have been spoken of.
    heard: ByRow<Party, Vec<Vec<OptionIx>>>,
    /// Meetings since the last way out of some issue was lost.
    since_lost: Option<u32>,
}

impl<'a> Telling<'a> {
    fn new(model: &'a Model, off_table: &[bool], counts: &'a mut Counts) -> Self {
        let text: ByRow<Issue, Vec<OptionIx>> = model.issues.iter().map(|issue| issue.opening).collect();
        let mut stood = ByRow::new(vec![false; model.options.len()]);
        text.iter().for_each(|&option| stood[option] = true);
        Self {
            model,
            counts,
            dead: ByRow::new(off_table.to_vec()),
            stood,
            text,
            willing: ByRow::new(vec![false; model.parties.len()]),
            all_told: number(model, "behaviours.mediation.unspoken").is_none_or(|share| share == 0.0),
            heard: ByRow::new(vec![Vec::new(); model.parties.len()]),
            since_lost: None,
        }
    }

    fn crosses(&self, party: PartyIx, option: OptionIx) -> bool {
        self.model.parties[party].red_lines.contains(&option)
    }

    fn is_disputant(&self, party: PartyIx) -> bool {
        self.model.disputants().any(|p| p == party)
    }

    fn on_agenda(&self, event: &Event, issue: IssueIx) -> bool {
        let agenda = &self.model.sessions[event.session].agenda;
        agenda.as_ref().is_none_or(|agenda| agenda.contains(&issue))
    }

    fn party(&self, actor: Actor) -> Option<PartyIx> {
        match actor {
            Actor::Party(p) => Some(p),
            Actor::Negotiator(n) => Some(self.model.negotiators[n].party),
            _ => None,
        }
    }

    fn told(&mut self, event: &Event) {
        let kind = event.kind;
        let is = |kinds: &[&detente_core::EventKind]| kinds.contains(&kind);
        if kind == events::SESSION_OPENED {
            self.since_lost = self.since_lost.map(|meetings| meetings + 1);
        } else if kind == events::SESSION_CLOSED {
            let dead = self.text.iter().any(|&option| self.dead[option]);
            self.counts.dead.count(dead);
        } else if kind == events::TEXT_REVISED {
            self.revised(event);
        } else if is(&[events::TEXT_ACCEPTED, events::TEXT_CONSIDERED, events::TEXT_REJECTED]) {
            self.answered(event);
        } else if is(&[events::OPTION_BURNT, events::CONSENT_REFUSED]) {
            self.lost(event);
        } else if kind == events::LINE_HEARD {
            let who = self.party(event.actor).expect("a party's line");
            self.heard[who].extend(event.option);
        } else if kind == events::ACCEPTANCE_LAPSED || kind == events::SIGNATURE_WITHHELD {
            let who = self.party(event.actor).expect("a party's acceptance");
            self.willing[who] = false;
        } else if kind == events::GRAVE_MISSTEP_MADE {
            self.willing.fill(false);
        } else if kind == events::TEXT_SIGNED {
            let room = &self.model.sessions[event.session].parties;
            let all = self.model.disputants().all(|p| room.contains(&p));
            self.counts.absent.count(!all);
        } else if kind == events::WALKED_OUT {
            let who = self.party(event.actor);
            self.counts.willing.count(who.is_some_and(|p| self.willing[p]));
        }
    }

    fn revised(&mut self, event: &Event) {
        let (Some(issue), Some(new)) = (event.issue, event.option) else {
            return;
        };
        let old = std::mem::replace(&mut self.text[issue], new);
        let options = &self.model.issues[issue].options;
        self.counts.back.count(self.stood[new]);
        self.stood[new] = true;
        self.counts
            .end_to_end
            .count(options.len() > 2 && old.ix().abs_diff(new.ix()) == options.len() - 1);
        let newly = |p: &PartyIx| self.crosses(*p, new) && !self.crosses(*p, old);
        let across: Vec<PartyIx> = self.model.disputants().filter(newly).collect();
        let heard = self.all_told || across.iter().any(|&p| self.heard[p].contains(&new));
        self.counts.crossings.count(!across.is_empty());
        self.counts.crossings_heard += u32::from(heard && !across.is_empty());
    }

    fn answered(&mut self, event: &Event) {
        let Some(party) = self.party(event.actor).filter(|&p| self.is_disputant(p)) else {
            return;
        };
        self.willing[party] = event.kind == events::TEXT_ACCEPTED;
        let Some(issue) = event.issue.filter(|_| event.kind != events::TEXT_ACCEPTED) else {
            return;
        };
        self.counts.off_agenda.count(!self.on_agenda(event, issue));
        let issues = self.model.issues.indices();
        let crossed: Vec<IssueIx> = issues
            .filter(|&i| self.crosses(party, self.text[i]) && self.on_agenda(event, i))
            .collect();
        if event.kind == events::TEXT_REJECTED && !crossed.is_empty() {
            self.counts.displaced.count(!crossed.contains(&issue));
        }
        if self.crosses(party, self.text[issue]) {
            self.heard[party].push(self.text[issue]);
        }
    }

    /// An option is gone. Whether that was the last one of its issue which crosses nobody's line.
    fn lost(&mut self, event: &Event) {
        let Some(option) = event.option else { return };
        self.dead[option] = true;
        if self.text.contains(&option) {
            self.willing.fill(false);
        }
        let mut options = self.model.issues[self.model.options[option].issue].options.clone();
        let clean = |o: OptionIx| !self.dead[o] && !self.model.disputants().any(|p| self.crosses(p, o));
        if !options.any(clean) {
            self.since_lost.get_or_insert(0);
        }
    }

    fn ended(self, record: &RunRecord) {
        let agreed = record.outcome == Outcome::Agreement;
        self.counts.runs += 1;
        let place = Outcome::ALL
            .iter()
            .position(|o| *o == record.outcome)
            .expect("an outcome");
        self.counts.ends[place] += 1;
        self.counts
            .lost
            .extend(self.since_lost.map(|meetings| (meetings, agreed)));
        if agreed {
            self.counts.distances[0].extend(record.frontier_distance);
            self.counts.distances[1].extend(record.nash_distance);
        }
    }
}

/// The events of each run.
#[derive(Default)]
struct Runs(Vec<(Vec<Event>, Option<RunRecord>)>);

impl Observer for Runs {
    fn happened(&mut self, run: usize, event: Event) {
        self.of(run).0.push(event);
    }
    fn ended(&mut self, run: usize, record: RunRecord) {
        self.of(run).1 = Some(record);
    }
}

impl Runs {
    fn of(&mut self, run: usize) -> &mut (Vec<Event>, Option<RunRecord>) {
        if self.0.len() <= run {
            self.0.resize_with(run + 1, Default::default);
        }
        &mut self.0[run]
    }
}

impl Counts {
    fn of(case: &str, runs: u64) -> Self {
        let registry = detente_agents::standard();
        let document = Document::read(&scenario(case)).expect("a shipped scenario");
        let model = build(&document, &registry).unwrap_or_else(|e| panic!("{e}")).model;
        let off_table: Vec<bool> = model.options.indices().map(|o| off_table(&model, o)).collect();
        let mut stage = common::stage(model.clone(), SEED, 32);
        stage.ensemble().record(true);
        let mut told = Runs::default();
        stage.play((0..runs).map(Lot::of), &mut told);
        let mut counts = Self::default();
        for (events, record) in told.0 {
            let mut telling = Telling::new(&model, &off_table, &mut counts);
            events.iter().for_each(|event| telling.told(event));
            telling.ended(&record.expect("every run ends"));
        }
        counts
    }

    /// The median of the meetings after the last way out was lost.
    fn meetings_after(&self) -> f64 {
        let mut meetings: Vec<u32> = self.lost.iter().map(|(meetings, _)| *meetings).collect();
        meetings.sort_unstable();
        match meetings.len() {
            0 => 0.0,
            n => f64::from(meetings[(n - 1) / 2] + meetings[n / 2]) / 2.0,
        }
    }

    fn agreed_after(&self) -> f64 {
        self.lost.iter().filter(|(_, agreed)| *agreed).count() as f64
    }

    fn a_run(&self, n: u32) -> f64 {
        f64::from(n) / f64::from(self.runs)
    }

    fn mean(values: &[f64]) -> String {
        match values.len() {
            0 => "none".to_owned(),
            n => format!("{:.3}", values.iter().sum::<f64>() / n as f64),
        }
    }

    /// The case's row of the kept table.
    fn row(&self, case: &str) -> String {
        let percent = |part: Part| match part.all {
            0 => "none".to_owned(),
            _ => format!("{:.1} %", 100.0 * part.share()),
        };
        let mut row = format!("{case}, {} runs\n", self.runs);
        let ends: Vec<String> = Outcome::ALL
            .iter()
            .zip(self.ends)
            .map(|(outcome, n)| format!("{} {n}", outcome.name()))
            .collect();
        for (what, value) in [
            ("ends", ends.join(", ")),
            ("changes of the text a run", format!("{:.1}", self.a_run(self.back.all))),
            ("back to old wording", percent(self.back)),
            ("from end to end", percent(self.end_to_end)),
            (
                "across a line, a run",
                format!("{:.2}", self.a_run(self.crossings.of_them)),
            ),
            (
                "across a line heard of, a run",
                format!("{:.2}", self.a_run(self.crossings_heard)),
            ),
            ("objections displaced", percent(self.displaced)),
            ("answers off the agenda", percent(self.off_agenda)),
            ("runs that lost a last way out", self.lost.len().to_string()),
            ("meetings after that, median", self.meetings_after().to_string()),
            ("agreements after that", self.agreed_after().to_string()),
            ("meetings that close on a dead option", percent(self.dead)),
            ("signatures with somebody absent", percent(self.absent)),
            ("walkouts by who had said yes", percent(self.willing)),
            ("distance to the frontier, mean", Self::mean(&self.distances[0])),
            ("distance to the Nash package, mean", Self::mean(&self.distances[1])),
        ] {
            let _ = writeln!(row, "  {what:<38}{value}");
        }
        row
    }
}

/// Whether an option is off the table from the beginning.
fn off_table(model: &Model, option: OptionIx) -> bool {
    let spec = &model.options[option];
    let path =
        detente_scenario::Path::from_names(["issues", &model.issues[spec.issue].id, "options", &spec.id, "off_table"]);
    number(model, &path.to_string()).is_some_and(|x| x > 0.5)
}

/// A number of a scenario that is not drawn.
fn number(model: &Model, path: &str) -> Option<f64> {
    let used = model.parameters.iter().find(|used| used.path == path);
    used.and_then(|used| used.number.as_constant())
}

/// A limit, in the flagship and elsewhere.
struct Limit {
    what: &'static str,
    found: fn(&Counts) -> f64,
    /// What is to hold.
    most: [f64; 2],
}

const fn limit(what: &'static str, found: fn(&Counts) -> f64, most: [f64; 2]) -> Limit {
    Limit { what, found, most }
}

const LIMITS: [Limit; 10] = [
    limit("back to old wording", |c| c.back.share(), [0.15, 0.25]),
    limit("from end to end", |c| c.end_to_end.share(), [0.03, 0.05]),
    limit(
        "across a line heard of, a run",
        |c| c.a_run(c.crossings_heard),
        [0.0; 2],
    ),
    limit("objections displaced", |c| c.displaced.share(), [0.0; 2]),
    limit("answers off the agenda", |c| c.off_agenda.share(), [0.0; 2]),
    limit("meetings after the last way out", Counts::meetings_after, [8.0; 2]),
    limit("agreements after the last way out", Counts::agreed_after, [0.0; 2]),
    limit("meetings that close on a dead option", |c| c.dead.share(), [0.1; 2]),
    limit("signatures with somebody absent", |c| c.absent.share(), [0.0; 2]),
    limit("walkouts by who had said yes", |c| c.willing.share(), [0.0; 2]),
];

/// Cases whose talks are signed *ad referendum*, so that a signature may lack a disputant.
const AD_REFERENDUM: [&str; 0] = [];

/// The shipped cases that are held over a text.
fn cases() -> Vec<String> {
    let holds_a_text = |case: &String| {
        let document = Document::read(&scenario(case)).expect("a shipped scenario");
        let protocol = document.root().table("talks").and_then(|t| t.text("protocol"));
        protocol.is_some_and(|protocol| TEXTS.contains(&protocol))
    };
    let cases: Vec<String> = stems("scenarios").into_iter().filter(holds_a_text).collect();
    assert!(
        cases.len() > 5 && cases.iter().any(|case| case == FLAGSHIP),
        "{cases:?}"
    );
    cases
}

#[expect(clippy::disallowed_methods, reason = "a switch of the tests")]
fn plays_all() -> bool {
    std::env::var("DETENTE_TRANSCRIPTS").is_ok_and(|what| what == "all")
}

#[test]
fn texts_move_as_people_would_believe() {
    let runs = RUNS[usize::from(plays_all())];
    let counted: Vec<(String, Counts)> = cases()
        .into_iter()
        .map(|case| {
            let counts = Counts::of(&case, runs);
            (case, counts)
        })
        .collect();
    let rows: Vec<String> = counted.iter().map(|(case, counts)| counts.row(case)).collect();
    if plays_all() {
        println!("{}", rows.join("\n"));
    } else {
        assert_golden("believable.txt", &rows.join("\n"));
    }
    let mut wrong = Vec::new();
    for limit in &LIMITS {
        for (case, counts) in &counted {
            if limit.what.starts_with("signatures") && AD_REFERENDUM.contains(&case.as_str()) {
                continue;
            }
            let (found, most) = ((limit.found)(counts), limit.most[usize::from(case != FLAGSHIP)]);
            if found > most {
                wrong.push(format!("{case}: {}: {found:.3}, at most {most}", limit.what));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
