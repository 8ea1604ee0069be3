//! The project's glossary inside a page: words of the page lead to their entries, and the entries that are led to stand at its
//! end.

use crate::markdown;
use minijinja::HtmlEscape;
use serde::Serialize;
use std::collections::BTreeSet;

/// The page of the project.
const PAGE: &str = include_str!("../../../GLOSSARY.md");

/// Words that lead to an entry, each with the entry's first term. They are those of experiments and ends; many terms of the
/// glossary are everyday words, which would lead astray.
const LINKED: [(&str, &str); 42] = [
    ("accounts for", "Accounts for"),
    ("agreement", "agreement"),
    ("base rows", "Base row"),
    ("best in", "One in ten below"),
    ("box", "PRIM"),
    ("collapsed after leak", "walkout"),
    ("could be nothing", "Could be nothing"),
    ("coverage", "PRIM"),
    ("deadline", "deadline"),
    ("deadlock", "deadlock"),
    ("density", "PRIM"),
    ("elementary effects", "Sensitivity index"),
    ("enough in", "One in ten below"),
    ("evidence", "Stylised"),
    ("factor", "Factor"),
    ("factors", "Factor"),
    ("Holm's p", "p value"),
    ("inputs", "Inputs"),
    ("lost", "Saved"),
    ("luck", "Luck"),
    ("median", "Day of the end"),
    ("Newcombe", "Newcombe interval"),
    ("one in ten below", "One in ten below"),
    ("paired", "Paired mean"),
    ("point", "Design point"),
    ("points", "Design point"),
    ("policies", "Policy"),
    ("policy", "Policy"),
    ("regret", "Regret"),
    ("rejected at home", "rejected_at_home"),
    ("replicates", "Run"),
    ("reservation value", "ReservationValue"),
    ("response", "Response"),
    ("run", "Run"),
    ("runs", "Run"),
    ("saved", "Saved"),
    ("scenario", "Scenario"),
    ("spread", "Spread"),
    ("stylised", "Stylised"),
    ("unevenness", "Accounts for"),
    ("walkout", "walkout"),
    ("Wilson", "Wilson interval"),
];

/// An entry, as it stands at the end of a page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Entry {
    /// Where links lead.
    pub(crate) id: String,
    /// The entry.
    pub(crate) html: String,
}

/// Makes links of the words of a page, of each word once.
#[derive(Default)]
pub(crate) struct Links {
    led: BTreeSet<&'static str>,
}

impl Links {
    /// A text of plain words as HTML, its words linked.
    pub(crate) fn text(&mut self, text: &str) -> String {
        let (mut html, mut from, mut at) = (String::new(), 0, 0);
        while at < text.len() {
            match self.word_at(text, at) {
                Some((word, term)) => {
                    html += &escaped(&text[from..at]);
                    html += &format!("<a href=\"#{}\">{}</a>", id(term), escaped(&text[at..at + word.len()]));
                    self.led.insert(word);
                    at += word.len();
                    from = at;
                }
                None => at += text[at..].chars().next().map_or(1, char::len_utf8),
            }
        }
        html + &escaped(&text[from..])
    }

    /// The word that begins here and has not led anywhere yet; of several the longest.
    fn word_at(&self, text: &str, at: usize) -> Option<(&'static str, &'static str)> {
        let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
        if text[..at].ends_with(is_inside) {
            return None;
        }
        let is_here = |word: &str| {
            let here = text.get(at..at + word.len());
            let after = || text[at + word.len()..].chars().next();
            here.is_some_and(|here| here.eq_ignore_ascii_case(word))
                && !after().is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
        };
        let fresh = LINKED.iter().filter(|(word, _)| !self.led.contains(word));
        fresh
            .filter(|(word, _)| is_here(word))
            .max_by_key(|(word, _)| word.len())
            .copied()
    }

    /// The entries that words have led to, in the order of the glossary.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        let led: BTreeSet<String> = LINKED
            .iter()
            .filter(|(word, _)| self.led.contains(word))
            .map(|(_, term)| id(term))
            .collect();
        let all = entries().map(|entry| Entry {
            id: id(&first_term(&entry)),
            html: markdown::line(&entry),
        });
        all.filter(|entry| led.contains(&entry.id)).collect()
    }
}

/// The address of a term in a page.
fn id(term: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    format!("term-{}", term.chars().map(plain).collect::<String>())
}

/// The items of the glossary, each in one line.
fn entries() -> impl Iterator<Item = String> {
    PAGE.split("\n- ").skip(1).map(|item| {
        let lines = item.lines().take_while(|line| !line.is_empty());
        lines.map(str::trim).collect::<Vec<_>>().join(" ")
    })
}

/// `Weight` of `**Weight, ideal, tolerance.** ...`.
fn first_term(entry: &str) -> String {
    let bold = entry.split("**").nth(1).unwrap_or_default();
    let first = bold.split(',').next().unwrap_or_default();
    first.trim_end_matches('.').trim_matches('`').to_owned()
}

/// Text that HTML takes for nothing of its own.
pub(crate) fn escaped(text: &str) -> String {
    HtmlEscape(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_leads_to_an_entry() {
        let ids: Vec<String> = entries().map(|entry| id(&first_term(&entry))).collect();
        for (word, term) in LINKED {
            assert_eq!(
                ids.iter().filter(|known| **known == id(term)).count(),
                1,
                "{word}: {term}"
            );
        }
    }

    #[test]
    fn a_word_is_linked_once_and_only_where_it_is_a_word() {
        let mut links = Links::default();
        let html = links.text("Runs, <luck> & base.luck, un-run; runs rejected at home by luck");
        let expected = "<a href=\"#term-run\">Runs</a>, &lt;<a href=\"#term-luck\">luck</a>&gt; &amp; base.luck, un-run; runs \
                        <a href=\"#term-rejected-at-home\">rejected at home</a> by luck";
        assert_eq!(html, expected);
        let entries = links.entries();
        let ids: Vec<&str> = entries.iter().map(|entry| &*entry.id).collect();
        assert_eq!(ids, ["term-rejected-at-home", "term-run", "term-luck"]);
        assert!(
            entries[2].html.starts_with("<strong>Luck.</strong> "),
            "{}",
            entries[2].html
        );
    }
}
