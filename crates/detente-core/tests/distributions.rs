//! Quantiles of every distribution against values worked out with 40 digits (mpmath 1.4.1: the distribution functions from
//! their series, inverted by bisection; SciPy 1.17.1 agrees to 1e-11 where nothing is cut off near 0), and arguments made
//! up at random: whatever a number says, it is refused, or nothing but numbers inside the range comes out.

use detente_core::{Form, Number, Parameter, Sampler};

/// Where the quantiles are looked at.
const UNIFORMS: [f64; 4] = [1e-9, 1e-6, 0.5, 1.0 - 1e-6];

type Reference = (Form, [f64; 2], [f64; 4]);

/// Form, range, quantiles: all, or all but nothing, lies inside the range.
const UNCUT: [Reference; 12] = [
    (
        Form::Normal(0.4, 0.05),
        [-100.0, 100.0],
        [0.100_109_649_249_616, 0.162_328_784_558_855, 0.4, 0.637_671_215_440_854],
    ),
    (
        Form::Uniform(1.0, 3.0),
        [-10.0, 10.0],
        [1.000_000_002, 1.000_002, 2.0, 2.999_998],
    ),
    (
        Form::LogUniform(0.001, 10.0),
        [-100.0, 100.0],
        [
            0.001_000_000_009_210_34,
            0.001_000_009_210_382_79,
            0.1,
            9.999_907_897_020_43,
        ],
    ),
    (
        Form::Triangular(0.0, 0.2, 1.0),
        [-10.0, 10.0],
        [
            1.414_213_562_373_1e-5,
            0.000_447_213_595_499_958,
            0.367_544_467_966_324,
            0.999_105_572_808_987,
        ],
    ),
    (
        Form::LogNormal(-1.0, 0.5),
        [0.0, 1_000_000_000.0],
        [
            0.018_335_732_863_771_2,
            0.034_159_581_735_575_6,
            0.367_879_441_171_442,
            3.961_854_225_377_54,
        ],
    ),
    (
        Form::Beta(2.0, 3.0),
        [0.0, 1.0],
        [
            1.291_005_560_032_2e-5,
            0.000_408_359_460_204_257,
            0.385_727_568_132_39,
            0.993_690_426_329_795,
        ],
    ),
    (
        Form::Beta(0.5, 0.5),
        [0.0, 1.0],
        [
            2.467_401_100_272_34e-18,
            2.467_401_100_270_31e-12,
            0.5,
            0.999_999_999_997_533,
        ],
    ),
    (
        Form::Beta(2.0, 50.0),
        [0.0, 1.0],
        [
            8.856_276_962_566_65e-7,
            2.801_842_033_585_87e-5,
            0.032_690_849_916_220_2,
            0.281_485_961_284,
        ],
    ),
    (
        Form::Beta(30.0, 2.0),
        [0.0, 1.0],
        [
            0.455_730_736_455_086,
            0.578_311_113_114_566,
            0.946_447_947_882_997,
            0.999_953_605_308_708,
        ],
    ),
    (
        Form::Beta(80.0, 8.0),
        [0.0, 1.0],
        [
            0.635_141_036_625_423,
            0.704_824_480_557_556,
            0.912_185_942_874_382,
            0.991_347_328_132_879,
        ],
    ),
    (
        Form::Beta(1000.0, 3.0),
        [0.0, 1.0],
        [
            0.973_706_155_856_905,
            0.981_071_345_354_777,
            0.997_332_174_580_573,
            0.999_981_764_113_265,
        ],
    ),
    (
        Form::Beta(1e5, 2e5),
        [0.0, 1.0],
        [
            0.328_184_339_266_103,
            0.329_250_305_744_763,
            0.333_332_962_962_506,
            0.337_432_356_935_509,
        ],
    ),
];

