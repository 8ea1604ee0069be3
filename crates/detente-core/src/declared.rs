//! Columns of the world, each declared where it is meant: [`channel!`](crate::channel), [`fact!`](crate::fact) and
//! [`state!`](crate::state). A system that names a column in its [`Runs`](crate::Runs) brings it into the world; the engine
//! clears it by its declaration and knows none by name.

use crate::kind::{Kind, RowKind};
use crate::unchecked::Pinned;
use bevy_ecs::component::{Component, Mutable};
use bevy_ecs::schedule::ScheduleConfigs;
use bevy_ecs::system::ScheduleSystem;

/// What a column is to those who meet in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Where behaviours meet: many write contributions, decisions read what they come to.
    Channel,
    /// What everybody at the table can see; one rule writes it.
    Fact,
    /// What one behaviour or protocol remembers for itself.
    State,
    /// Parameters, loaded when a run begins.
    Numbers,
}

/// When a column goes back to its neutral value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lifetime {
    /// Before every round.
    Round,
    /// Before the first round of every session.
    Session,
    /// Before a run.
    Run,
    /// Never: whoever needs it afresh sets it when a run begins.
    Kept,
}

impl Lifetime {
    /// The word for it in declarations.
    pub const fn name(self) -> &'static str {
        match self {
            Lifetime::Round => "round",
            Lifetime::Session => "session",
            Lifetime::Run => "run",
            Lifetime::Kept => "kept",
        }
    }
}

/// Everything that is known about a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declaration {
    /// Its name in code.
    pub name: &'static str,
    /// The rows that have it.
    pub kind: RowKind,
    /// What it is to those who meet in it.
    pub part: Part,
    /// When it is cleared.
    pub lifetime: Lifetime,
    /// How contributions meet; empty where there is one writer.
    pub combines: &'static str,
    /// Its unit; empty if none.
    pub unit: &'static str,
    /// What it means.
    pub about: &'static str,
}

/// A column that systems may name.
pub trait Declared: Component<Mutability = Mutable> {
    /// The rows that have it.
    type On: Kind;
    /// What is known about it.
    const DECLARATION: Declaration;
    /// The value of a row that nobody has written.
    fn neutral() -> Self;
    /// The system that sets every row that anybody reads when a run begins, in place of clearing; the numbers of the run and the
    /// worths of options are there by then.
    fn begins() -> Option<ScheduleConfigs<ScheduleSystem>> {
        None
    }
}

/// Writes a list into the first rows of a column, one cell after the other: who looks for the few rows that have something goes
/// no further than its end. The row after the last is neutral and ends it, those beyond are left as they are; what has no room
/// is left out.
pub fn write_list<C: Declared>(rows: &mut [C], cells: impl Iterator<Item = C>) {
    let end = std::iter::once_with(C::neutral);
    for (row, cell) in rows.iter_mut().zip(cells.chain(end)) {
        *row = cell;
    }
}

/// Columns that a system names: `&Trust`, `&mut Trust`, tuples of them. They enter the world with the system.
pub trait Named<K: Kind>: Pinned {
    /// Says each.
    fn name(layout: &mut crate::layout::Layout);
}

impl<K: Kind, C: Declared<On = K>> Named<K> for &C {
    fn name(layout: &mut crate::layout::Layout) {
        layout.add::<C>();
    }
}

impl<K: Kind, C: Declared<On = K>> Named<K> for &mut C {
    fn name(layout: &mut crate::layout::Layout) {
        layout.add::<C>();
    }
}

macro_rules! tuples_of_names { ($($t:ident),*) => {
    impl<K: Kind, $($t: Named<K>),*> Named<K> for ($($t,)*) {
        fn name(layout: &mut crate::layout::Layout) { $($t::name(layout);)* }
    }
} }
for_tuples!(tuples_of_names);

