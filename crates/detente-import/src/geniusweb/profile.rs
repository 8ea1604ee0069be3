//! A profile: what one party makes of the issues.

use super::domain::{Domain, Issue, Options};
use super::json::Json;
use super::value::Value;
use crate::error::{ImportError, ImportProblem::Profile as PROFILE};
use crate::scenario::Profile;
use detente_scenario::{did_you_mean, quote, quoted};

/// The kind of profile that is a weighted sum.
pub(super) const LINEAR: &str = "LinearAdditiveUtilitySpace";
/// Keys of such a profile.
const KEYS: [&str; 5] = ["issueUtilities", "issueWeights", "domain", "name", "reservationBid"];
/// What discrete and numeric issues' utilities are called, and were in files of 2020.
const DISCRETE: [&str; 2] = ["DiscreteValueSetUtilities", "discreteutils"];
const NUMERIC: [&str; 2] = ["NumberValueSetUtilities", "numberutils"];
/// Keys of numeric issues' utilities.
const NUMERIC_KEYS: [&str; 4] = ["lowValue", "lowUtility", "highValue", "highUtility"];
/// So near to 1 do weights add up.
const NEAR: f64 = 1e-6;

/// The kind of a profile: the one key around it.
pub(super) fn kind(root: &Value) -> Option<&str> {
    match root.entries()? {
        [(kind, space)] if space.entries().is_some() && (space.get("domain").is_some() || kind == LINEAR) => Some(kind),
        _ => None,
    }
}

/// Whether a profile is one of this domain.
pub(super) fn fits(json: &Json, domain: &Domain) -> bool {
    let space = json
        .root
        .get(LINEAR)
        .and_then(|space| space.get("issueUtilities")?.entries());
    space.is_some_and(|issues| {
        issues.len() == domain.issues.len()
            && issues
                .iter()
                .all(|(name, _)| domain.issues.iter().any(|issue| issue.name == *name))
    })
}

/// Reads a profile for a domain; `notes` takes what the user should know.
pub(super) fn read(json: &Json, domain: &Domain, notes: &mut Vec<String>) -> Result<Profile, ImportError> {
    let kind = kind(&json.root).unwrap_or_default();
    if kind != LINEAR {
        let found = format!("{}: a utility that is no weighted sum", quoted(kind));
        let hint = "only linear additive utility spaces can be imported; `--profiles` takes other files";
        return Err(json.error(PROFILE, "", found, format!("`{LINEAR}`"), hint));
    }
    let space = json.object(&json.root, LINEAR, PROFILE)?;
    tell_unknown(json, space, notes);
    let utilities = json.object(space, "issueUtilities", PROFILE)?;
    let said = json.object(space, "issueWeights", PROFILE)?;
    for (what, object) in [("issueUtilities", utilities), ("issueWeights", said)] {
        known(
            json,
            what,
            object,
            domain.issues.iter().map(|issue| issue.name.as_str()),
        )?;
    }
    let weight = |issue: &Issue| {
        let path = format!("issueWeights.{}", quoted(&issue.name));
        let weight = json.number(said.get(&issue.name), &path, PROFILE)?;
        if weight < 0.0 {
            let hint = "turn the utilities round where more is worse";
            return Err(json.error(PROFILE, &path, format!("{weight}"), "a weight of at least 0", hint));
        }
        Ok(weight)
    };
    let weights: Vec<f64> = domain.issues.iter().map(weight).collect::<Result<_, _>>()?;
    adds_up(json, &weights)?;
    let values = domain.issues.iter().map(|issue| values(json, utilities, issue));
    let values: Vec<Vec<f64>> = values.collect::<Result<_, _>>()?;
    let reservation_value = match space.get("reservationBid") {
        None | Some(Value::Null) => 0.0,
        Some(bid) => reservation(json, bid, domain, &weights, &values)?,
    };
    Ok(Profile {
        weights,
        values,
        reservation_value,
        discount: None,
        own_scale: false,
    })
}

