//! `[[analyses]]`: what is computed besides what always is. Whether there is such an analysis, and whether it can be made of
//! the experiment, is asked when the plan is made.

use super::Reader;
use detente_analyses::{Asked, Response};
use detente_results::OUTCOMES;
use detente_scenario::Node;

impl Reader<'_> {
    pub(super) fn analyses(&self) -> Vec<Asked> {
        let asked = |(table, _): (&detente_scenario::Table, _)| {
            let text = |key: &str| table.text(key).map(str::to_owned);
            let number = |key: &str| table.get(key).and_then(Node::as_number);
            Some(Asked {
                kind: text("kind")?,
                response: text("response").unwrap_or_else(|| OUTCOMES[0].to_owned()),
                policy: text("policy"),
                at_least: number("at_least"),
                at_most: number("at_most"),
            })
        };
        self.toml.root.rows("analyses").filter_map(asked).collect()
    }
}

/// An end of the talks that is asked about is a response without being written down as one.
pub(in crate::experiment) fn add_ends(responses: &mut Vec<Response>, analyses: &[Asked]) {
    for asked in analyses {
        place_of(responses, &asked.response);
    }
}

/// The place of a response; an end of the talks that is none yet becomes one. None if it is neither.
pub(super) fn place_of(responses: &mut Vec<Response>, id: &str) -> Option<usize> {
    let known = responses.iter().position(|known| known.id == id);
    known.or_else(|| {
        OUTCOMES.contains(&id).then(|| {
            responses.push(Response::of_end(id));
            responses.len() - 1
        })
    })
}
