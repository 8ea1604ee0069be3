//! The embedded font, the type sizes, and how wide a text is. Sizes are those on the printed page.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef, GlyphId, PxScale, PxScaleFont, ScaleFont};

/// The font in the words of an SVG: the first name is the embedded one, a viewer that lacks it takes the next, which
/// runs equally wide.
pub(crate) const FAMILY: &str = "DejaVu Sans, Verdana, sans-serif";

static REGULAR: LazyLock<FontRef<'static>> = LazyLock::new(|| embedded(include_bytes!("../fonts/DejaVuSans.ttf")));
static BOLD: LazyLock<FontRef<'static>> = LazyLock::new(|| embedded(include_bytes!("../fonts/DejaVuSans-Bold.ttf")));

const MM_PER_POINT: f64 = 25.4 / 72.0;

fn embedded(bytes: &'static [u8]) -> FontRef<'static> {
    FontRef::try_from_slice(bytes).expect("the embedded files are fonts")
}

/// A size and weight of type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Type {
    pub(crate) points: f64,
    pub(crate) bold: bool,
}

pub(crate) const TITLE: Type = Type {
    points: 10.5,
    bold: true,
};
pub(crate) const BODY: Type = Type {
    points: 8.5,
    bold: false,
};
pub(crate) const SMALL: Type = Type {
    points: 8.0,
    bold: false,
};
pub(crate) const STRONG: Type = Type {
    points: 8.0,
    bold: true,
};

impl Type {
    /// Height of the em square in millimetres.
    pub(crate) fn em(self) -> f64 {
        self.points * MM_PER_POINT
    }

    /// Height of a capital letter in millimetres.
    pub(crate) fn cap(self) -> f64 {
        self.em() * 0.73
    }

    /// From one baseline to the next, in millimetres.
    pub(crate) fn line(self) -> f64 {
        self.em() * 1.3
    }

    /// Width of a text in millimetres.
    pub(crate) fn width(self, text: &str) -> f64 {
        self.letters(text, 1.0).1
    }

    /// The font with an em of so many pixels for each millimetre of ours.
    pub(crate) fn scaled(self, pixels_per_mm: f64) -> PxScaleFont<&'static FontRef<'static>> {
        let font: &'static FontRef<'static> = if self.bold { &BOLD } else { &REGULAR };
        let height_per_em = f64::from(font.height_unscaled()) / f64::from(font.units_per_em().unwrap_or(2048.0));
        font.into_scaled(PxScale::from((self.em() * pixels_per_mm * height_per_em) as f32))
    }

    /// The letters of a text and where each begins, and where the last ends, in pixels.
    pub(crate) fn letters(self, text: &str, pixels_per_mm: f64) -> (Vec<(GlyphId, f64)>, f64) {
        let font = self.scaled(pixels_per_mm);
        let mut pen = 0.0;
        let mut letters: Vec<(GlyphId, f64)> = Vec::new();
        for letter in text.chars().map(|letter| font.glyph_id(letter)) {
            if let Some((before, _)) = letters.last() {
                pen += f64::from(font.kern(*before, letter));
            }
            letters.push((letter, pen));
            pen += f64::from(font.h_advance(letter));
        }
        (letters, pen)
    }

    /// The text, cut in its middle where it is wider than this: names often differ at their ends.
    pub(crate) fn fit(self, text: &str, width: f64) -> String {
        if self.width(text) <= width {
            return text.to_owned();
        }
        let letters: Vec<char> = text.chars().collect();
        let cut = |kept: usize| {
            let (head, tail) = (kept.div_ceil(2), kept / 2);
            let head: String = letters[..head].iter().collect();
            let tail: String = letters[letters.len() - tail..].iter().collect();
            format!("{}…{}", head.trim_end(), tail.trim_start())
        };
        let fitting = (0..letters.len()).rev().map(cut).find(|cut| self.width(cut) <= width);
        fitting.unwrap_or_else(|| "…".to_owned())
    }

