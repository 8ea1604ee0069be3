//! A sheet onto a backend of plotters: the only place that knows pixels and formats.

use ab_glyph::ScaleFont;
use plotters::backend::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, FontTransform, RGBAColor, ShapeStyle, TextStyle};

use crate::error::ReportError;
use crate::figures::Picture;
use crate::font::FAMILY;
use crate::palette::{Ink, WHITE};
use crate::sheet::{Anchor, Mark, Point, Sheet, Text, WIDTH};

/// Both formats draw on this grid: 381 dots per inch in print.
pub(crate) const PIXELS_PER_MM: f64 = 15.0;

/// How a backend takes a text.
#[derive(Clone, Copy)]
enum Lettering {
    /// As an element, which a viewer sets.
    Elements,
    /// As pixels, which we set: the backend would put each letter at its pen, without its bearing.
    Pixels,
}

/// What the SVG backend makes of a size, and how far below its place it hangs a text, in ems.
const SVG_SIZE: f64 = 1.24;
const SVG_DROP: f64 = 0.76;

/// The figure as SVG, 160 mm wide.
pub(crate) fn svg(picture: &Picture) -> Result<String, ReportError> {
    let (width, height) = size(&picture.sheet);
    let mut drawn = String::new();
    paint(
        &picture.sheet,
        SVGBackend::with_string(&mut drawn, (width, height)),
        Lettering::Elements,
    )
    .map_err(|reason| failed(&picture.name, reason))?;
    let (opening, marks) = drawn.split_once('\n').unwrap_or((&drawn, ""));
    let in_pixels = format!("width=\"{width}\" height=\"{height}\"");
    let in_print = format!(
        "width=\"{WIDTH}mm\" height=\"{:.2}mm\"",
        f64::from(height) / PIXELS_PER_MM
    );
    let opening = opening.replacen(&in_pixels, &in_print, 1);
    Ok(well_formed(&format!("{}\n{marks}", spoken(&opening, picture))))
}

/// The opening tag of an SVG with what a screen reader says. A page may take in several figures, so the names of the
/// parts carry that of the figure.
fn spoken(opening: &str, picture: &Picture) -> String {
    let Picture { name, title, text, .. } = picture;
    let opening = opening.trim_end().trim_end_matches('>');
    format!(
        "{opening} role=\"img\" aria-labelledby=\"{name}-title {name}-text\">\n<title id=\"{name}-title\">{}</title>\n\
         <desc id=\"{name}-text\">{}</desc>",
        escaped(title),
        escaped(text)
    )
}

/// Text as it stands in XML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// XML without the characters that XML 1.0 (section 2.2) does not allow, whatever a results folder says.
fn well_formed(xml: &str) -> String {
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
    xml.chars()
        .map(|c| if allowed(c) { c } else { char::REPLACEMENT_CHARACTER })
        .collect()
}

/// The figure as PNG, which says its title and text too.
pub(crate) fn png(picture: &Picture) -> Result<Vec<u8>, ReportError> {
    let (width, height) = size(&picture.sheet);
    let mut pixels = vec![0; 3 * width as usize * height as usize];
    let backend = BitMapBackend::with_buffer(&mut pixels, (width, height));
    paint(&picture.sheet, backend, Lettering::Pixels).map_err(|reason| failed(&picture.name, reason))?;
    encoded(picture, (width, height), &pixels).map_err(|error| failed(&picture.name, error.to_string()))
}

fn encoded(picture: &Picture, (width, height): (u32, u32), pixels: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // Flat colours repeat: they pack best as they are.
    encoder.set_filter(png::FilterType::NoFilter);
    encoder.set_compression(png::Compression::Default);
    encoder.add_itxt_chunk("Title".to_owned(), picture.title.clone())?;
    encoder.add_itxt_chunk("Description".to_owned(), picture.text.clone())?;
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(bytes)
}

fn failed(figure: &str, reason: String) -> ReportError {
    ReportError::Drawing {
        figure: figure.to_owned(),
        reason,
    }
}

fn size(sheet: &Sheet) -> (u32, u32) {
    let pixels = |length: f64| (length * PIXELS_PER_MM).ceil() as u32;
    (pixels(WIDTH), pixels(sheet.height))
}

