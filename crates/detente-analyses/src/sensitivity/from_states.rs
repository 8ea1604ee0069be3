//! First-order indices from states as they are: the settings of a design that lies all over its values, and the sets of
//! inputs of every run with drawn numbers, without being asked.

use super::{Told, of_means};
use crate::methods::given_data::Bins;
use crate::states::{Input, States, known, values_in};
use crate::study::Study;
use detente_results::SensitivityRow;

/// The index of every input, response by response. What the design varies has no second index from what is drawn.
pub(super) fn tell(study: &Study<'_>, row: &mut dyn FnMut(SensitivityRow)) {
    let settings = States::of_settings(study);
    if let Some(states) = &settings {
        let all: Vec<&Input> = states.inputs.iter().collect();
        of_states(study, states, &all, &str::to_owned, row);
    }
    if let Some(states) = States::of_inputs(study) {
        let varied = study.design.factors();
        let drawn = states.inputs.iter().filter(|input| !varied.contains(&input.name));
        let name = |response: &str| match study.design.lucks() {
            0 | 1 => response.to_owned(),
            _ => of_means(response),
        };
        of_states(study, &states, &drawn.collect::<Vec<_>>(), &name, row);
    }
}

fn of_states(
    study: &Study<'_>,
    states: &States<'_>,
    inputs: &[&Input],
    name: &dyn Fn(&str) -> String,
    row: &mut dyn FnMut(SensitivityRow),
) {
    for (k, response) in study.responses.iter().enumerate() {
        let (known, values) = known(&states.answers(0, k));
        let told = Told {
            response: &name(&response.id),
            n: known.len(),
            left_out: states.count - known.len(),
        };
        for input in inputs {
            let bins = Bins::new(&values_in(input, &known));
            if let Some(index) = bins.and_then(|bins| bins.first_order(&values)) {
                row(told.estimate(&input.name, "given_data", index));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::made_up::{Design, point, point_of_sets};
    use crate::methods::made_up::Luck;
    use crate::sensitivity::Sensitivity;
    use crate::study::{Analysis, Arrangement};

    /// The index of a straight line: five bins leave one part in 25.
    #[test]
    fn the_points_as_they_are_tell_which_factor_it_is() {
        let places: Vec<Vec<f64>> = (0..125)
            .map(|k| vec![f64::from(k) / 125.0, f64::from(k * 37 % 125) / 125.0])
            .collect();
        let points: Vec<_> = std::iter::once(point([]))
            .chain(places.iter().map(|place| point([30.0 * place[0]])))
            .collect();
        let design = Design::of_places(Arrangement::AllOver, places).of_means();
        let rows = design.rows::<Sensitivity>(&points);
        let [much, nothing] = &rows[..] else { panic!("{rows:?}") };
        assert!((much.value - 0.96).abs() < 0.01 && much.n == 125, "{much:?}");
        assert!(nothing.ci_low < Some(0.05) && nothing.value < 0.1, "{nothing:?}");
        assert!(Sensitivity::lacks(&Design::of_places(Arrangement::Apart, Vec::new())).is_some());
    }

    /// `y = 3 x + 4 z`, x drawn and z luck, both uniform: of single runs x explains 9 parts in 25, of the mean of ten lucks
    /// `9 / (9 + 16 / 10)`; another number that is drawn explains nothing.
    #[test]
    fn drawn_numbers_are_told_without_being_asked_for() {
        for (lucks, response, expected) in [(1, "agreement", 0.36), (10, "agreement:mean", 9.0 / 10.6)] {
            let mut luck = Luck::new(lucks);
            let inputs: Vec<Vec<f64>> = (0..2_000).map(|_| vec![luck.unit(), luck.unit()]).collect();
            let mut play = |x: &Vec<f64>| (0..lucks).map(|_| 3.0 * x[0] + 4.0 * luck.unit()).collect::<Vec<f64>>();
            let points = [point_of_sets(inputs.iter().map(&mut play).collect::<Vec<_>>())];
            let rows = Design::of_inputs(inputs, lucks).rows::<Sensitivity>(&points);
            let [much, nothing] = &rows[..] else { panic!("{rows:?}") };
            assert_eq!(
                (&*much.response, &*much.factor, &*much.index),
                (response, "x0", "given_data")
            );
            assert!((much.value - expected).abs() < 0.05, "{much:?}, expected {expected}");
            assert!(nothing.ci_low < Some(0.0) && nothing.ci_high > Some(0.0), "{nothing:?}");
        }
    }

    #[test]
    fn a_factor_that_is_drawn_as_well_is_told_once() {
        let places: Vec<Vec<f64>> = (0..27).map(|k| vec![f64::from(k)]).collect();
        let mut points = vec![point_of_sets((0..27).map(|k| vec![f64::from(k)]))];
        points.extend((0..27).map(|k| point([f64::from(k)])));
        let design = Design {
            drawn: vec!["x0".into()],
            inputs: places.clone(),
            ..Design::of_places(Arrangement::AllOver, places)
        };
        assert_eq!(design.rows::<Sensitivity>(&points).len(), 1);
    }
}
