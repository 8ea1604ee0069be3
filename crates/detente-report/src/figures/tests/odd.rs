//! Results that are odd, and must be drawn or left out all the same.

use crate::example::{Bargain, Example};

pub(super) fn odd_examples() -> Vec<(&'static str, Example)> {
    let usual = Example::usual();
    let long = |letter: &str| letter.repeat(80);
    vec![
        (
            "one point",
            Example {
                policies: vec![],
                ..usual.clone()
            },
        ),
        ("one run", Example { n: 1, ..usual.clone() }),
        ("no runs", Example { n: 0, ..usual.clone() }),
        (
            "no agreement",
            Example {
                agreement: 0.0,
                ..usual.clone()
            },
        ),
        (
            "no solutions",
            Example {
                bargain: None,
                ..usual.clone()
            },
        ),
        (
            "three disputants with long ids",
            Example {
                bargain: Some(Bargain {
                    disputants: ["a", "two words ", "w"].map(long).to_vec(),
                    scale: 1.5e5,
                    ..Bargain::usual()
                }),
                ..usual.clone()
            },
        ),
        (
            "all agree",
            Example {
                agreement: 1.0,
                ..usual.clone()
            },
        ),
        (
            "one day",
            Example {
                days: 1,
                ..usual.clone()
            },
        ),
        (
            "nothing to follow",
            Example {
                actors: vec![],
                groups: vec![],
                ..usual.clone()
            },
        ),
        (
            "many policies",
            Example {
                policies: (0..15).map(|policy| format!("policy {policy}")).collect(),
                ..usual.clone()
            },
        ),
        (
            "many actors",
            Example {
                actors: (0..30).map(|actor| format!("actor_{actor}")).collect(),
                ..usual.clone()
            },
        ),
        (
            "long ids",
            Example {
                title: long("a title "),
                policies: vec![long("m"), long("two words ")],
                actors: vec![long("w"), long("i"), long("x y "), long("q")],
                groups: vec![long("g")],
                ..usual
            },
        ),
        ("long factors", Example::grid([&long("f"), &long("m")], &[0.0, 1.0])),
        ("tiny and huge levels", Example::grid(["a", "b"], &[1e-9, 0.5, 1e12])),
        (
            "many levels",
            Example::grid(["a", "b"], &(0..40).map(f64::from).collect::<Vec<_>>()),
        ),
    ]
}
