//! What holds between factors, and between numbers that are drawn.

use detente_scenario::Span;

/// A name in an experiment's file, with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// The name: the id of a factor, or a path.
    pub name: String,
    /// Where it is written.
    pub span: Span,
}

/// The value of the one factor is below that of the other; settings in which it is not are left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Constraint {
    /// The factors: the lesser, the greater.
    pub less: [Named; 2],
}

/// Two numbers go together.
#[derive(Debug, Clone, PartialEq)]
pub struct Correlation {
    /// Two factors, or two numbers that the scenario draws.
    pub of: [Named; 2],
    /// Their rank correlation (Spearman), between -1 and 1.
    pub rank: f64,
    /// Where it is written.
    pub span: Span,
}
