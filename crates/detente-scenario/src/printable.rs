//! What may reach a terminal or a figure: text of a file may hold characters that move the cursor, colour the screen or turn
//! what follows around, or that nobody sees.

use std::borrow::Cow;

/// Whether a character is text: no control character (C0, DEL, C1), no end of a line or paragraph, none that sets the
/// direction of writing (Unicode Standard Annex 9: marks, embeddings, overrides, isolates), none that nobody sees, and no
/// noncharacter that XML forbids. What joins letters or keeps them apart is text: Persian and the scripts of India need it.
fn is_printable(character: char) -> bool {
    let turns = matches!(character, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let ends = matches!(character, '\u{2028}' | '\u{2029}');
    let hides = matches!(character, '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}');
    !(character.is_control() || turns || ends || hides || matches!(character, '\u{FFFE}' | '\u{FFFF}'))
}

/// Whether a character may stand in an id: text that is seen, so that two ids that look alike are one.
pub fn is_seen(character: char) -> bool {
    is_printable(character) && !matches!(character, '\u{200C}' | '\u{200D}')
}

/// What is no text and no end of a line, as a class of a regular expression of ECMA-262 without its brackets.
pub(crate) const NOT_PRINTABLE: &str = r"\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff";

/// What joins letters or keeps them apart, in the same way: text, and not seen.
pub(crate) const JOINERS: &str = r"\u200c\u200d";

/// A number as it is told: in digits, with an exponent where there would be very many of them.
pub fn short(value: f64) -> String {
    if value == 0.0 || !value.is_finite() || (1e-5..1e16).contains(&value.abs()) {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}

/// Whether a text fits on a line: nothing but text.
pub fn is_line(text: &str) -> bool {
    text.chars().all(is_printable)
}

/// The same of a text of several lines.
pub(crate) fn is_prose(text: &str) -> bool {
    text.chars().all(is_in_prose)
}

/// Whether a character may stand in a text of several lines.
pub(crate) fn is_in_prose(character: char) -> bool {
    matches!(character, '\n' | '\t') || is_printable(character)
}

/// A text with escapes in place of what is no text; its lines stay.
pub fn printable(text: &str) -> Cow<'_, str> {
    if is_prose(text) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match is_in_prose(character) {
            true => shown.push(character),
            false => shown.extend(character.escape_unicode()),
        }
    }
    Cow::Owned(shown)
}

/// The same with every character in its place: what is no text becomes a sign of as many bytes. Marks that point into the
/// text stay right.
pub fn printable_in_place(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| c == '\r' || is_in_prose(c)) {
        return Cow::Borrowed(text);
    }
    let sign = |c: char| match (c == '\r' || is_in_prose(c), c.len_utf8()) {
        (true, _) => c,
        (false, 1) => '?',
        (false, 2) => '¿',
        (false, _) => char::REPLACEMENT_CHARACTER,
    };
    Cow::Owned(text.chars().map(sign).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What no terminal may get: ESC, BEL, DEL, CSI of C1, an override, an isolate.
    /// What nobody sees: a zero-width space, a line separator, a mark of direction, a word joiner, a byte order mark.
    const UNPRINTABLE: [char; 14] = [
        '\0', '\u{7}', '\u{1b}', '\u{7f}', '\u{9b}', '\u{202e}', '\u{2066}', '\u{fffe}', '\u{200b}', '\u{2028}',
        '\u{2029}', '\u{200f}', '\u{2060}', '\u{feff}',
    ];

    #[test]
    fn text_is_told_from_what_commands_a_terminal() {
        for character in UNPRINTABLE {
            assert!(!is_printable(character), "{character:?}");
            let shown = printable(&format!("a{character}b\n")).into_owned();
            assert_eq!(shown, format!("a{}b\n", character.escape_unicode()));
            let text = format!("é{character}é");
            assert_eq!(printable_in_place(&text).len(), text.len(), "{character:?}");
            assert!(is_prose(&printable_in_place(&text)), "{character:?}");
        }
        // Letters, and what joins them or keeps them apart.
        for character in ['\u{200c}', '\u{200d}', 'ע', '🕊'] {
            assert!(is_printable(character), "{character:?}");
        }
        assert!(is_seen('ע') && !is_seen('\u{200c}') && !is_seen('\u{200b}'));
        assert!(is_prose("two\n\tlines") && !is_line("two\nlines"));
        assert!(matches!(printable("plain\n"), Cow::Borrowed(_)));
    }
}
