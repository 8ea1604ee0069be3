//! Minutes of the talks that are shown as squares, of the scenario as it stands and of each policy, as far as the folder has them
//! and the page has room.

use super::SQUARES;
use super::pack::Packed;
use detente_results::{Folder, MinutesRow, ResultsError, Row};

/// By talk, then policy, the scenario as it stands first; a talk that failed has none.
#[derive(Default)]
pub(super) struct Minutes(Vec<Vec<Option<String>>>);

impl Minutes {
    /// Those of at most so many talks; none where a folder has none.
    pub(super) fn read(folder: &Folder, held: usize) -> Result<Self, ResultsError> {
        if !folder.file(MinutesRow::FILE).is_file() {
            return Ok(Self::default());
        }
        let policies = folder.manifest().policies.len();
        let mut talks = vec![vec![None; policies]; held.min(SQUARES as usize)];
        for row in folder.rows::<MinutesRow>()? {
            let row = row?;
            let talk = talks.get_mut(row.replicate as usize);
            if let Some(place) = talk.and_then(|talk| talk.get_mut(row.point as usize)) {
                *place = Some(row.minutes);
            }
        }
        Ok(Self(talks))
    }

    /// The first talks whose minutes have room in so many bytes of text: how many, and the text. A talk stands beside itself
    /// under the policies: what they have in common is packed once.
    pub(super) fn packed(&self, room: usize) -> (usize, String) {
        let mut told = self.0.len();
        while told > 0 {
            let mut packed = Packed::default();
            packed.bytes(&serde_json::to_vec(&self.0[..told]).unwrap_or_default());
            let text = packed.into_text();
            if text.len() <= room {
                return (told, text);
            }
            told = (told - 1).min(told * room / text.len());
        }
        (0, String::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explorable::pack::unpacked;

    /// Talks whose minutes have little in common.
    fn talks() -> Minutes {
        let text = |talk: u64, policy: u64| {
            let words = (1..400_u64).map(|k| ((talk * 3 + policy + 1) * k * k % 7_919).to_string());
            Some(words.collect::<Vec<_>>().join(" "))
        };
        Minutes((0..40).map(|talk| vec![text(talk, 0), text(talk, 1), None]).collect())
    }

    #[test]
    fn the_first_talks_are_held_that_have_room() {
        let minutes = talks();
        let (told, all) = minutes.packed(usize::MAX);
        assert_eq!(told, 40);
        for room in [all.len(), all.len() - 1, all.len() / 2, 3_000, 10] {
            let (told, text) = minutes.packed(room);
            assert!(text.len() <= room, "{room}: {told} talks take {} bytes", text.len());
            if told > 0 {
                let held: Vec<Vec<Option<String>>> = serde_json::from_slice(&unpacked(&text)).unwrap();
                assert_eq!(held, minutes.0[..told], "{room}");
            }
        }
        let half = minutes.packed(all.len() / 2).0;
        assert!((15..=20).contains(&half), "{half} of 40 talks in half the room");
        assert_eq!(Minutes::default().packed(10), (0, String::new()));
    }
}
