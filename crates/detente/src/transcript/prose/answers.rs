//! What parties said of the text.

use super::Teller;
use crate::transcript::meeting::{Answer, Change, Meeting, View};
use crate::wording::{capitalised, count};

/// Issues of one answer that are named.
const NAMED: usize = 2;

impl Teller<'_> {
    /// One party's answer, in a sentence.
    pub(super) fn answer(&mut self, answer: &Answer) -> String {
        let (what, variants) = variants(answer);
        let named: Vec<usize> = answer.issues.iter().copied().take(NAMED).collect();
        let crossed: Vec<usize> = answer.crossed.iter().map(|&o| self.names.0.options[o].issue).collect();
        let issues = if crossed.is_empty() || answer.view != View::Rejects {
            named
        } else {
            crossed
        };
        let lines = if issues.len() == 1 { "red line" } else { "red lines" };
        let phrase = self.phrases.next(what, variants).replace("{lines}", lines);
        capitalised(
            &phrase
                .replace("{p}", &self.names.party(answer.party))
                .replace("{i}", &self.names.issues(&issues)),
        )
    }

    /// Nothing moved, and where everybody stood. `net` is what the text says differently in the end.
    pub(super) fn standstill(&mut self, meetings: &[Meeting], net: &[Change]) -> String {
        let mut circled: Vec<usize> = meetings.iter().flat_map(|m| &m.changes).map(|c| c.issue).collect();
        circled.retain(|issue| net.iter().all(|change| change.issue != *issue));
        circled.sort_unstable();
        circled.dedup();
        let mut text = match (circled.is_empty(), net.is_empty()) {
            (true, true) => {
                let nothing = ["Nothing moved", "Positions did not change", "There was no movement"];
                self.phrases.next("standstill", &nothing).to_owned()
            }
            (false, true) => {
                let drift = [
                    "The text went back and forth on {}, and nobody's position changed",
                    "Old wordings came and went on {}, to no effect",
                    "Drafting turned in circles on {}, and positions stayed as they were",
                ];
                let issues = self.names.issues(&circled);
                self.phrases.next("drift", &drift).replace("{}", &issues)
            }
            (circles, false) => {
                let back = [
                    "The text went back to old wording on {}, and nobody's position changed",
                    "Old wording came back on {}, to no effect",
                ];
                let phrase = self
                    .phrases
                    .next("back", &back)
                    .replace("{}", &count(net.len(), "point"));
                match circles {
                    true => phrase,
                    false => format!(
                        "{phrase}, while drafting turned in circles on {}",
                        self.names.issues(&circled)
                    ),
                }
            }
        };
        let mut heard: Vec<&Answer> = Vec::new();
        for answer in meetings.iter().rev().flat_map(|m| &m.answers) {
            if !heard.iter().any(|other| other.party == answer.party) {
                heard.push(answer);
            }
        }
        heard.sort_by_key(|answer| answer.party);
        let standing = meetings.last().map(|m| m.standing.as_slice()).unwrap_or_default();
        let positions = if self.names.is_crowd() {
            self.positions(&heard, standing)
        } else {
            let spoke = heard.into_iter().map(|answer| self.position(answer));
            let stood = |&p: &usize| format!("{} stood by its acceptance", self.names.party(p));
            spoke.chain(standing.iter().map(stood)).collect()
        };
        if !positions.is_empty() {
            text.push_str(": ");
        }
        text + &positions.join("; ") + "." + failed_votes(meetings)
    }

    /// Where a party stood, as part of a sentence.
    fn position(&self, answer: &Answer) -> String {
        let party = self.names.party(answer.party);
        let about = answer.issues.first().map(|&issue| self.names.issue(issue));
        match (answer.view, about) {
            (View::Accepts, _) => format!("{party} stood by the text"),
            (View::Considers, Some(issue)) => format!("{party} held out for more on {issue}"),
            (View::Considers, None) => format!("{party} held out for more"),
            (View::Rejects, _) if !answer.crossed.is_empty() => format!("{party} would not cross its red lines"),
            (View::Rejects, _) => format!("{party} still preferred no agreement to this text"),
        }
    }
}

/// That the text was put to the vote while nothing moved, and failed.
fn failed_votes(meetings: &[Meeting]) -> &'static str {
    match meetings.iter().filter(|m| m.votes.is_some()).count() {
        0 => "",
        1 => " Put to the vote, the text failed.",
        _ => " Put to the vote again and again, the text failed.",
    }
}

/// The turns of phrase that fit: `{p}` is the party, `{i}` the issues.
fn variants(answer: &Answer) -> (&'static str, &'static [&'static str]) {
    let silent = answer.issues.is_empty();
    match (answer.view, answer.before) {
        (View::Accepts, Some(View::Accepts)) => (
            "again",
            &["{p} accepted the text again.", "{p} stood by the new text as well."],
        ),
        (View::Accepts, Some(_)) => (
            "came round",
            &[
                "{p} came round and accepted the text as it stood.",
                "{p} was now ready to sign the text as it stood.",
            ],
        ),
        (View::Accepts, None) => ("accepted", &["{p} accepted the text as it stood."]),
        (View::Considers, _) if silent => ("held back", &["{p} could live with the text, but held back."]),
        (View::Considers, Some(View::Accepts)) => (
            "took back",
            &["{p} went back on its acceptance and asked for more on {i}."],
        ),
        (View::Considers, Some(View::Rejects)) => (
            "softened",
            &[
                "{p} could now live with the text, but asked for more on {i}.",
                "{p} no longer turned the text down, but wanted better terms on {i}.",
            ],
        ),
        (View::Considers, Some(View::Considers)) => (
            "asked on",
            &[
                "{p} still asked for more on {i}.",
                "{p} held out for better terms on {i}.",
                "{p} pressed its case on {i}.",
                "For {p} it was {i} that had to move.",
            ],
        ),
        (View::Considers, None) => (
            "considered",
            &[
                "{p} could live with the text, but asked for more on {i}.",
                "{p} took the text as a basis, and wanted better terms on {i}.",
            ],
        ),
        (View::Rejects, before) if !answer.crossed.is_empty() => match before {
            Some(View::Rejects) => (
                "red line again",
                &[
                    "{p} again rejected the text over its {lines} on {i}.",
                    "{p} would still not hear of what the text said on {i}.",
                    "For {p} the text still crossed its {lines} on {i}.",
                ],
            ),
            _ => (
                "red line",
                &["{p} rejected the text, which crossed its {lines} on {i}."],
            ),
        },
        (View::Rejects, _) if silent => (
            "rejected silently",
            &["{p} rejected the text as worse than no agreement."],
        ),
        (View::Rejects, Some(View::Rejects)) => (
            "rejected again",
            &[
                "{p} still found the text worse than no agreement, above all on {i}.",
                "{p} turned the text down again, over {i}.",
                "{p} was not moved: on {i} the text still fell short.",
            ],
        ),
        (View::Rejects, Some(_)) => (
            "hardened",
            &[
                "{p} now found the text worse than no agreement, naming {i}.",
                "{p} hardened, and turned the text down over {i}.",
            ],
        ),
        (View::Rejects, None) => (
            "rejected",
            &["{p} rejected the text as worse than no agreement, naming {i}."],
        ),
    }
}
