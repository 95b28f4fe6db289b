//! The fields `name` and `address`.

use discounts_core::policy::is_country;
use serde_json::Value;

use super::fields::Fields;
use crate::command::ShippingAddress;
use crate::invalid_request::InvalidRequest;

/// The most characters of a name (Stripe API reference, `collected_information.shipping_details.name`).
const LONGEST_NAME: usize = 255;
/// The most characters of any other field: more than an address has, and so little that all fit a body.
const LONGEST_FIELD: usize = 500;

/// The address of the fields `name` and `address`.
pub(super) fn address(fields: &Fields) -> Result<ShippingAddress, InvalidRequest> {
    let name = fields.get("name").and_then(Value::as_str).and_then(|name| within(name, LONGEST_NAME));
    let given = fields.get("address").and_then(Value::as_object).ok_or(InvalidRequest::Address("address"))?;
    let country = given.get("country").and_then(Value::as_str).map(|country| country.trim().to_ascii_uppercase());
    let mut known = Vec::new();
    for (field, required) in ShippingAddress::FIELDS {
        match given.get(field) {
            None | Some(Value::Null) if !required => {}
            Some(Value::String(text)) if !required && text.trim().is_empty() => {}
            value => {
                let text = value.and_then(Value::as_str).and_then(|text| within(text, LONGEST_FIELD));
                known.push((field, text.ok_or(InvalidRequest::Address(field))?));
            }
        }
    }
    Ok(ShippingAddress {
        name: name.ok_or(InvalidRequest::Address("name"))?,
        country: country.filter(|country| is_country(country)).ok_or(InvalidRequest::Address("country"))?,
        fields: known,
    })
}

/// A text without the blanks around it, where something is left of it.
fn within(text: &str, longest: usize) -> Option<String> {
    let text = text.trim();
    let fits = !text.is_empty() && text.chars().count() <= longest;
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(body: &Value) -> Result<ShippingAddress, InvalidRequest> {
        address(body.as_object().unwrap())
    }

    #[test]
    fn address_has_stripes_fields_without_blanks() {
        let address = json!({
            "line1": " 1 Main St ", "line2": "", "city": null, "state": "CA", "country": " us", "planet": "Earth",
        });
        let read = read(&json!({ "name": "Jo", "address": address })).unwrap();
        assert_eq!((read.name.as_str(), read.country.as_str()), ("Jo", "US"));
        assert_eq!(read.fields, [("line1", "1 Main St".to_owned()), ("state", "CA".to_owned())]);
        assert_eq!((read.field("state"), read.field("city")), (Some("CA"), None));
    }

    #[test]
    fn missing_or_wrong_field_is_named() {
        let whole = json!({ "line1": "1 Main St", "country": "US" });
        for (body, field) in [
            (json!({ "address": whole }), "name"),
            (json!({ "name": " ", "address": whole }), "name"),
            (json!({ "name": "n".repeat(256), "address": whole }), "name"),
            (json!({ "name": "Jo" }), "address"),
            (json!({ "name": "Jo", "address": "1 Main St" }), "address"),
            (json!({ "name": "Jo", "address": { "line1": "1 Main St" } }), "country"),
            (json!({ "name": "Jo", "address": { "line1": "1 Main St", "country": "XX" } }), "country"),
            (json!({ "name": "Jo", "address": { "country": "US" } }), "line1"),
            (json!({ "name": "Jo", "address": { "line1": "1 Main St", "country": "US", "city": 7 } }), "city"),
        ] {
            assert_eq!(read(&body).unwrap_err(), InvalidRequest::Address(field), "{body}");
        }
    }
}
