//! One declaration per parameter. The struct is itself the component; its documentation, unit, range, default, neutral
//! value and source come from the declaration, and so do the schema, `params`, `explain` and the setter.

use crate::declared::Declared;

/// Everything that is known about a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// Its key in files, and the field in code.
    pub name: &'static str,
    /// What it means, in a sentence.
    pub meaning: &'static str,
    /// Its unit; `share` is a number from 0 to 1.
    pub unit: &'static str,
    /// The smallest and the largest value that a scenario may give.
    pub range: [f64; 2],
    /// The value where the scenario says nothing.
    pub default: f64,
    /// The value that makes the behaviour do nothing to a row that does not carry it.
    pub absent: f64,
    /// Whether it comes in whole numbers: a fraction is an error, and what is drawn is rounded.
    pub whole: bool,
    /// Where the rule or the value comes from.
    pub source: &'static str,
}

impl Parameter {
    /// The words that stand for 0, 1, 2, ..., where the parameter is a choice: its unit lists them.
    pub fn words(&self) -> Option<Vec<&'static str>> {
        self.unit.contains(" | ").then(|| self.unit.split(" | ").collect())
    }
}

/// A set of parameters that stand together on one kind of row.
pub trait Params: Declared + Copy {
    /// The key of the table in files; empty where the keys stand on the row itself.
    const KEY: &'static str;
    /// The declarations, in the order of the fields.
    const ALL: &'static [Parameter];
    /// The set with these values, one per declaration, in the same order.
    ///
    /// # Panics
    /// If there are fewer values than declarations.
    fn from_values(values: &[f64]) -> Self;
}

/// Declares a set of parameters: see [`Params`] and any behaviour for the form. `whole` before the unit says that the
/// parameter comes in whole numbers.
#[macro_export]
macro_rules! params {
    (@whole) => { false };
    (@whole whole) => { true };
    (
        $(#[doc = $about:literal])*
        $name:ident on $kind:ty as $key:literal {
            $( #[doc = $meaning:literal] $field:ident : $($whole:ident)? $unit:literal, $lo:literal ..= $hi:literal, default $default:literal, absent $absent:literal, $source:literal; )*
        }
    ) => {
        $(#[doc = $about])*
        #[derive(::bevy_ecs::component::Component, Debug, Clone, Copy, PartialEq)]
        pub struct $name { $( #[doc = $meaning] pub $field: f64 ),* }

        impl $crate::Declared for $name {
            type On = $kind;
            const DECLARATION: $crate::Declaration = $crate::Declaration {
                name: stringify!($name),
                kind: <$kind as $crate::Kind>::KIND,
                part: $crate::Part::Numbers,
                lifetime: $crate::Lifetime::Kept,
                combines: "",
                unit: "",
                about: concat!($($about),*).trim_ascii(),
            };
            fn neutral() -> Self { Self { $( $field: $absent as f64 ),* } }
        }

        impl $crate::Params for $name {
            const KEY: &'static str = $key;
            const ALL: &'static [$crate::Parameter] = &[ $( $crate::Parameter {
                name: stringify!($field),
                meaning: $meaning.trim_ascii(),
                unit: $unit,
                range: [$lo as f64, $hi as f64],
                default: $default as f64,
                absent: $absent as f64,
                whole: $crate::params!(@whole $($whole)?),
                source: $source,
            } ),* ];
            #[allow(unused_assignments)]
            fn from_values(values: &[f64]) -> Self {
                let mut next = 0;
                $( let $field = values[next]; next += 1; )*
                Self { $( $field ),* }
            }
        }

        impl Default for $name {
            fn default() -> Self { Self { $( $field: $default as f64 ),* } }
        }
    };
}