/// Declares a channel: rows, lifetime, unit, how contributions meet, and the neutral value of each field.
///
/// ```
/// use detente_core::{Talks, channel};
/// channel! {
///     /// How much of the room is watched.
///     pub Watched on Talks, round, "share", "factors multiply" (pub f64 = 1.0)
/// }
/// ```
#[macro_export]
macro_rules! channel {
    ($(#[doc = $about:literal])* $vis:vis $name:ident on $kind:ty, $lifetime:ident, $unit:literal, $combines:literal $body:tt) => {
        $crate::declared! { Channel $lifetime [] $unit $combines; $(#[doc = $about])* $vis $name; $kind; $body }
    };
}

/// Declares a fact: rows, lifetime, unit, and the neutral value of each field. `begins SYSTEM` names what sets it when a
/// run begins; `impl NAME` declares a type that is written out, for what is more than a few numbers.
///
/// ```
/// use detente_core::{Party, fact};
/// fact! {
///     /// What a party has lost.
///     pub Toll on Party, run, "lives" { /// Soldiers
///         pub soldiers: f64 = 0.0, /// Others
///         pub civilians: f64 = 0.0 }
/// }
/// ```
#[macro_export]
macro_rules! fact {
    ($(#[doc = $about:literal])* impl $name:ident on $kind:ty, $lifetime:ident) => {
        $crate::declared! { @column Fact $lifetime [] "" ""; [$($about),*] $name; $kind }
    };
    ($(#[doc = $about:literal])* $vis:vis $name:ident on $kind:ty, $lifetime:ident $(begins $begins:path)?, $unit:literal $body:tt) => {
        $crate::declared! { Fact $lifetime [$($begins)?] $unit ""; $(#[doc = $about])* $vis $name; $kind; $body }
    };
}

/// Declares what a behaviour or protocol remembers for itself, in the same form as a [`fact!`](crate::fact).
#[macro_export]
macro_rules! state {
    ($(#[doc = $about:literal])* impl $name:ident on $kind:ty, $lifetime:ident) => {
        $crate::declared! { @column State $lifetime [] "" ""; [$($about),*] $name; $kind }
    };
    ($(#[doc = $about:literal])* $vis:vis $name:ident on $kind:ty, $lifetime:ident $(begins $begins:path)?, $unit:literal $body:tt) => {
        $crate::declared! { State $lifetime [$($begins)?] $unit ""; $(#[doc = $about])* $vis $name; $kind; $body }
    };
}

/// What the three declarations have in common.
#[doc(hidden)]
#[macro_export]
macro_rules! declared {
    (@lifetime round) => { $crate::Lifetime::Round };
    (@lifetime session) => { $crate::Lifetime::Session };
    (@lifetime run) => { $crate::Lifetime::Run };
    (@lifetime kept) => { $crate::Lifetime::Kept };
    (
        $part:ident $lifetime:ident [$($begins:path)?] $unit:literal $combines:literal;
        $(#[doc = $about:literal])* $vis:vis $name:ident; $kind:ty; ($fvis:vis $ty:ty = $neutral:expr)
    ) => {
        $(#[doc = $about])*
        #[derive(::bevy_ecs::component::Component, Debug, Clone, Copy, PartialEq)]
        $vis struct $name($fvis $ty);
        impl Default for $name {
            fn default() -> Self { Self($neutral) }
        }
        $crate::declared! { @column $part $lifetime [$($begins)?] $unit $combines; [$($about),*] $name; $kind }
    };
    (
        $part:ident $lifetime:ident [$($begins:path)?] $unit:literal $combines:literal;
        $(#[doc = $about:literal])* $vis:vis $name:ident; $kind:ty; {
            $( $(#[doc = $field_about:literal])* $fvis:vis $field:ident : $ty:ty = $neutral:expr ),* $(,)?
        }
    ) => {
        $(#[doc = $about])*
        #[derive(::bevy_ecs::component::Component, Debug, Clone, Copy, PartialEq)]
        $vis struct $name { $( $(#[doc = $field_about])* $fvis $field: $ty ),* }
        impl Default for $name {
            fn default() -> Self { Self { $( $field: $neutral ),* } }
        }
        $crate::declared! { @column $part $lifetime [$($begins)?] $unit $combines; [$($about),*] $name; $kind }
    };
    (
        @column $part:ident $lifetime:ident [$($begins:path)?] $unit:literal $combines:literal;
        [$($about:literal),*] $name:ident; $kind:ty
    ) => {
        impl $crate::Declared for $name {
            type On = $kind;
            const DECLARATION: $crate::Declaration = $crate::Declaration {
                name: stringify!($name),
                kind: <$kind as $crate::Kind>::KIND,
                part: $crate::Part::$part,
                lifetime: $crate::declared!(@lifetime $lifetime),
                combines: $combines,
                unit: $unit,
                about: concat!($($about),*).trim_ascii(),
            };
            fn neutral() -> Self { Self::default() }
            $(
                fn begins() -> Option<::bevy_ecs::schedule::ScheduleConfigs<::bevy_ecs::system::ScheduleSystem>> {
                    Some(::bevy_ecs::schedule::IntoScheduleConfigs::into_configs($begins))
                }
            )?
        }
    };
}

#[cfg(test)]
mod tests {
    use super::write_list;
    use crate::facts::InText;
    use crate::row::OptionIx;

    #[test]
    fn a_list_ends_with_a_neutral_row_if_there_is_room() {
        let text = |options: [usize; 4]| options.map(|o| InText(OptionIx::new(o)));
        let mut rows = text([5, 6, 7, 8]);
        write_list(&mut rows, text([1, 2, 3, 4]).into_iter().take(2));
        assert_eq!(rows, text([1, 2, 0, 8]));
        write_list(&mut rows, text([4, 3, 2, 1]).into_iter().cycle());
        assert_eq!(rows, text([4, 3, 2, 1]));
    }
}
