//! What figures leave out, so that nobody takes them for all there is.

use super::Told;
use super::over_design::FEW_RUNS;
use super::page::Piece;
use crate::wording::list;
use detente_analyses::movement::{Group, SHOWN, most_moving};

pub(super) fn pieces(told: &Told<'_>) -> Vec<Piece> {
    let experiment = &told.plan.experiment;
    let is_of_few_runs = experiment.replicates < FEW_RUNS && told.plan.waves.points > told.policies() as u64;
    if !experiment.figures.is_empty() || is_of_few_runs {
        return Vec::new();
    }
    of_groups(&told.done.moving).into_iter().map(Piece::Text).collect()
}

/// Which variables are drawn, where not all are.
fn of_groups(groups: &[Group]) -> Option<String> {
    let name = |group: &&Group| group.name.replace('_', " ");
    let shown: Vec<String> = most_moving(groups, SHOWN).iter().map(name).collect();
    (groups.len() > SHOWN).then(|| {
        format!(
            "Of {} variables that move while they talk, figures show the {} that move most: {}. Where [output] figures names \
             bands, all are drawn.",
            groups.len(),
            shown.len(),
            list(&shown)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use detente_analyses::movement::Course;

    fn groups(count: usize) -> Vec<Group> {
        let group = |place: usize| Group {
            name: format!("state_{place}"),
            courses: vec![Course {
                actor: String::new(),
                rows: Vec::new(),
            }],
        };
        (0..count).map(group).collect()
    }

    #[test]
    fn what_is_left_out_is_told_with_the_way_to_it() {
        assert_eq!(of_groups(&groups(SHOWN)), None);
        let told = of_groups(&groups(SHOWN + 2)).expect("a sentence");
        assert!(
            told.starts_with("Of 8 variables that move while they talk, figures show the 6 that move most: state 0, ")
        );
        assert!(
            told.ends_with("state 5. Where [output] figures names bands, all are drawn."),
            "{told}"
        );
    }
}