/// GeniusWeb refuses weights that do not add up to 1, and utilities outside of 0 to 1. It reckons in exact decimals; sums
/// of rounded weights are taken here if they come as near as [`NEAR`].
///
/// Source: `LinearAdditiveUtilitySpace`, "The sum of the weights ... must be 1"; `DiscreteValueSetUtilities` and
/// `NumberValueSetUtilities`, "utility must be in [0,1]".
fn adds_up(json: &Json, weights: &[f64]) -> Result<(), ImportError> {
    let sum: f64 = weights.iter().sum();
    if (sum - 1.0).abs() <= NEAR {
        return Ok(());
    }
    let found = format!("weights that add up to {}", (sum * 1e9).round() / 1e9);
    let expected = format!("weights that add up to 1, as GeniusWeb has it (exactly; here within {NEAR})");
    Err(json.error(PROFILE, "issueWeights", found, expected, "divide each by their sum"))
}

/// What a value is worth.
fn utility(json: &Json, value: Option<&Value>, path: &str) -> Result<f64, ImportError> {
    let utility = json.number(value, path, PROFILE)?;
    if (0.0..=1.0).contains(&utility) {
        return Ok(utility);
    }
    let expected = "a utility from 0 to 1, as GeniusWeb has it";
    let hint = "bring the utilities of the issue to the scale from 0 to 1";
    Err(json.error(PROFILE, path, format!("{utility}"), expected, hint))
}

/// What the profile says beside what is read.
fn tell_unknown(json: &Json, space: &Value, notes: &mut Vec<String>) {
    let mut paths: Vec<String> = space.strange(&KEYS).map(str::to_owned).collect();
    let utilities = space.get("issueUtilities").and_then(Value::entries);
    for (issue, said) in utilities.unwrap_or_default() {
        let kinds = said.entries().unwrap_or_default();
        let read = kinds
            .iter()
            .find(|(kind, _)| DISCRETE.contains(&kind.as_str()) || NUMERIC.contains(&kind.as_str()));
        let Some((read, worths)) = read else { continue };
        let path = format!("issueUtilities.{}", quote(issue));
        paths.extend(
            said.strange(&[read.as_str()])
                .map(|key| format!("{path}.{}", quote(key))),
        );
        let keys: &[&str] = match DISCRETE.contains(&read.as_str()) {
            true => &["valueUtilities"],
            false => &NUMERIC_KEYS,
        };
        paths.extend(worths.strange(keys).map(|key| format!("{path}.{read}.{}", quote(key))));
    }
    if let Some(bid) = space
        .get("reservationBid")
        .filter(|bid| bid.get("issuevalues").is_some())
    {
        let strange = bid.strange(&["issuevalues"]);
        paths.extend(strange.map(|key| format!("reservationBid.{}", quote(key))));
    }
    json.tell_unknown(&paths, notes);
}

/// Refuses names that the domain does not have.
fn known<'a>(
    json: &Json,
    path: &str,
    object: &Value,
    names: impl Iterator<Item = &'a str> + Clone,
) -> Result<(), ImportError> {
    let strange = object
        .entries()
        .unwrap_or_default()
        .iter()
        .find(|(key, _)| names.clone().all(|name| name != key));
    let Some((key, _)) = strange else { return Ok(()) };
    let hint = did_you_mean(key, names).unwrap_or_else(|| "remove it, or add it to the domain".into());
    let found = format!("{}, which the domain does not have", quoted(key));
    Err(json.error(PROFILE, path, found, "the names of the domain", hint))
}

/// What the values of an issue are worth, in the domain's order.
fn values(json: &Json, utilities: &Value, issue: &Issue) -> Result<Vec<f64>, ImportError> {
    let path = format!("issueUtilities.{}", quoted(&issue.name));
    let said = utilities.get(&issue.name);
    let under = |keys: [&str; 2]| keys.iter().find_map(|key| said?.get(key));
    match &issue.options {
        Options::Discrete(names) => match under(DISCRETE).and_then(|space| space.get("valueUtilities")) {
            Some(worths) => discrete(json, &path, worths, names),
            None => Err(wrong_kind(
                json,
                &path,
                said,
                "`DiscreteValueSetUtilities` with `valueUtilities`",
            )),
        },
        Options::Numbers(numbers) => match under(NUMERIC) {
            Some(ends) => numeric(json, &path, ends, numbers),
            None => Err(wrong_kind(
                json,
                &path,
                said,
                "`NumberValueSetUtilities`, as the domain has a range",
            )),
        },
    }
}

