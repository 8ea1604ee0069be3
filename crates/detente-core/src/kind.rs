//! The kinds of rows. Each is a marker component; every run of an ensemble holds the same number of rows of a kind.

use bevy_ecs::component::Component;
use std::fmt::Debug;
use std::hash::Hash;

/// A kind of row: one entity per slot and row, all of one archetype.
pub trait Kind: Component + Default + Copy + Ord + Hash + Debug {
    /// Which kind this is, for everything that is decided while a scenario is read.
    const KIND: RowKind;
}

macro_rules! kinds {
    ($( $(#[doc = $doc:literal])* $name:ident = $plural:literal; )*) => {
        $( $(#[doc = $doc])* #[derive(Component, Default, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)] pub struct $name;
           impl Kind for $name { const KIND: RowKind = RowKind::$name; } )*

        /// The kinds of rows, as values.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RowKind { $( $(#[doc = $doc])* $name, )* }

        impl RowKind {
            /// Every kind, in the order in which columns are laid out.
            pub const ALL: &'static [RowKind] = &[$( RowKind::$name ),*];

            /// The word for the kind in paths and stream labels.
            pub const fn plural(self) -> &'static str {
                match self { $( RowKind::$name => $plural ),* }
            }
        }
    };
}

kinds! {
    /// The negotiation as a whole: one row.
    Talks = "talks";
    /// A principal: a state, a movement, a mediator, a guarantor.
    Party = "parties";
    /// A person in a party's delegation.
    Negotiator = "negotiators";
    /// A domestic group of a party.
    Constituency = "constituencies";
    /// An ordered pair of parties.
    Relation = "relations";
    /// One matter to be settled.
    Issue = "issues";
    /// One way to settle an issue.
    IssueOption = "options";
    /// What a party has at stake in an issue: party-major, one row per party and issue.
    Stake = "stakes";
    /// Where a party stands on an option: party-major, one row per party and option.
    Stance = "stances";
    /// What a constituency stresses: constituency-major, one row per constituency and issue.
    Emphasis = "emphases";
    /// Options that are worth more, or less, together.
    Linkage = "linkages";
    /// A meeting on the calendar, or one leg of it.
    Session = "calendar";
    /// Something that a mediator can promise or threaten with.
    Inducement = "inducements";
    /// Something that may happen outside the talks.
    Shock = "shocks";
    /// What a shock does to one state.
    Effect = "effects";
}
