//! A scenario that uses everything that is registered: a session for each protocol, all behaviours. Nobody plays it; what
//! is only known of a model, such as the schedule and the variables of trajectories, is read off it for documents.

use crate::document::Document;
use crate::finding::Findings;
use detente_core::Registry;
use std::path::Path;

/// Two sides, a mediator, one person, one issue and one shock: rows enough for everything to have something to act on.
const ROWS: &str = r#"
[[parties]]
id = "a"
role = "disputant"
[[parties]]
id = "b"
role = "disputant"
[[parties]]
id = "c"
role = "mediator"
carrots = [{ id = "aid", party = "a", option = "border=there", when = "stall" }]
[[negotiators]]
id = "envoy"
party = "a"
[[issues]]
id = "border"
weight = { a = 1, b = 1 }
ideal = { a = 0, b = 1 }
options = [{ id = "here" }, { id = "there" }]
[[shocks]]
id = "storm"
day = 1
effects = { "parties.a.reservation_value" = 0.1 }
"#;

/// The scenario.
///
/// # Errors
/// A key of somebody's own behaviour or protocol that cannot stand in a file.
pub fn everything(registry: &Registry) -> Result<Document, Findings> {
    let protocols = || registry.protocols().iter().map(|p| p.key);
    let behaviours: String = registry
        .behaviours()
        .iter()
        .map(|b| format!("{} = {{}}\n", b.key))
        .collect();
    let sessions: String = protocols()
        .map(|key| {
            format!(
                "[[calendar]]\nid = \"{key}\"\nday = 0\nparticipants = [\"a\", \"b\", \"c\"]\nprotocol = \"{key}\"\n"
            )
        })
        .collect();
    let first = protocols().next().unwrap_or_default();
    let text = format!(
        "format = 1\n[scenario]\nid = \"everything\"\nstylised = true\n[talks]\nprotocol = \"{first}\"\ntext_holder = \"c\"\nsigning = \"early_harvest\"\n\
         [behaviours]\n{behaviours}{ROWS}{sessions}"
    );
    Document::parse(Path::new("everything.toml"), text)
}
