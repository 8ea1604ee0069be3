//! Numbers are written so that they read back to the same bits.

use super::*;
use proptest::prelude::*;

const DOMAIN: &str = r#"<negotiation_template><utility_space><objective><issue index="1" name="i">
    <item index="1" value="a"/><item index="2" value="b"/></issue></objective></utility_space></negotiation_template>"#;

fn profile(weight: f64, evaluation: f64, reservation: f64, discount: f64) -> String {
    format!(
        r#"<utility_space><objective><weight index="1" value="{weight:?}"/><issue index="1" name="i">
        <item index="1" value="a" evaluation="{evaluation:?}"/><item index="2" value="b" evaluation="1"/></issue>
        </objective><reservation value="{reservation:?}"/><discount_factor value="{discount:?}"/></utility_space>"#
    )
}

/// Any finite number but -0, which is read as 0.
fn finite() -> impl Strategy<Value = f64> {
    let number = any::<u64>().prop_map(f64::from_bits);
    number.prop_filter("finite", |x| x.is_finite() && *x != 0.0)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn numbers_read_back_to_the_same_bits(
        weight in finite().prop_map(f64::abs),
        evaluation in finite(),
        reservation in finite(),
        discount in 1e-300_f64..1.0,
    ) {
        let profile = profile(weight, evaluation, reservation, discount);
        let folder = folder(&[("d.xml", DOMAIN), ("p.xml", &profile), ("q.xml", &profile)]);
        let scenario = import(folder.path(), 2, Utilities::Raw);
        let party = scenario.party("p");
        let found = [
            scenario.weights("p")[0],
            scenario.values("p")[0][0],
            party["reservation_value"].as_float().unwrap(),
            party["discount"].as_float().unwrap(),
        ];
        prop_assert_eq!(found.map(f64::to_bits), [weight, evaluation, reservation, discount].map(f64::to_bits));
    }

    /// Whatever stands in a file, the import ends with a scenario or with a message.
    #[test]
    fn no_file_ends_in_a_panic(
        cuts in proptest::collection::vec((0_usize..400, "[<>/=\"& a-z0-9.;-]{0,6}"), 1..6),
    ) {
        let mut text = profile(0.5, 2.0, 0.25, 0.5);
        for (at, piece) in &cuts {
            let at = at % text.len();
            let end = (at + piece.len()).min(text.len());
            text.replace_range(at..end, piece);
        }
        let folder = folder(&[("d.xml", DOMAIN), ("p.xml", &text), ("q.xml", &text)]);
        for utilities in [Utilities::Genius, Utilities::Raw] {
            match import_genius(folder.path(), &options(2, utilities)) {
                Ok(scenario) => { Imported::new(scenario); }
                Err(error) => prop_assert!(!error.hint.is_empty() && !error.expected.is_empty()),
            }
        }
    }
}