    /// The text in lines of at most this width; what does not fit into `most` lines is cut in the middle of the last.
    pub(crate) fn wrap(self, text: &str, width: f64, most: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() && lines.len() + 1 < most {
            let end = self.line_end(rest, width);
            lines.push(rest[..end].trim_end().to_owned());
            rest = rest[end..].trim_start();
        }
        if !rest.is_empty() {
            lines.push(self.fit(rest, width));
        }
        lines
    }

    /// Where the first line of a text ends: after the last word that fits, or inside a word that is too long itself.
    fn line_end(self, text: &str, width: f64) -> usize {
        let fits = |end: &usize| self.width(text[..*end].trim_end()) <= width;
        let spaces = text.match_indices(' ').map(|(at, _)| at + 1).chain([text.len()]);
        let letters = text.char_indices().map(|(at, letter)| at + letter.len_utf8());
        let first = letters.clone().next().unwrap_or(text.len());
        spaces
            .take_while(fits)
            .last()
            .or_else(|| letters.take_while(fits).last())
            .unwrap_or(first)
    }
}

/// The characters of a text that no figure can print, each once: those that the embedded font lacks. In figures, ids
/// stand in place of names that have any.
pub fn unprintable(text: &str) -> String {
    let mut lacking = String::new();
    for letter in text.chars() {
        let is_missing = [&REGULAR, &BOLD].iter().any(|font| font.glyph_id(letter) == GlyphId(0));
        if is_missing && !lacking.contains(letter) {
            lacking.push(letter);
        }
    }
    lacking
}

/// An id as it can be printed: characters that the font lacks by their numbers, as `U+4E2D`.
pub(crate) fn printed(id: &str) -> String {
    let lacking = unprintable(id);
    let mut text = String::new();
    for letter in id.chars() {
        if lacking.contains(letter) {
            text += &format!("U+{:04X}", u32::from(letter));
        } else {
            text.push(letter);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{SMALL, STRONG, printed, unprintable};

    #[test]
    fn what_the_font_lacks_is_told() {
        for name in [
            "Việt Nam, Nguyễn Đình Thi, Ơn",
            "Қазақстан, Ўзбекистон, Точикистон",
            "Ελλάδα",
            "Հայաստան",
            "საქართველო",
            "Çeçenistan, Łódź, Þór – “ß” …",
            "36 of 100 → −3 × 2 € ≤ 5",
        ] {
            assert_eq!(unprintable(name), "", "{name}");
        }
        assert_eq!(unprintable("中国 and 中文"), "中国文");
        assert!(unprintable("السلام").chars().count() > 3 && unprintable("🕊") == "🕊");
        assert_eq!(
            (printed("party_中"), printed("north")),
            ("party_U+4E2D".to_owned(), "north".to_owned())
        );
    }

    #[test]
    fn both_weights_are_fonts() {
        assert!(STRONG.width("Agreement") > SMALL.width("Agreement"));
        // A digit of DejaVu Sans is 1303 / 2048 em wide.
        let digits = SMALL.width(&"0".repeat(100));
        assert!((digits - 100.0 * SMALL.em() * 1303.0 / 2048.0).abs() < 1e-3, "{digits}");
    }

    #[test]
    fn a_text_is_cut_where_it_is_too_wide() {
        assert_eq!(SMALL.fit("short", 30.0), "short");
        let cut = SMALL.fit(&"long ".repeat(20), 30.0);
        assert!(
            cut.starts_with("long long") && cut.contains('…') && cut.ends_with("long "),
            "{cut}"
        );
        assert!(SMALL.width(&cut) <= 30.0);
        assert_eq!(SMALL.fit("none", 0.0), "…");
    }

    #[test]
    fn lines_break_at_words_and_long_words_inside() {
        let lines = SMALL.wrap("one two three four five six seven", 20.0, 9);
        assert_eq!(lines.join(" "), "one two three four five six seven");
        let lines = SMALL.wrap(&"x".repeat(80), 40.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].contains('…'));
        assert!(lines.iter().all(|line| SMALL.width(line) <= 40.0));
        assert_eq!(SMALL.wrap("", 40.0, 2), [""; 0]);
    }
}
