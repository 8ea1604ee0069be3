//! Files that are no text in UTF-8, told by their first bytes: workbooks under the name of a table, other encodings.

/// What a file is in place of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Foreign {
    /// What was found.
    pub found: &'static str,
    /// How to mend it.
    pub hint: &'static str,
}

/// The bytes by which archives begin, those of `.xlsx` and `.ods` among them.
const ZIP: [u8; 4] = *b"PK\x03\x04";
/// The bytes by which Office files began until 2007.
const OLE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// The bytes by which gzip begins what it compresses.
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// Bytes that are looked at for an encoding.
const LOOKED_AT: usize = 1024;

impl Foreign {
    /// What these bytes are; none if they may be text in UTF-8.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let say = |found, hint| Some(Self { found, hint });
        if bytes.starts_with(&ZIP) {
            // The names of what an archive holds stand in it as they are.
            let holds = |name: &[u8]| bytes.windows(name.len()).any(|part| part == name);
            return match (holds(b"xl/workbook"), holds(b"opendocument.spreadsheet")) {
                (true, _) => say(
                    "an Excel workbook under another name",
                    "`detente import table` reads it where its name ends in `.xlsx`; or save it as CSV UTF-8",
                ),
                (_, true) => say(
                    "an OpenDocument workbook under another name",
                    "`detente import table` reads it where its name ends in `.ods`; or save it as CSV UTF-8",
                ),
                _ => say("an archive", "unpack it"),
            };
        }
        if bytes.starts_with(&OLE) {
            return say(
                "an Excel workbook of the old kind, or another Office file",
                "save it as CSV UTF-8",
            );
        }
        if bytes.starts_with(&GZIP) {
            return say("a compressed file (gzip)", "unpack it");
        }
        match bytes {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => say("the file is UTF-16", "save it as UTF-8"),
            _ if is_utf16(bytes) => say(
                "the file looks like UTF-16",
                "save it as UTF-8; from a spreadsheet, as CSV UTF-8",
            ),
            _ => None,
        }
    }
}

/// Whether every second byte is often 0, and never one of the others: Latin letters, digits and separators in two bytes.
fn is_utf16(bytes: &[u8]) -> bool {
    let looked_at = &bytes[..bytes.len().min(LOOKED_AT)];
    let zeros = |from: usize| {
        looked_at
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let [even, odd] = [zeros(0), zeros(1)];
    even.min(odd) == 0 && even.max(odd) * 8 > looked_at.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8]) -> &'static str {
        Foreign::of(bytes).map_or("", |foreign| foreign.found)
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert_eq!(
            found(b"PK\x03\x04...[Content_Types].xml...xl/workbook.xml"),
            "an Excel workbook under another name"
        );
        let ods = b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.spreadsheet";
        assert_eq!(found(ods), "an OpenDocument workbook under another name");
        assert_eq!(found(b"PK\x03\x04 notes.txt"), "an archive");
        assert!(found(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").starts_with("an Excel workbook of the old kind"));
        assert_eq!(found(b"\x1f\x8b\x08\0\0\0\0\0\0\x03"), "a compressed file (gzip)");
        let table = "party,issue,weight\nz\u{fc}rich,quota,1\n";
        for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            let text: Vec<u8> = table.encode_utf16().flat_map(bytes).collect();
            assert_eq!(found(&text), "the file looks like UTF-16");
            let marked: Vec<u8> = std::iter::once(0xfeff)
                .chain(table.encode_utf16())
                .flat_map(bytes)
                .collect();
            assert_eq!(found(&marked), "the file is UTF-16");
        }
        for text in ["", "a", table, "party,issue\0\n", "\u{feff}party"] {
            assert_eq!(found(text.as_bytes()), "", "{text}");
        }
    }
}