fn paint<B: DrawingBackend>(sheet: &Sheet, mut backend: B, lettering: Lettering) -> Result<(), String> {
    let (width, height) = backend.get_size();
    let whole = (width as i32, height as i32);
    backend
        .draw_rect((0, 0), whole, &colour(WHITE), true)
        .map_err(|error| error.to_string())?;
    for mark in &sheet.marks {
        match mark {
            Mark::Line { points, width, ink } => {
                let stroke_width = (width * PIXELS_PER_MM).round().max(1.0) as u32;
                let style = ShapeStyle {
                    color: colour(*ink),
                    filled: false,
                    stroke_width,
                };
                backend.draw_path(points.iter().map(|point| pixel(*point)), &style)
            }
            Mark::Area { points, ink } => backend.fill_polygon(points.iter().map(|point| pixel(*point)), &colour(*ink)),
            Mark::Disc { centre, radius, ink } => {
                let radius = (radius * PIXELS_PER_MM).round() as u32;
                backend.draw_circle(pixel(*centre), radius, &colour(*ink), true)
            }
            Mark::Text(text) => match lettering {
                Lettering::Elements => {
                    let (style, at) = element(text);
                    backend.draw_text(&text.text, &style, at)
                }
                Lettering::Pixels => pixels(text).into_iter().try_for_each(|(at, cover)| {
                    backend.draw_pixel(at, colour(text.ink.thinned(cover)).to_backend_color())
                }),
            },
        }
        .map_err(|error| error.to_string())?;
    }
    backend.present().map_err(|error| error.to_string())
}

/// A text as the SVG backend takes it.
fn element(text: &Text) -> (TextStyle<'static>, (i32, i32)) {
    let em = text.font.em();
    let drop = SVG_DROP * em;
    let (x, y) = text.at;
    let (at, transform) = if text.upwards {
        ((x - drop, y), FontTransform::Rotate270)
    } else {
        ((x, y - drop), FontTransform::None)
    };
    let h_pos = match text.anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    let weight = if text.font.bold {
        FontStyle::Bold
    } else {
        FontStyle::Normal
    };
    let font = FontDesc::new(FontFamily::Name(FAMILY), em * PIXELS_PER_MM * SVG_SIZE, weight).transform(transform);
    let style = TextStyle {
        font,
        color: colour(text.ink).to_backend_color(),
        pos: Pos::new(h_pos, VPos::Top),
    };
    (style, pixel(at))
}

/// The pixels of a text, and how much of each it covers.
fn pixels(text: &Text) -> Vec<((i32, i32), f64)> {
    let font = text.font.scaled(PIXELS_PER_MM);
    let (letters, width) = text.font.letters(&text.text, PIXELS_PER_MM);
    let start = match text.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => -width / 2.0,
        Anchor::End => -width,
    };
    let (x, y) = pixel(text.at);
    let mut pixels = Vec::new();
    for (letter, pen) in letters {
        let glyph = letter.with_scale_and_position(font.scale(), ((start + pen) as f32, 0.0));
        let Some(outline) = font.outline_glyph(glyph) else {
            continue;
        };
        let corner = outline.px_bounds().min;
        outline.draw(|right, down, cover| {
            let (right, down) = (corner.x as i32 + right as i32, corner.y as i32 + down as i32);
            let at = if text.upwards {
                (x + down, y - right)
            } else {
                (x + right, y + down)
            };
            pixels.push((at, f64::from(cover.min(1.0))));
        });
    }
    pixels
}

fn colour(ink: Ink) -> RGBAColor {
    let (red, green, blue) = ink.rgb;
    RGBAColor(red, green, blue, ink.cover)
}

fn pixel((x, y): Point) -> (i32, i32) {
    ((x * PIXELS_PER_MM).round() as i32, (y * PIXELS_PER_MM).round() as i32)
}

#[cfg(test)]
mod tests {
    use super::well_formed;

    #[test]
    fn what_xml_forbids_is_replaced() {
        assert_eq!(
            well_formed("<a>\u{1b}[2J\u{0}\u{fffe}é🕊\n</a>"),
            "<a>\u{fffd}[2J\u{fffd}\u{fffd}é🕊\n</a>"
        );
    }
}
