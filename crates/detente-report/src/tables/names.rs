//! Names that can be printed. Where the font lacks a letter of a name, the name is left out, so that the id stands for it.

use detente_results::Manifest;

use crate::font::unprintable;

/// Leaves out all names that cannot be printed and says whether there were any.
pub(super) fn leave_out_unprintable(manifest: &mut Manifest) -> bool {
    let scenario = [&mut manifest.scenario.title].into_iter();
    let policies = manifest.policies.iter_mut().map(|policy| &mut policy.title);
    let parties = manifest.parties.iter_mut().map(|party| &mut party.name);
    let responses = manifest.responses.iter_mut();
    let responses = responses.flat_map(|response| [&mut response.title, &mut response.unit]);
    let units = manifest.factors.iter_mut().map(|factor| &mut factor.unit);
    let mut any = false;
    for name in scenario.chain(policies).chain(parties).chain(responses).chain(units) {
        if !unprintable(name).is_empty() {
            name.clear();
            any = true;
        }
    }
    any
}
