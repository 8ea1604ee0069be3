//! A report as it is read: its blocks of text without marks, and where numbers stand in them.

/// A paragraph, a row of a table, a caption, or what is said of a figure to who does not see it.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) text: String,
    /// Whether it tells of what was assumed, and not of results.
    pub(super) is_assumed: bool,
    /// The figure that it is about.
    pub(super) figure: Option<String>,
}

/// Elements at whose end a block ends.
const ENDS: [&str; 9] = ["p", "li", "tr", "h1", "h2", "h3", "figcaption", "summary", "div"];

/// Elements that hold what is copied from files, and who made it.
const COPIES: [&str; 2] = ["pre", "dl"];

/// The blocks of a report that tell of results and of what was assumed: neither how to repeat it nor the glossary.
pub(super) fn blocks(html: &str) -> Vec<Block> {
    let main = between(html, "<main>", "<h2 id=\"repeat\">");
    let mut reader = Reader::default();
    for piece in main.split('<').skip(1) {
        let (mark, text) = piece.split_once('>').expect("a mark ends");
        reader.mark(mark);
        if reader.copied.is_none() {
            reader.text.push_str(text);
        }
    }
    reader.end();
    reader.blocks
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    text: String,
    figure: Option<String>,
    is_assumed: bool,
    /// The element that is left out, while it lasts.
    copied: Option<String>,
}

impl Reader {
    fn mark(&mut self, mark: &str) {
        let name = mark.split(' ').next().unwrap_or_default();
        let ended = name.strip_prefix('/');
        if let Some(copied) = &self.copied {
            if ended == Some(copied) {
                self.copied = None;
            }
            return;
        }
        if COPIES.contains(&name) {
            self.copied = Some(name.to_owned());
        }
        if mark.starts_with("h2 id=") {
            self.is_assumed = mark.contains("\"assumed\"");
        }
        if name == "figure" {
            self.end();
            self.figure = Some(between(mark, "id=\"figure-", "\"").to_owned());
        }
        if name == "img" {
            self.text = between(mark, "alt=\"", "\"").to_owned();
            self.end();
        }
        if ended.is_some_and(|name| ENDS.contains(&name)) {
            self.end();
        }
        if ended == Some("figure") {
            self.figure = None;
        }
        self.text.push(' ');
    }

    fn end(&mut self) {
        let words: Vec<&str> = self.text.split_whitespace().collect();
        let mut text = words.join(" ");
        for (written, letter) in [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#x27;", "'"),
            ("&#x2f;", "/"),
            ("&amp;", "&"),
        ] {
            text = text.replace(written, letter);
        }
        // Figures are counted on the page alone.
        if let Some((number, caption)) = text.strip_prefix("Figure ").and_then(|rest| rest.split_once(". ")) {
            text = if number.parse::<u64>().is_ok() {
                caption.to_owned()
            } else {
                text
            };
        }
        if text.bytes().any(|byte| byte.is_ascii_digit()) {
            self.blocks.push(Block {
                text,
                is_assumed: self.is_assumed,
                figure: self.figure.clone(),
            });
        }
        self.text.clear();
    }
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let rest = text.split_once(from).unwrap_or_else(|| panic!("no {from}")).1;
    rest.split_once(to).unwrap_or_else(|| panic!("no {to}")).0
}

/// Where the numbers of a text stand, without their signs: `36.3`, `1,134`, `.05`.
pub(super) fn numbers(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut places = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let begins = is_digit(at) || bytes[at] == b'.' && is_digit(at + 1);
        if !begins {
            at += 1;
            continue;
        }
        let start = at;
        while is_digit(at) || matches!(bytes.get(at), Some(b'.' | b',')) && is_digit(at + 1) {
            at += 1;
        }
        places.push((start, at));
    }
    places
}