/// Form, range, quantiles: part is cut off, down to a tail of 3e-7.
const CUT: [Reference; 9] = [
    (
        Form::Normal(0.4, 0.3),
        [0.0, 1.0],
        [
            1.620_702_838_319_95e-9,
            1.620_697_007_131_34e-6,
            0.425_772_641_421_011,
            0.999_995_076_820_261,
        ],
    ),
    (
        Form::Normal(0.0, 1.0),
        [5.0, 9.0],
        [
            5.000_000_000_192_81,
            5.000_000_192_808_2,
            5.132_018_332_044_22,
            7.206_685_189_770_45,
        ],
    ),
    (
        Form::Uniform(-1.0, 0.5),
        [0.0, 1.0],
        [5.0e-10, 5.0e-7, 0.25, 0.499_999_5],
    ),
    (
        Form::LogUniform(0.001, 10.0),
        [0.5, 1.0],
        [
            0.500_000_000_346_574,
            0.500_000_346_573_71,
            core::f64::consts::FRAC_1_SQRT_2,
            0.999_999_306_853_06,
        ],
    ),
    (
        Form::Triangular(0.0, 0.2, 1.0),
        [0.7, 10.0],
        [
            0.700_000_000_15,
            0.700_000_150_000_037,
            0.787_867_965_644_036,
            0.999_699_999_999_996,
        ],
    ),
    (
        Form::LogNormal(-1.0, 0.5),
        [3.0, 100.0],
        [
            3.000_000_000_339_83,
            3.000_000_339_830_91,
            3.240_851_937_062_04,
            10.288_001_002_901_6,
        ],
    ),
    (
        Form::Beta(200.0, 20.0),
        [0.1, 1.0],
        [
            0.753_020_338_705_746,
            0.791_871_578_472_419,
            0.910_330_043_906_409,
            0.974_709_362_572_078,
        ],
    ),
    (
        Form::Beta(0.01, 0.02),
        [0.001, 0.9],
        [
            0.001_000_000_009_396_65,
            0.001_000_009_396_694_81,
            0.090_441_884_828_716_6,
            0.899_999_171_866_079,
        ],
    ),
    (
        Form::Beta(2.0, 6.0),
        [0.9, 1.0],
        [
            0.900_000_000_016_931,
            0.900_000_016_931_224,
            0.911_063_206_429_789,
            0.990_134_289_952_733,
        ],
    ),
];

fn parameter(range: [f64; 2]) -> Parameter {
    Parameter {
        name: "made_up",
        meaning: "",
        unit: "",
        range,
        default: range[0],
        absent: range[0],
        whole: false,
        source: "",
    }
}

fn of(form: Form) -> Number {
    Number {
        form,
        min: None,
        max: None,
    }
}

fn sampler(number: &Number, range: [f64; 2]) -> Sampler {
    assert_eq!(number.check(&parameter(range)), Ok(()), "{number} in {range:?}");
    Sampler::new(number, &parameter(range))
}

#[test]
fn quantiles_are_exact_in_both_tails() {
    // Where something is cut off, what is left of the chances is known to 1e-16 of all.
    for (references, absolute) in [(UNCUT.as_slice(), 0.0), (CUT.as_slice(), 1e-15)] {
        for (form, range, quantiles) in references {
            let sampler = sampler(&of(form.clone()), *range);
            for (uniform, expected) in UNIFORMS.into_iter().zip(quantiles) {
                let (found, within) = (sampler.at(uniform), 1e-9 * expected.abs() + absolute);
                assert!(
                    (found - expected).abs() <= within,
                    "{form:?} in {range:?} at {uniform:e}: {found:e}, expected {expected:e}"
                );
            }
        }
    }
}

/// The mean is a / (a + b), the variance a b / ((a + b)^2 (a + b + 1)): Johnson, Kotz & Balakrishnan 1995, ch. 25.
#[test]
fn moments_of_the_beta_are_right() {
    const DRAWS: usize = 100_000;
    for (a, b) in [(2.0, 50.0), (80.0, 8.0), (0.5, 0.5), (3.0, 1.0)] {
        let sampler = sampler(&of(Form::Beta(a, b)), [0.0, 1.0]);
        let values: Vec<f64> = (0..DRAWS)
            .map(|k| sampler.at((k as f64 + 0.5) / DRAWS as f64))
            .collect();
        let mean = values.iter().sum::<f64>() / DRAWS as f64;
        let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / DRAWS as f64;
        let (total, sd) = (a + b, libm::sqrt(variance));
        let expected = libm::sqrt(a * b / (total * total * (total + 1.0)));
        assert!((mean - a / total).abs() < 1e-6, "beta [{a}, {b}]: mean {mean}");
        assert!(
            (sd - expected).abs() < 1e-4 * expected,
            "beta [{a}, {b}]: sd {sd}, expected {expected}"
        );
    }
}

