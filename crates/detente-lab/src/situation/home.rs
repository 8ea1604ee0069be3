//! The zone and the votes at home on day 0: how many packages would pass both.
//!
//! Support at home adds up over options as utility does, so that a vote is one more row of numbers with a level that a
//! package has to reach. Where the packages cannot be counted, the same search and the same bound by weighted sums decide
//! as for the zone; what they cannot decide is said to be unknown.
//!
//! Source: Putnam 1988 (win-sets).

use super::Situation;
use detente_bargaining::{BargainingError, Census, Linkage, Preferences, Problem, SupportedFrontier, Zone, zone};

/// The vote at home of one party: a package passes it if its support is enough.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Vote {
    /// Whose it is, counted among disputants.
    pub disputant: usize,
    /// The support needed.
    pub needed: f64,
    /// Width of the chance to win it around that; 0 is a step.
    pub width: f64,
}

/// How many packages pass what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HomeCounts {
    /// Packages that cross no red line and hold no option that is off the table.
    pub open: f64,
    /// Those of them that give every disputant its reservation value.
    pub zone: f64,
    /// Those of them that pass every vote.
    pub votes: f64,
    /// Those of them that do both, and that everybody would sign at the chances of the votes.
    pub both: f64,
}

/// What the votes at home leave of the zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Home {
    /// How many packages pass; none where they could not be counted.
    pub counts: Option<HomeCounts>,
    /// Votes that no package can pass, and the most support that any could have.
    pub hopeless: Vec<(Vote, f64)>,
    /// Whether some package passes every vote; none where that could not be decided.
    pub votes: Option<bool>,
    /// Whether some package passes every vote and gives every disputant its reservation value.
    pub both: Option<bool>,
}

impl Situation {
    /// What these votes leave of the zone; none where there is nothing to bargain over. `signs` says whether a side signs what
    /// has this support at home and is worth this utility to it, against this reservation value.
    pub fn at_home(&self, votes: &[Vote], signs: &dyn Fn(&Vote, f64, [f64; 2]) -> bool) -> Option<Home> {
        let levels: Vec<f64> = votes.iter().map(|vote| vote.needed).collect();
        let rows: Vec<(&[f64], &[Linkage])> = votes
            .iter()
            .map(|vote| (&self.supports[vote.disputant][..], &[][..]))
            .collect();
        let own = self.worths.iter().zip(&self.linkages);
        let own: Vec<(&[f64], &[Linkage])> = own.map(|(worth, links)| (&worth[..], &links[..])).collect();
        let all_levels = [&self.reservation_values[..], &levels].concat();
        let hopeless = votes
            .iter()
            .filter_map(|vote| Some((*vote, self.too_little(vote)?)))
            .collect();
        let signed = |utilities: &[f64]| {
            let mut supports = utilities[own.len()..].iter().zip(votes);
            supports.all(|(support, vote)| {
                let k = vote.disputant;
                signs(vote, *support, [utilities[k], self.reservation_values[k]])
            })
        };
        self.with([own.clone(), rows.clone()].concat(), |problem| {
            match Census::of(problem) {
                Ok(census) => {
                    // A level that everything reaches.
                    let any = |n: usize| vec![f64::NEG_INFINITY; n];
                    let counts = HomeCounts {
                        open: census.n_packages(),
                        zone: census.n_at_least(&[&self.reservation_values[..], &any(levels.len())].concat()),
                        votes: census.n_at_least(&[&any(own.len())[..], &levels].concat()),
                        both: census.n_at_least_if(&all_levels, signed),
                    };
                    Some(Home {
                        counts: Some(counts),
                        hopeless,
                        votes: Some(counts.votes > 0.0),
                        both: Some(counts.both > 0.0),
                    })
                }
                Err(BargainingError::NothingAllowed) => None,
                Err(_) => Some(Home {
                    counts: None,
                    hopeless,
                    votes: self.with(rows, |problem| holds(problem, &levels))?,
                    both: holds(problem, &all_levels),
                }),
            }
        })?
    }

    fn with<T>(&self, rows: Vec<(&[f64], &[Linkage])>, act: impl FnOnce(&Problem<'_>) -> T) -> Option<T> {
        let rows = rows.into_iter();
        let rows: Vec<Preferences<'_>> = rows
            .map(|(worth, links)| Preferences::new(&self.space, worth, links).ok())
            .collect::<Option<_>>()?;
        let problem = Problem::new(&self.space, &rows, &self.exclusions, &self.allowed).ok()?;
        Some(act(&problem))
    }

    /// What the best option of every issue adds up to, where that is less than a vote needs.
    fn too_little(&self, vote: &Vote) -> Option<f64> {
        let supports = &self.supports[vote.disputant];
        let best = |issue: usize| {
            let open = self.space.options(issue).filter(|&flat| self.allowed[flat]);
            open.map(|flat| supports[flat]).fold(f64::NEG_INFINITY, f64::max)
        };
        let most: f64 = (0..self.space.n_issues()).map(best).sum();
        let tolerance = Preferences::new(&self.space, supports, &[]).ok()?.tolerance();
        (most < vote.needed - tolerance).then_some(most)
    }
}

/// Whether some package reaches every level.
fn holds(problem: &Problem<'_>, levels: &[f64]) -> Option<bool> {
    let mut frontier = SupportedFrontier::new();
    frontier.trace(problem);
    match zone(problem, &frontier, levels) {
        Zone::Empty => Some(false),
        Zone::Holds(_) => Some(true),
        Zone::Unknown => None,
    }
}
