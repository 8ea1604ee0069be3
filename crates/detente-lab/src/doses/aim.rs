//! From a lever to changes of a scenario: whom it is about, what each of its doses changes, or why it is not used there.

use super::levers::{AS_IT_STANDS, Each, Lever, Steps, Turn};
use detente_core::{Indexed, Model, NegotiatorIx, PartyIx, Registry, Role, Sampler};
use detente_scenario::{Change, Document, Node, Path, build, quote};

/// A lever as a scenario has it.
pub(super) struct Aim {
    /// The party that it is about.
    pub(super) party: Option<String>,
    /// What each dose changes; nothing where the scenario stands as it is. Or why the lever is not used.
    pub(super) doses: Result<Vec<Vec<Change>>, String>,
}

impl Lever {
    /// The lever, once for each whom it is there for.
    pub(super) fn aimed(&self, document: &Document, model: &Model, registry: &Registry) -> Vec<Aim> {
        let parties: Vec<Option<PartyIx>> = match self.each {
            Each::Talks => vec![None],
            Each::Disputant => model.disputants().map(Some).collect(),
            Each::Team => {
                let sends = |p: &PartyIx| model.negotiators.iter().any(|n| n.party == *p);
                model.parties.indices().filter(sends).map(Some).collect()
            }
        };
        let aim = |party: Option<PartyIx>| Aim {
            party: party.map(|p| model.parties[p].id.clone()),
            doses: self.doses(party, document, model, registry),
        };
        parties.into_iter().map(aim).collect()
    }

    /// What each dose changes.
    fn doses(
        &self,
        party: Option<PartyIx>,
        document: &Document,
        model: &Model,
        registry: &Registry,
    ) -> Result<Vec<Vec<Change>>, String> {
        if let Some(key) = self.uses.iter().find(|key| !model.uses(key)) {
            return Err(format!("`{key}` is not switched on"));
        }
        let mut doses: Vec<Vec<Change>> = vec![Vec::new(); self.turns[0].steps.len()];
        let mut missed = "nobody is there for it".to_owned();
        for turn in self.turns {
            for path in turn.paths(party, model) {
                match document.meets(&path) {
                    Ok(_) => {
                        for (k, dose) in doses.iter_mut().enumerate() {
                            dose.extend(turn.change(k, &path, model)?);
                        }
                    }
                    Err(error) => missed = format!("`{}` meets nothing", error.path),
                }
            }
        }
        if doses.iter().all(Vec::is_empty) {
            return Err(missed);
        }
        for dose in &doses {
            can_be_said(dose, document, registry)?;
        }
        Ok(doses)
    }
}

/// What a scenario cannot be made to say is told here rather than when it is played.
fn can_be_said(dose: &[Change], document: &Document, registry: &Registry) -> Result<(), String> {
    let changed = document.patched(dose, registry).map_err(|error| error.to_string())?;
    match build(&changed, registry) {
        Ok(_) => Ok(()),
        Err(findings) => Err(findings.iter().next().map(ToString::to_string).unwrap_or_default()),
    }
}

impl Turn {
    /// What a dose changes at a path; nothing where it leaves what is there.
    fn change(&self, dose: usize, path: &Path, model: &Model) -> Result<Option<Change>, String> {
        match self.steps {
            Steps::Set(values) if values[dose] == AS_IT_STANDS => Ok(None),
            Steps::Set(values) => {
                let value = filled(values[dose], model)?;
                Ok(Some(Change::Set(path.clone(), Node::from_argument(&value))))
            }
            Steps::Scale(factors) if factors[dose] == 1.0 => Ok(None),
            // None of what is drawn is no distribution any more.
            Steps::Scale(factors) if factors[dose] == 0.0 => {
                Ok(Some(Change::Set(path.clone(), Node::from_argument("0"))))
            }
            Steps::Scale(factors) => Ok(Some(Change::Scale(path.clone(), factors[dose]))),
        }
    }

    /// The paths that it changes, with the names of those whom it is about.
    fn paths(&self, party: Option<PartyIx>, model: &Model) -> Vec<Path> {
        let names: Vec<String> = match word(self.path) {
            None => vec![String::new()],
            Some("{party}") => party.map(|p| model.parties[p].id.clone()).into_iter().collect(),
            Some("{team}") => team(party, model).map(|n| model.negotiators[n].id.clone()).collect(),
            Some("{lead}") => lead(party, model)
                .map(|n| model.negotiators[n].id.clone())
                .into_iter()
                .collect(),
            Some(_) => rivals(model),
        };
        let filled = |name: &String| match word(self.path) {
            None => self.path.to_owned(),
            Some(word) => self.path.replace(word, &quote(name)),
        };
        // A quoted name and the path of a lever make a path.
        names.iter().filter_map(|name| filled(name).parse().ok()).collect()
    }
}

/// The word in braces of a path.
fn word(path: &str) -> Option<&str> {
    let (from, to) = (path.find('{')?, path.find('}')?);
    path.get(from..=to)
}

/// A value with the names that it asks for.
fn filled(value: &str, model: &Model) -> Result<String, String> {
    if value != "{guarantors}" {
        return Ok(value.to_owned());
    }
    let guarantors = model.parties.iter().filter(|party| party.role == Role::Guarantor);
    let names: Vec<String> = guarantors.map(|party| format!("\"{}\"", party.id)).collect();
    match names.is_empty() {
        true => Err("there is no guarantor".to_owned()),
        false => Ok(format!("[{}]", names.join(", "))),
    }
}

fn team(party: Option<PartyIx>, model: &Model) -> impl Iterator<Item = NegotiatorIx> + '_ {
    let people = model.negotiators.indices();
    people.filter(move |&n| Some(model.negotiators[n].party) == party)
}

/// The most influential of a delegation, at the middle of what is drawn; the first of equals.
fn lead(party: Option<PartyIx>, model: &Model) -> Option<NegotiatorIx> {
    let influence = |n: NegotiatorIx| {
        let path = format!("negotiators.{}.influence", quote(&model.negotiators[n].id));
        let used = model.parameters.iter().find(|used| used.path == path);
        used.map_or(0.0, |used| Sampler::new(&used.number, &used.declaration).at(0.5))
    };
    team(party, model).reduce(|best, n| if influence(n) > influence(best) { n } else { best })
}

/// Every ordered pair of disputants, as relations are called.
fn rivals(model: &Model) -> Vec<String> {
    let id = |p: PartyIx| &model.parties[p].id;
    let disputants: Vec<PartyIx> = model.disputants().collect();
    let pairs = disputants
        .iter()
        .flat_map(|&from| disputants.iter().map(move |&to| (from, to)));
    pairs
        .filter(|(from, to)| from != to)
        .map(|(from, to)| format!("{}_{}", id(from), id(to)))
        .collect()
}
