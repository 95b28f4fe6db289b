//! Fields of a request's JSON object.

use discounts_core::{Interaction, ShopperCode};
use serde_json::{Map, Value};

use crate::invalid_request::InvalidRequest;

/// The fields by name. Unknown ones are ignored.
pub(super) type Fields = Map<String, Value>;

/// The code that the shopper typed, for an interaction that takes one.
pub(super) fn code(interaction: Interaction, fields: &Fields) -> Result<Option<ShopperCode>, InvalidRequest> {
    let Some(field) = interaction.traits().value else { return Ok(None) };
    let typed = fields.get(field).ok_or(InvalidRequest::NoCode)?.as_str();
    typed.and_then(ShopperCode::parse).map(Some).ok_or(InvalidRequest::Code)
}

/// A field's text; none where it is missing or null.
pub(super) fn text<'f>(
    fields: &'f Fields,
    name: &str,
    wrong: InvalidRequest,
) -> Result<Option<&'f str>, InvalidRequest> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(wrong),
    }
}
