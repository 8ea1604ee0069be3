//! Nothing that a file says makes a panic.

use super::{HARBOUR, read};

/// A fixed sequence of pseudo-random numbers (Steele, Lea & Flood 2014, SplitMix64): the same mutations on every run.
struct Luck(u64);

impl Luck {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

const SCRAPS: &[&str] = &[
    "",
    "[]",
    "{}",
    "[[",
    "]]",
    "=",
    "\"",
    "''",
    ".",
    ",",
    "-1",
    "0",
    "1e400",
    "nan",
    "inf",
    "true",
    "1979-05-27",
    "07:32:00",
    "\"north\"",
    "\"dredging=shared\"",
    "{ normal = [0, 1] }",
    "{ choice = [] }",
    "é",
    "\u{0}",
    "# ",
    "[[parties]]\n",
    "[parties]\n",
    "{ from = 0, to = 1e9, step = 1 }",
    "legs = []\n",
    "0x7fffffffffffffffffff",
    "[[[[[[",
    "*",
    "id = \"\"\n",
    "\n",
];

/// One mutation: a line dropped, doubled or moved, a word swapped, a scrap put in, a piece cut out.
fn mutate(text: &str, luck: &mut Luck) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let line = luck.below(lines.len());
    match luck.below(6) {
        0 => drop(lines.remove(line)),
        1 => lines.insert(line, lines[line]),
        2 => {
            let other = luck.below(lines.len());
            lines.swap(line, other);
        }
        3 => {
            let words: Vec<&str> = text.split_whitespace().collect();
            let (old, new) = (luck.pick(&words), luck.pick(&words));
            return text.replacen(old, new, 1 + luck.below(3));
        }
        _ => {
            let characters: Vec<char> = text.chars().collect();
            let from = luck.below(characters.len());
            let to = (from + luck.below(12)).min(characters.len());
            let (before, after): (String, String) =
                (characters[..from].iter().collect(), characters[to..].iter().collect());
            return before + luck.pick(SCRAPS) + &after;
        }
    }
    lines.join("\n")
}

#[test]
fn mutated_files_end_in_a_model_or_in_findings() {
    let mut luck = Luck(1);
    let (mut models, mut refused) = (0, 0);
    for _ in 0..1500 {
        let mut text = HARBOUR.to_owned();
        for _ in 0..=luck.below(3) {
            text = mutate(&text, &mut luck);
        }
        match read(&text) {
            Ok(built) => {
                assert!(!built.findings.has_errors());
                models += 1;
            }
            Err(findings) => {
                assert!(findings.has_errors() && !findings.to_string().is_empty());
                refused += 1;
            }
        }
    }
    assert!(models > 30 && refused > 30, "{models} {refused}");
}

#[test]
fn excessive_files_are_refused() {
    let huge = |row: &str, count: usize| {
        read(&format!("format = 1\n{}", row.repeat(count)))
            .unwrap_err()
            .to_string()
    };
    assert!(huge("[[parties]]\nid = 'a'\n", 3000).contains("3000 parties, more than 400"));
    assert!(huge("[[x]]\n", 100_000).contains("unknown key `x`"));
    assert!(huge("a.b.c = 1\n", 10_000).contains("duplicate key"));
    let keys: String = (0..100_000).map(|k| format!("k{k} = {k}\n")).collect();
    assert!(read(&keys).unwrap_err().to_string().contains("more findings"));
}
