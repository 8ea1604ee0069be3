//! What packages are worth to the parties in one run.

use detente_bargaining::{Linkage, TOLERANCE};
use detente_core::terms::PartyTerms;
use detente_core::{ByRow, OptionIx, Party, PartyIx, Registry};
use detente_lab::situation::worths;
use detente_lab::watch::Account;

/// Everybody's utilities and reservation values, with the numbers of the account.
#[derive(Debug, Clone)]
pub(super) struct Worths {
    /// By party: what each option adds.
    options: ByRow<Party, Vec<Vec<f64>>>,
    /// By party: what options add together.
    linkages: ByRow<Party, Vec<Vec<Linkage>>>,
    /// By party, as the run began.
    reservation_values: ByRow<Party, Vec<f64>>,
}

impl Worths {
    /// None where there is nothing to bargain over.
    pub(super) fn of(account: &Account, registry: &Registry) -> Option<Self> {
        let model = &*account.model;
        let (options, linkages): (Vec<_>, Vec<_>) = worths(model, registry, &account.numbers)?.into_iter().unzip();
        let terms: Vec<PartyTerms> = account.numbers.rows(model, registry);
        Some(Self {
            options: ByRow::new(options),
            linkages: ByRow::new(linkages),
            reservation_values: terms.iter().map(|t| t.reservation_value).collect(),
        })
    }

    /// What a package is worth to a party.
    pub(super) fn utility(&self, party: PartyIx, package: &[OptionIx]) -> f64 {
        let additive: f64 = package.iter().map(|&option| self.options[party][option.ix()]).sum();
        let stands = |link: &&Linkage| {
            link.options
                .iter()
                .all(|&option| package.contains(&OptionIx::new(option)))
        };
        let linked: f64 = self.linkages[party].iter().filter(stands).map(|link| link.value).sum();
        additive + linked
    }

    /// Whether a package gives a party its reservation value, but for the rounding of a sum.
    pub(super) fn reaches(&self, party: PartyIx, package: &[OptionIx]) -> bool {
        let scale: f64 = package
            .iter()
            .map(|&option| self.options[party][option.ix()].abs())
            .sum();
        self.utility(party, package) >= self.reservation_values[party] - TOLERANCE * scale
    }

    /// What a party has without an agreement, before anything changes it.
    pub(super) fn reservation_value(&self, party: PartyIx) -> f64 {
        self.reservation_values[party]
    }
}
