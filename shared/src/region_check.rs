//! The check of an address before anything is called: a region that can't be understood where an offer asks for one.

use discounts_core::Policy;
use discounts_core::command::{Edit, SessionCommand};
use discounts_core::spelling::is_region;

use crate::invalid_request::InvalidRequest;
use crate::request::PurchaseAction;

/// The cause for the log, which holds nothing of an address.
pub(crate) const UNKNOWN_REGION: &str = "the address names no region that is known, and an offer asks for one";

/// Checks the region of an address that a request brings.
///
/// # Errors
///
/// [`InvalidRequest::Region`] if the policy has an offer for a region of the country, and the address says something else there.
pub(crate) fn check_region(policy: &Policy, action: &PurchaseAction) -> Result<(), InvalidRequest> {
    let PurchaseAction::Reconcile(SessionCommand::Change(Edit::ShippingAddress(address))) = action else {
        return Ok(());
    };
    let codes = policy.region_codes(&address.country);
    let is_known = |state: &str| is_region(&address.country, state);
    if codes.is_empty() || address.field("state").is_none_or(is_known) {
        return Ok(());
    }
    let codes = codes.into_iter().collect::<Vec<_>>().join(", ");
    Err(InvalidRequest::Region { country: address.country.clone(), codes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::ShippingAddress;

    const REGIONS: &str = r#"
        [[offer]]
        id = "near"
        interaction = "location"
        name = "Near"
        when.region = ["US-CA", "DE-BY", "DE-BE"]
        give.percent = "5"
    "#;

    fn checked(country: &str, state: Option<&str>) -> Result<(), String> {
        let policy = Policy::load("p.toml", REGIONS).unwrap();
        let fields = state.iter().map(|state| ("state", (*state).to_owned())).collect();
        let address = ShippingAddress { name: "Jo".to_owned(), country: country.to_owned(), fields };
        let command = SessionCommand::Change(Edit::ShippingAddress(address));
        check_region(&policy, &PurchaseAction::Reconcile(command)).map_err(|error| error.to_string())
    }

    #[test]
    fn region_is_checked_where_an_offer_asks_for_one() {
        for (country, state) in
            [("US", "CA"), ("US", "california"), ("US", "NY"), ("DE", "de-by"), ("FR", "Bretagne"), ("PR", "San Juan")]
        {
            assert_eq!(checked(country, Some(state)), Ok(()), "{country} {state}");
        }
        assert_eq!(checked("US", None), Ok(()));
        let wrong = |country: &str, codes: &str| {
            format!(
                "The field state of the address is not a region of {country} that is known: write its name or its code. \
                 {country} has {codes}."
            )
        };
        assert_eq!(checked("DE", Some("Bayern")), Err(wrong("DE", "BE, BY")));
        let us = checked("US", Some("Kalifornien")).unwrap_err();
        assert!(us.contains("US has AA, AE, AK, ") && us.ends_with(", WI, WV, WY."), "{us}");
    }
}
