//! Turns of phrase for several parties that gave one kind of answer.

/// How they are told: `{p}` is the party or the parties, `{i}` the issues, `{lines}` red lines.
pub(super) struct Frames {
    /// What the turns of phrase of `same` and `each` are counted by.
    pub(super) same_name: &'static str,
    pub(super) each_name: &'static str,
    /// All named the same issues.
    pub(super) same: &'static [&'static str],
    /// Each named its own: the first party's clause, and after the bar those of the others. Empty where nobody names any.
    pub(super) each: &'static [&'static str],
}

/// The turns of phrase of a kind of answer.
pub(super) fn frames(what: &'static str) -> Frames {
    let (same_name, same, each_name, each): (_, &[&str], _, &[&str]) = match what {
        "again" => (
            "all again",
            &["{p} accepted the text again.", "{p} stood by the new text as well."],
            "",
            &[],
        ),
        "came round" => (
            "all came round",
            &[
                "{p} came round and accepted the text as it stood.",
                "{p} now declared themselves ready to sign the text as it stood.",
            ],
            "",
            &[],
        ),
        "accepted" => ("all accepted", &["{p} accepted the text as it stood."], "", &[]),
        "held back" => (
            "all held back",
            &["{p} could live with the text, but held back."],
            "",
            &[],
        ),
        "took back" => (
            "all took back",
            &["{p} went back on their acceptance and asked for more on {i}."],
            "each took back",
            &["{p} went back on its acceptance and asked for more on {i}|so did {p} on {i}"],
        ),
        "softened" => (
            "all softened",
            &["{p} could now live with the text, but asked for more on {i}."],
            "each softened",
            &[
                "{p} could now live with the text, but asked for more on {i}|{p} on {i}",
                "{p} no longer turned the text down, but wanted better terms on {i}|{p} on {i}",
            ],
        ),
        "asked on" => (
            "all asked on",
            &[
                "{p} still asked for more on {i}.",
                "{p} held out for better terms on {i}.",
                "For {p} it was {i} that had to move.",
            ],
            "each asked on",
            &[
                "{p} still asked for more on {i}|{p} on {i}",
                "{p} held out for better terms on {i}|{p} on {i}",
                "{p} went on seeking changes to {i}|{p} to {i}",
            ],
        ),
        "considered" => (
            "all considered",
            &["{p} could live with the text, but asked for more on {i}."],
            "each considered",
            &[
                "{p} could live with the text, but asked for more on {i}|{p} on {i}",
                "{p} took the text as a basis, and wanted better terms on {i}|{p} on {i}",
            ],
        ),
        "red line again" => (
            "all red line again",
            &[
                "{p} again rejected the text over their {lines} on {i}.",
                "{p} would still not hear of what the text said on {i}.",
                "For {p} the text still crossed their {lines} on {i}.",
            ],
            "each red line again",
            &[
                "{p} again rejected the text over its {lines} on {i}|{p} over its {lines} on {i}",
                "For {p} the text still crossed its {lines} on {i}|for {p} its {lines} on {i}",
                "{p} would still not hear of what the text said on {i}|{p} of what it said on {i}",
            ],
        ),
        "red line" => (
            "all red line",
            &["{p} rejected the text, which crossed their {lines} on {i}."],
            "each red line",
            &["{p} rejected the text over its {lines} on {i}|{p} over its {lines} on {i}"],
        ),
        "rejected again" => (
            "all rejected again",
            &[
                "{p} still found the text worse than no agreement, above all on {i}.",
                "{p} turned the text down again, over {i}.",
            ],
            "each rejected again",
            &[
                "{p} still found the text worse than no agreement, above all on {i}|{p} on {i}",
                "{p} turned the text down again over {i}|{p} over {i}",
            ],
        ),
        "hardened" => (
            "all hardened",
            &["{p} now found the text worse than no agreement, naming {i}."],
            "each hardened",
            &["{p} now found the text worse than no agreement, naming {i}|so did {p}, naming {i}"],
        ),
        "rejected" => (
            "all rejected",
            &["{p} rejected the text as worse than no agreement, naming {i}."],
            "each rejected",
            &["{p} rejected the text as worse than no agreement, naming {i}|so did {p}, naming {i}"],
        ),
        // Rejected without naming an issue.
        _ => (
            "all rejected silently",
            &["{p} rejected the text as worse than no agreement."],
            "",
            &[],
        ),
    };
    Frames {
        same_name,
        each_name,
        same,
        each,
    }
}
