//! What moves while they talk: the courses of the variables that `trajectories.csv` follows as the scenario stands, and which of
//! them move most, so that they are shown first.
//!
//! Until half of the followed runs have ended, a variable moves as far as its median goes from its least to its greatest,
//! taken as a part of all that is seen of it meanwhile: of the way from the least 5th percentile to the greatest 95th. So what
//! changes with time comes before what differs from run to run, on whatever scale it is measured. A group, such as the trust of
//! all who trust, moves as that one of it that moves most.

use detente_results::{Clock, Folder, ResultsError, TrajectoryRow};
use std::collections::BTreeMap;

/// Groups that are shown unless all are asked for.
pub const SHOWN: usize = 6;

/// Where fewer of the runs are still talking than this, quantiles are those of a few odd runs.
const LEAST_TALKING: f64 = 0.05;

/// A change that is seen.
const SEEN: f64 = 1e-9;

/// What a folder's trajectories tell of the scenario as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Followed {
    /// By day if there are days, else by round.
    pub rows: Vec<TrajectoryRow>,
    /// Over all runs, each at its own end.
    pub at_end: Vec<TrajectoryRow>,
}

impl Followed {
    /// Reads a folder.
    ///
    /// # Errors
    /// The table is damaged or missing.
    pub fn read(folder: &Folder) -> Result<Self, ResultsError> {
        let mut followed = Self::default();
        let Self { rows, at_end } = &mut followed;
        for row in folder.rows::<TrajectoryRow>()? {
            let row = row?;
            if row.point != 0 {
                break;
            }
            if row.clock == Clock::End {
                at_end.push(row);
                continue;
            }
            let clock = rows.last().map_or(row.clock, |last| last.clock);
            if row.clock > clock {
                rows.clear();
            }
            if row.clock >= clock {
                rows.push(row);
            }
        }
        Ok(followed)
    }

    /// The groups that have a course to be seen, in the order of their names.
    pub fn groups(&self) -> Vec<Group> {
        let mut groups: BTreeMap<&str, Group> = BTreeMap::new();
        for row in &self.rows {
            let (name, actor) = parts(&row.variable);
            let group = groups.entry(name).or_insert_with(|| Group {
                name: name.to_owned(),
                courses: Vec::new(),
            });
            group.course(actor).rows.push(row.clone());
        }
        let mut groups: Vec<Group> = groups.into_values().collect();
        for group in &mut groups {
            group.courses.iter_mut().for_each(Course::trim);
            // Where half have ended before the second row, there is no course to be seen.
            group.courses.retain(|course| course.half_way() > 0);
        }
        groups.retain(|group| group.courses.iter().any(|course| !course.is_flat()));
        groups
    }

    /// The end of a variable over all runs.
    pub fn end(&self, group: &str, actor: &str) -> Option<&TrajectoryRow> {
        let mut ends = self.at_end.iter();
        ends.find(|row| parts(&row.variable) == (group, actor))
    }
}

/// The group of a variable and its actor.
fn parts(variable: &str) -> (&str, &str) {
    variable.split_once('.').unwrap_or((variable, ""))
}

/// Of these groups so many that move most, in their order.
pub fn most_moving(groups: &[Group], most: usize) -> Vec<&Group> {
    let mut order: Vec<usize> = (0..groups.len()).collect();
    // The first of those that move as far.
    order.sort_by(|&a, &b| groups[b].moves().total_cmp(&groups[a].moves()).then(a.cmp(&b)));
    order.truncate(most);
    order.sort_unstable();
    order.into_iter().map(|place| &groups[place]).collect()
}

/// A variable of several actors, or of none.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Those of its actors, in the order of the table.
    pub courses: Vec<Course>,
}

impl Group {
    /// The course of an actor, a new one if the actor is new.
    fn course(&mut self, actor: &str) -> &mut Course {
        let known = self.courses.iter().position(|course| course.actor == actor);
        let place = known.unwrap_or(self.courses.len());
        if known.is_none() {
            self.courses.push(Course {
                actor: actor.to_owned(),
                rows: Vec::new(),
            });
        }
        &mut self.courses[place]
    }

    /// How far it moves, from 0 to 1.
    pub fn moves(&self) -> f64 {
        self.courses.iter().map(Course::moves).fold(0.0, f64::max)
    }
}

