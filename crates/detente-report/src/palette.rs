//! Colours that people with any colour vision can tell apart, on screen and in print.

/// A colour, red, green and blue, and how much it covers what is below it, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ink {
    pub(crate) rgb: (u8, u8, u8),
    pub(crate) cover: f64,
}

impl Ink {
    const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self {
            rgb: (red, green, blue),
            cover: 1.0,
        }
    }

    /// The same colour, covering only this much.
    pub(crate) const fn thinned(self, cover: f64) -> Self {
        Self { rgb: self.rgb, cover }
    }

    /// Black or white, whichever is read better on this colour.
    pub(crate) fn contrast(self) -> Self {
        let (red, green, blue) = self.rgb;
        let luminance = 0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue);
        if luminance < 130.0 { WHITE } else { TEXT }
    }
}

pub(crate) const WHITE: Ink = Ink::new(255, 255, 255);
/// Text and the data's own lines.
pub(crate) const TEXT: Ink = Ink::new(25, 25, 25);
/// Subtitles and captions.
pub(crate) const QUIET: Ink = Ink::new(85, 85, 85);
/// Axes.
pub(crate) const AXIS: Ink = Ink::new(110, 110, 110);
/// Grid lines.
pub(crate) const GRID: Ink = Ink::new(222, 222, 222);
/// Every other row of a list.
pub(crate) const STRIPE: Ink = Ink::new(245, 245, 245);

/// Okabe and Ito (2008), ordered so that the first few differ most; their yellow is too pale for lines on white.
pub(crate) const SERIES: [Ink; 6] = [
    Ink::new(0, 114, 178),
    Ink::new(213, 94, 0),
    Ink::new(0, 158, 115),
    Ink::new(204, 121, 167),
    Ink::new(86, 180, 233),
    Ink::new(230, 159, 0),
];

/// Viridis (Smith and van der Walt 2015) at tenths: lightness rises evenly, in grey too.
const VIRIDIS: [(u8, u8, u8); 11] = [
    (0x44, 0x01, 0x54),
    (0x48, 0x24, 0x75),
    (0x41, 0x44, 0x87),
    (0x35, 0x5f, 0x8d),
    (0x2a, 0x78, 0x8e),
    (0x21, 0x91, 0x8c),
    (0x22, 0xa8, 0x84),
    (0x44, 0xbf, 0x70),
    (0x7a, 0xd1, 0x51),
    (0xbd, 0xdf, 0x26),
    (0xfd, 0xe7, 0x25),
];

/// The colour of a value on a scale from 0 to 1.
pub(crate) fn on_scale(value: f64) -> Ink {
    let place = value.clamp(0.0, 1.0) * 10.0;
    let below = place.floor().min(9.0);
    let (low, high) = (VIRIDIS[below as usize], VIRIDIS[below as usize + 1]);
    let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * (place - below)).round() as u8;
    Ink::new(mix(low.0, high.0), mix(low.1, high.1), mix(low.2, high.2))
}

#[cfg(test)]
mod tests {
    use super::{Ink, TEXT, WHITE, on_scale};

    #[test]
    fn the_scale_runs_from_dark_to_light() {
        assert_eq!(on_scale(0.0), Ink::new(0x44, 0x01, 0x54));
        assert_eq!(on_scale(0.5), Ink::new(0x21, 0x91, 0x8c));
        assert_eq!(on_scale(7.0), Ink::new(0xfd, 0xe7, 0x25));
        assert_eq!((on_scale(0.0).contrast(), on_scale(1.0).contrast()), (WHITE, TEXT));
    }
}