/// SplitMix64 (Steele, Lea & Flood 2014).
struct Luck(u64);

impl Luck {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }

    /// A number of any size: usual, at the end of what floats hold, or none at all.
    fn argument(&mut self) -> f64 {
        const ODD: [f64; 14] = [
            0.0,
            -0.0,
            5e-324,
            f64::MIN_POSITIVE,
            1e-300,
            1e-15,
            1e15,
            1e200,
            f64::MAX,
            f64::MIN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NAN,
            0.999_999_999_999_999_9,
        ];
        match self.below(8) {
            0 => ODD[self.below(ODD.len())],
            1 => libm::pow(10.0, 640.0 * self.unit() - 325.0),
            2 => -libm::pow(10.0, 20.0 * self.unit() - 10.0),
            3 | 4 => libm::pow(10.0, 20.0 * self.unit() - 10.0),
            5 => 100.0 * self.unit(),
            _ => self.unit(),
        }
    }

    /// Arguments in order, most of the time.
    fn arguments<const N: usize>(&mut self) -> [f64; N] {
        let mut arguments = std::array::from_fn(|_| self.argument());
        if self.below(5) > 0 {
            arguments.sort_by(f64::total_cmp);
        }
        arguments
    }

    fn form(&mut self, which: usize) -> Form {
        let [a, b] = [self.argument(), self.argument()];
        match which {
            0 => Form::Constant(a),
            1 => Form::Normal(a, b),
            2 => {
                let [a, b] = self.arguments();
                Form::Uniform(a, b)
            }
            3 => {
                let [a, b] = self.arguments();
                Form::LogUniform(a, b)
            }
            4 => {
                let [a, c, b] = self.arguments();
                Form::Triangular(a, c, b)
            }
            5 => Form::Beta(a, b),
            6 => Form::LogNormal(40.0 * (self.unit() - 0.5) * a.signum(), b),
            _ => Form::Choice((0..self.below(4)).map(|_| self.argument()).collect()),
        }
    }

    fn range(&mut self) -> [f64; 2] {
        const USUAL: [[f64; 2]; 6] = [
            [0.0, 1.0],
            [0.000_001, 1.0],
            [-10.0, 10.0],
            [0.0, 10_000.0],
            [-1e9, 1e9],
            [0.001, 1e9],
        ];
        if self.below(4) > 0 {
            return USUAL[self.below(USUAL.len())];
        }
        let [a, b] = [0, 1].map(|_| libm::pow(10.0, 18.0 * self.unit() - 9.0));
        [a.min(b), a.max(b)]
    }

    fn bound(&mut self) -> Option<f64> {
        (self.below(4) == 0).then(|| self.argument())
    }
}

/// Holds what comes out of a number, if it is let pass, to its range and to its order.
fn assert_sound(number: &Number, parameter: &Parameter) -> bool {
    const UNIFORMS: [f64; 11] = [0.0, 1e-10, 1e-9, 1e-6, 0.01, 0.3, 0.5, 0.7, 0.99, 1.0 - 1e-9, 1.0];
    if let Err(unfit) = number.check(parameter) {
        assert!(!unfit.found.is_empty() && !unfit.expected.is_empty(), "{number:?}");
        return false;
    }
    let sampler = Sampler::new(number, parameter);
    let values = UNIFORMS.map(|uniform| sampler.at(uniform));
    let [low, high] = parameter.range;
    let inside =
        |x: &f64| (low..=high).contains(x) && number.min.is_none_or(|m| *x >= m) && number.max.is_none_or(|m| *x <= m);
    assert!(
        values.iter().all(inside),
        "{number:?} in {:?}: {values:?}",
        parameter.range
    );
    if parameter.whole {
        assert!(values.iter().all(|x| x.fract() == 0.0), "{number:?}: {values:?}");
    }
    // The two halves of a quantile are worked out apart and may miss each other by the last digits. A choice has no order.
    let ordered = |w: &[f64]| w[0] <= w[1] + 1e-12 * w[1].abs();
    let is_choice = matches!(number.form, Form::Choice(_));
    assert!(is_choice || values.windows(2).all(ordered), "{number:?}: {values:?}");
    true
}