/// What a variable of one actor does.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// The actor; empty if it is a variable of the talks.
    pub actor: String,
    /// In order of time, until too few talk.
    pub rows: Vec<TrajectoryRow>,
}

impl Course {
    /// Sorts by time and stops where too few runs are left.
    fn trim(&mut self) {
        self.rows.sort_by(|a, b| a.t.total_cmp(&b.t));
        let least = LEAST_TALKING * self.all() as f64;
        let end = self.rows.iter().position(|row| row.n == 0 || (row.n as f64) < least);
        self.rows.truncate(end.unwrap_or(self.rows.len()));
    }

    fn all(&self) -> u64 {
        self.rows.iter().map(|row| row.n).max().unwrap_or(0)
    }

    /// Place of the last row at which at least half of the runs are still talking.
    pub fn half_way(&self) -> usize {
        let all = self.all();
        let talking = self.rows.iter().take_while(|row| 2 * row.n >= all);
        talking.count().saturating_sub(1)
    }

    /// Until half of the runs have ended.
    fn first_half(&self) -> &[TrajectoryRow] {
        &self.rows[..(self.half_way() + 1).min(self.rows.len())]
    }

    /// How far the median goes until half of the runs have ended, from its least to its greatest.
    pub fn path(&self) -> f64 {
        width(self.first_half(), |row| [row.p50; 2])
    }

    /// The same as a part of all that is seen until then.
    pub fn moves(&self) -> f64 {
        let seen = width(self.first_half(), |row| [row.p05, row.p95]);
        if seen < SEEN { 0.0 } else { self.path() / seen }
    }

    /// Whether there is nothing to see but one level line.
    pub fn is_flat(&self) -> bool {
        width(&self.rows, |row| [row.p05, row.p95]) < SEEN
    }
}

/// From the least of the lower to the greatest of the upper ends.
fn width(rows: &[TrajectoryRow], ends: fn(&TrajectoryRow) -> [f64; 2]) -> f64 {
    let low = rows.iter().map(|row| ends(row)[0]).fold(f64::MAX, f64::min);
    let high = rows.iter().map(|row| ends(row)[1]).fold(f64::MIN, f64::max);
    high - low
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of 100 runs, ten end by every day; the median goes from 0 to `way` in five days and then leaps.
    fn course(variable: &str, way: f64, spread: f64) -> Vec<TrajectoryRow> {
        let row = |day: u32| {
            let p50 = way * f64::from(day.min(5)) / 5.0 + if day > 5 { 9.0 } else { 0.0 };
            TrajectoryRow {
                point: 0,
                clock: Clock::Day,
                t: f64::from(day),
                variable: variable.to_owned(),
                mean: p50,
                p05: p50 - spread,
                p25: p50,
                p50,
                p75: p50,
                p95: p50 + spread,
                n: u64::from(100 - 10 * day),
            }
        };
        (0..10).map(row).collect()
    }

    #[test]
    fn what_changes_with_time_comes_before_what_differs_between_runs() {
        let followed = Followed {
            rows: [
                course("wide.a", 0.4, 0.3),
                course("narrow.a", 0.1, 0.01),
                course("still", 0.0, 0.5),
                course("narrow.b", 0.0, 0.2),
                course("wide.b", 0.5, 0.25),
            ]
            .concat(),
            at_end: Vec::new(),
        };
        let groups = followed.groups();
        let rounded = |group: &Group| libm::round(1e3 * group.moves()) / 1e3;
        let moves: Vec<(&str, f64)> = groups.iter().map(|group| (&*group.name, rounded(group))).collect();
        // What comes after half have ended, here a leap by 9, counts for nothing.
        assert_eq!(moves, [("narrow", 0.833), ("still", 0.0), ("wide", 0.5)]);
        let most: Vec<&str> = most_moving(&groups, 2).iter().map(|group| &*group.name).collect();
        assert_eq!(most, ["narrow", "wide"]);
    }

    #[test]
    fn what_never_changes_or_ends_at_once_has_no_course() {
        let mut at_once = course("at_once", 1.0, 0.1);
        at_once.iter_mut().skip(1).for_each(|row| row.n = 9);
        let mut level = course("level", 0.0, 0.0);
        level.iter_mut().for_each(|row| (row.p05, row.p95) = (0.5, 0.5));
        let followed = Followed {
            rows: [at_once, level].concat(),
            at_end: Vec::new(),
        };
        assert_eq!(followed.groups(), []);
    }
}