fn wrong_kind(json: &Json, path: &str, said: Option<&Value>, expected: &str) -> ImportError {
    let keys = said.and_then(Value::entries).unwrap_or_default();
    let found = match (said, keys) {
        (None, _) => "nothing".to_owned(),
        (Some(value), []) => value.describe(),
        (_, [(key, _), ..]) => quoted(key),
    };
    json.error(PROFILE, path, found, expected, "let domain and profile agree")
}

/// Values by name. One that the profile does not rate is worth 0, as in GeniusWeb.
///
/// Source: `DiscreteValueSetUtilities.getUtility`.
fn discrete(json: &Json, path: &str, worths: &Value, names: &[String]) -> Result<Vec<f64>, ImportError> {
    known(json, path, worths, names.iter().map(String::as_str))?;
    let worth = |name: &String| match worths.get(name) {
        None => Ok(0.0),
        said => utility(json, said, &format!("{path}.{}", quoted(name))),
    };
    names.iter().map(worth).collect()
}

/// A straight line between the utilities of both ends.
///
/// Source: `NumberValueSetUtilities.getUtility`, "linearly interpolates in-between utility values"; 0 outside.
fn numeric(json: &Json, path: &str, ends: &Value, numbers: &[f64]) -> Result<Vec<f64>, ImportError> {
    let part = |key: &str| json.number(ends.get(key), &format!("{path}.{key}"), PROFILE);
    let (low, high) = (part("lowValue")?, part("highValue")?);
    let worth = |key: &str| utility(json, ends.get(key), &format!("{path}.{key}"));
    let (at_low, at_high) = (worth("lowUtility")?, worth("highUtility")?);
    if low >= high {
        let found = format!("values from {low} to {high}");
        return Err(json.error(
            PROFILE,
            path,
            found,
            "a `lowValue` below `highValue`",
            "mend the profile",
        ));
    }
    let worth = |&x: &f64| match (low..=high).contains(&x) {
        true => at_low + (x - low) / (high - low) * (at_high - at_low),
        false => 0.0,
    };
    Ok(numbers.iter().map(worth).collect())
}

/// The utility of the reservation bid, which may leave issues out: they count 0, as in GeniusWeb.
fn reservation(
    json: &Json,
    bid: &Value,
    domain: &Domain,
    weights: &[f64],
    values: &[Vec<f64>],
) -> Result<f64, ImportError> {
    // Some files wrap the values, some do not.
    let said = bid.get("issuevalues").unwrap_or(bid);
    known(
        json,
        "reservationBid",
        said,
        domain.issues.iter().map(|issue| issue.name.as_str()),
    )?;
    let mut utility = 0.0;
    for (place, issue) in domain.issues.iter().enumerate() {
        let Some(value) = said.get(&issue.name) else { continue };
        let option = match &issue.options {
            Options::Discrete(names) => names.iter().position(|name| is(value, name)),
            Options::Numbers(numbers) => value
                .number()
                .and_then(|x| numbers.iter().position(|&n| (n - x).abs() < 1e-9)),
        };
        let Some(option) = option else {
            let path = format!("reservationBid.{}", quoted(&issue.name));
            let hint = "name a value of the domain";
            return Err(json.error(PROFILE, &path, value.describe(), "a value of the issue", hint));
        };
        utility += weights[place] * values[place][option];
    }
    Ok(utility)
}

/// Whether a value of a bid is this one: texts are wrapped in some files, and numbers are their texts.
fn is(value: &Value, name: &str) -> bool {
    match value {
        Value::Text(text) => text == name,
        Value::Number(number) => number.to_string() == name,
        wrapped => wrapped.get("value").is_some_and(|inner| is(inner, name)),
    }
}
