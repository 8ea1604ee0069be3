//! The page around the script: one file, with a policy that forbids it every network and every script but its own.

use super::{Data, script};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

const BODY: &str = include_str!("../../web/explorable/body.html");
const STYLE: &str = include_str!("../../web/explorable/style.css");

/// The heading, which is there before any script has run.
const HEADING: &str = "<h1></h1>";

/// The page.
pub(super) fn html(title: &str, data: &Data<'_>) -> String {
    let (script, title) = (script::joined(), escaped(title));
    let body = BODY.replace(HEADING, &format!("<h1>{title}</h1>"));
    let policy = format!(
        "default-src 'none'; script-src {}; style-src {}; img-src data:; base-uri 'none'; form-action 'none'",
        fingerprint(&script),
        fingerprint(STYLE)
    );
    format!(
        "<!DOCTYPE html>\n\
         <html lang=\"en\">\n\
         <head>\n\
         <meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <title>{title}</title>\n\
         <style>{STYLE}</style>\n\
         </head>\n\
         <body>\n\
         {body}\
         <script type=\"application/json\" id=\"data\">{}</script>\n\
         <script type=\"module\">{script}</script>\n\
         </body>\n\
         </html>\n",
        json(data)
    )
}

/// The data as JSON that ends no script.
fn json(data: &Data<'_>) -> String {
    let json = serde_json::to_string(data).unwrap_or_default();
    json.replace('<', "\\u003c")
}

/// How a policy names what it lets through.
fn fingerprint(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// Text as HTML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(letter),
        }
    }
    out
}
