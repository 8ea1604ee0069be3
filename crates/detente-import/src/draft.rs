//! What an import makes: a scenario, and the tables that it names.

/// Texts of files that are not written yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The scenario, as TOML.
    pub scenario: String,
    /// Tables beside it, as CSV, by the names that the scenario gives them.
    pub tables: Vec<(String, String)>,
}

impl Draft {
    /// A scenario without tables.
    pub fn of(scenario: String) -> Self {
        Self {
            scenario,
            tables: Vec::new(),
        }
    }

    /// The text of a table.
    pub fn table(&self, name: &str) -> Option<&str> {
        self.tables
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, text)| text.as_str())
    }
}
