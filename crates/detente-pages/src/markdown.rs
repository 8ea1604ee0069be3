//! Markdown as HTML inside a page: what it says, and nothing that could run, load or lead away. It comes from files.

use crate::glossary::{Links, escaped};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeStream, html};

/// The answer: its title is left to the page, its headings come one level lower, its words are linked, its tables have heads.
pub(crate) fn answer(markdown: &str, links: &mut Links) -> String {
    let mut page = Writer {
        links,
        place: Place::Text,
        heading: String::new(),
        column: 0,
    };
    let events = TextMergeStream::new(Parser::new_ext(markdown, Options::ENABLE_TABLES));
    let mut text = String::new();
    html::push_html(&mut text, events.filter_map(|event| page.event(event)));
    // A column without a name has no head.
    text.replace("<th scope=\"col\"></th>", "<td></td>")
}

/// One line without blocks.
pub(crate) fn line(markdown: &str) -> String {
    let events = TextMergeStream::new(Parser::new(markdown)).filter_map(|event| match event {
        Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => None,
        event => harmless(event),
    });
    let mut text = String::new();
    html::push_html(&mut text, events);
    text
}

/// The first paragraphs, before any heading but the title, as plain text.
pub(crate) fn lead(markdown: &str) -> Vec<String> {
    let (mut paragraphs, mut open) = (Vec::new(), None::<String>);
    for event in TextMergeStream::new(Parser::new_ext(markdown, Options::ENABLE_TABLES)) {
        match (event, &mut open) {
            (Event::Start(Tag::Heading { level, .. }), _) if level != HeadingLevel::H1 => break,
            (Event::Start(Tag::Paragraph), _) => open = Some(String::new()),
            (Event::End(TagEnd::Paragraph), _) => paragraphs.extend(open.take()),
            (Event::Text(text) | Event::Code(text), Some(paragraph)) => paragraph.push_str(&text),
            (Event::SoftBreak, Some(paragraph)) => paragraph.push(' '),
            _ => {}
        }
    }
    paragraphs
}

/// What may stand in a page; links and images are left out and their words stay.
fn harmless(event: Event<'_>) -> Option<Event<'_>> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::HtmlBlock)
        | Event::End(TagEnd::Link | TagEnd::Image | TagEnd::HtmlBlock) => None,
        event => Some(event),
    }
}

/// Where in the page an event comes.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Title,
    Heading,
    Head,
    Text,
}

struct Writer<'a> {
    links: &'a mut Links,
    place: Place,
    /// The last heading, which names the tables behind it.
    heading: String,
    /// Column of a table.
    column: usize,
}

impl Writer<'_> {
    fn event<'e>(&mut self, event: Event<'e>) -> Option<Event<'e>> {
        let event = harmless(event)?;
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.place = if level == HeadingLevel::H1 {
                    Place::Title
                } else {
                    Place::Heading
                };
                self.heading.clear();
                (self.place == Place::Heading).then(|| raw("<h3>"))
            }
            Event::End(TagEnd::Heading(level)) => {
                self.place = Place::Text;
                (level != HeadingLevel::H1).then(|| raw("</h3>\n"))
            }
            Event::Text(_) if self.place == Place::Title => None,
            Event::Text(text) if self.place == Place::Heading => {
                self.heading += &text;
                Some(Event::Text(text))
            }
            Event::Text(text) => Some(raw(&self.links.text(&text))),
            _ if self.place == Place::Title => None,
            event => self.table(event),
        }
    }

    /// Tables have a frame that can be scrolled, and heads of columns and rows.
    fn table<'e>(&mut self, event: Event<'e>) -> Option<Event<'e>> {
        let column = std::mem::take(&mut self.column);
        let is_name = column == 0;
        let html = match event {
            Event::Start(Tag::Table(_)) => {
                let label = escaped(&self.heading);
                format!("<div class=\"wide\" role=\"group\" aria-label=\"Table: {label}\" tabindex=\"0\"><table>\n")
            }
            Event::End(TagEnd::Table) => "</tbody></table></div>\n".to_owned(),
            Event::Start(Tag::TableHead) => {
                self.place = Place::Head;
                "<thead><tr>".to_owned()
            }
            Event::End(TagEnd::TableHead) => {
                self.place = Place::Text;
                "</tr></thead>\n<tbody>".to_owned()
            }
            Event::Start(Tag::TableRow) => "<tr>".to_owned(),
            Event::End(TagEnd::TableRow) => "</tr>\n".to_owned(),
            Event::Start(Tag::TableCell) => {
                self.column = column;
                match (self.place, is_name) {
                    (Place::Head, _) => "<th scope=\"col\">",
                    (_, true) => "<th scope=\"row\">",
                    _ => "<td>",
                }
                .to_owned()
            }
            Event::End(TagEnd::TableCell) => {
                self.column = column + 1;
                if self.place == Place::Head || is_name {
                    "</th>"
                } else {
                    "</td>"
                }
                .to_owned()
            }
            event => {
                self.column = column;
                return Some(event);
            }
        };
        Some(Event::Html(html.into()))
    }
}

fn raw<'e>(html: &str) -> Event<'e> {
    Event::InlineHtml(html.to_owned().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_file_can_run_load_or_lead_away() {
        let hostile = "# T <script>alert(1)</script>\n\n<script>alert(2)</script>\n\na <b onclick=\"x\">b</b> \
                       [c](javascript:alert(3)) ![d](https://example.org/d.png) \"e\" & f <https://example.org>\n\n\
                       | a<i> | |\n| --- | ---: |\n| <img src=x> | 1 |\n";
        let html = answer(hostile, &mut Links::default());
        for wrong in ["<script", "<b ", "<i>", "<img", "href", "src=\"", "alert(1)"] {
            assert!(!html.contains(wrong), "{wrong}: {html}");
        }
        assert!(html.contains("&lt;script&gt;alert(2)"), "{html}");
        assert!(html.contains("&amp; f"), "{html}");
    }

    #[test]
    fn tables_have_heads_of_columns_and_rows() {
        let markdown = "# Talks\n\n## Ends & more\n\n| end | of 100 | |\n| --- | ---: | ---: |\n| walk\\_out | 9.0 [8.1, 9.9] | |\n";
        let html = answer(markdown, &mut Links::default());
        let expected = "<h3>Ends &amp; more</h3>\n\
                        <div class=\"wide\" role=\"group\" aria-label=\"Table: Ends &amp; more\" tabindex=\"0\"><table>\n\
                        <thead><tr><th scope=\"col\">end</th><th scope=\"col\">of 100</th><td></td></tr></thead>\n\
                        <tbody><tr><th scope=\"row\">walk_out</th><td>9.0 [8.1, 9.9]</td><td></td></tr>\n\
                        </tbody></table></div>\n";
        assert_eq!(html, expected);
    }

    #[test]
    fn the_lead_is_what_stands_before_the_parts() {
        let markdown = "# Talks\n\n10 runs.\n\nOf 100 runs, quiet\\_rooms\nsaves 3.\n\n## Ends\n\nmore\n";
        assert_eq!(lead(markdown), ["10 runs.", "Of 100 runs, quiet_rooms saves 3."]);
        assert_eq!(
            line("**Luck.** A `number` <i>"),
            "<strong>Luck.</strong> A <code>number</code> &lt;i&gt;"
        );
    }
}