#[test]
fn whatever_a_number_says_it_is_refused_or_gives_numbers_of_its_range() {
    const EACH: usize = 2_000;
    let mut luck = Luck(10);
    for which in 0..8 {
        let mut passed = 0;
        for _ in 0..EACH {
            let number = Number {
                form: luck.form(which),
                min: luck.bound(),
                max: luck.bound(),
            };
            let whole = luck.below(5) == 0;
            let range = luck.range();
            let parameter = Parameter {
                whole,
                ..parameter(if whole { range.map(f64::round) } else { range })
            };
            passed += usize::from(assert_sound(&number, &parameter));
        }
        assert!(passed > EACH / 100, "form {which}: only {passed} passed");
    }
}

/// The shapes that people write, in all pairs, whole or cut at either end.
#[test]
fn every_ordinary_beta_can_be_drawn() {
    const SHAPES: [f64; 13] = [0.01, 0.1, 0.5, 1.0, 2.0, 3.0, 8.0, 20.0, 30.0, 80.0, 200.0, 1000.0, 1e6];
    for (a, b) in SHAPES.into_iter().flat_map(|a| SHAPES.map(|b| (a, b))) {
        for [low, high] in [[0.0, 1.0], [0.000_001, 1.0], [0.1, 1.0], [0.0, 0.9]] {
            let number = of(Form::Beta(a, b));
            let passed = assert_sound(&number, &parameter([low, high]));
            let mean = a / (a + b);
            assert!(
                passed || mean < 2.0 * low || mean > 0.5 * (1.0 + high),
                "{number} in [{low}, {high}]"
            );
        }
    }
}

#[test]
fn arguments_that_no_number_can_be_drawn_of_are_refused() {
    let wide = parameter([0.0, 1e9]);
    for form in [
        Form::Beta(1e7, 1.0),
        Form::Beta(1e308, 1e308),
        Form::Beta(0.0, 1.0),
        Form::Triangular(0.0, 0.5, 1e200),
        Form::LogUniform(5e-324, 1.0),
        Form::LogNormal(-1000.0, 1.0),
        Form::Normal(0.0, 1e300),
        Form::Uniform(-1e308, 1e308),
        Form::Choice(vec![1.0, 1e300]),
    ] {
        assert!(of(form.clone()).check(&wide).is_err(), "{form:?}");
    }
}

#[test]
fn counts_are_drawn_as_whole_numbers() {
    let days = Parameter {
        whole: true,
        ..parameter([1.0, 100.0])
    };
    let count = |form: Form, value: f64, draws: u32| {
        let sampler = Sampler::new(&of(form), &days);
        let uniform = |k: u32| (f64::from(k) + 0.5) / f64::from(draws);
        (0..draws).filter(|k| sampler.at(uniform(*k)) == value).count()
    };
    for day in 11..=17 {
        assert_eq!(count(Form::Uniform(10.5, 17.5), f64::from(day), 7000), 1000, "{day}");
    }
    // The ends of a range of whole numbers come half as often.
    let ends = [11.0, 14.0, 17.0].map(|day| count(Form::Uniform(11.0, 17.0), day, 6000));
    assert_eq!(ends, [500, 1000, 500]);
}

/// A value at either end of the range is inside it.
#[test]
fn a_choice_keeps_the_ends_of_the_range() {
    let flag = parameter([0.0, 1.0]);
    assert_eq!(of(Form::Choice(vec![0.0, 5.0])).check(&flag), Ok(()));
    assert!(of(Form::Choice(vec![-1.0, 5.0])).check(&flag).is_err());
    // In whatever order it is written.
    assert_eq!(of(Form::Choice(vec![0.6, 0.2, 0.4, 0.0])).check(&flag), Ok(()));
}
