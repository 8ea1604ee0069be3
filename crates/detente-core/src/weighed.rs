//! What options are worth on day 0, with numbers that are given: what runs begin with, for whoever looks before the talks.

use crate::case::Case;
use crate::facts::{Scale, Support, Worth};
use crate::kind::Party;
use crate::model::Model;
use crate::preferences::{Given, Scratch, weigh_party};
use crate::row::{ByRow, Indexed, PerRow};
use crate::terms::{ConstituencyTerms, EmphasisTerms, LinkageTerms, OptionTerms, StakeTerms, StanceTerms};
use std::sync::Arc;

/// The numbers that stakes are made of, one table per kind of rows, all rows in the order of the model.
#[derive(Debug, Clone, Default)]
pub struct StakeTables {
    /// Weights and positions.
    pub stakes: Vec<StakeTerms>,
    /// Options, whoever looks at them.
    pub options: Vec<OptionTerms>,
    /// Options, as each party sees them.
    pub stances: Vec<StanceTerms>,
    /// Groups at home.
    pub constituencies: Vec<ConstituencyTerms>,
    /// What groups stress.
    pub emphases: Vec<EmphasisTerms>,
    /// Linkages.
    pub linkages: Vec<LinkageTerms>,
}

/// What packages are made of for one party.
#[derive(Debug, Clone)]
pub struct Weighed {
    /// What each option adds to utility, by flat option.
    pub worths: Vec<f64>,
    /// What the value of a linkage is multiplied by.
    pub linkage_unit: f64,
    /// What each option adds to support at home, net of what it demands of ratification.
    pub supports: Vec<f64>,
    /// The scales that noise and thresholds are measured on.
    pub scale: Scale,
}

impl PerRow for Weighed {
    type Row = Party;
}

/// What options are worth to each party, in file order.
pub fn weighed(model: &Model, tables: &StakeTables) -> Vec<Weighed> {
    let case = Case::new(Arc::new(model.clone()));
    let given = Given {
        stakes: model.by_issue(&tables.stakes[..]),
        options: &tables.options,
        stances: model.by_option(&tables.stances[..]),
        groups: &tables.constituencies,
        emphases: &tables.emphases,
        links: &tables.linkages,
    };
    let mut scratch = Scratch::default();
    let mut worths = vec![Worth::default(); model.options.len()];
    let mut supports = vec![Support::default(); model.options.len()];
    let mut of_party = |party| {
        let (scale, linkage_unit) = weigh_party(
            &case,
            party,
            &given,
            &mut scratch,
            &mut ByRow::new(&mut worths),
            &mut ByRow::new(&mut supports),
        );
        Weighed {
            worths: worths.iter().map(|worth| worth.0).collect(),
            linkage_unit,
            supports: supports.iter().map(|support| support.0).collect(),
            scale,
        }
    };
    model.parties.indices().map(&mut of_party).collect()
}
