//! The ledger of counted offers: its table, from the settings, and the key of codes.

use discounts_ledger::codes::CodeKey;
use discounts_table::{Connection, Table};

use crate::clock::Clock;
use crate::settings::{LedgerTable, SettingsFault};
use crate::stripe::{RequestClient, SigningKey, StripeError};

/// The table that the settings name. It makes no call: the first read opens the connection, beside Stripe's.
///
/// # Errors
///
/// - [`SettingsFault::NoTable`]: `DISCOUNT_TABLE` is not set.
/// - [`SettingsFault::NoTableAccess`]: the region or the credentials are missing.
pub fn open(settings: Option<&LedgerTable>, http: reqwest::Client) -> Result<Table, SettingsFault> {
    let settings = settings.ok_or(SettingsFault::NoTable)?;
    let (Some(region), Some(keys)) = (&settings.region, &settings.credentials) else {
        return Err(SettingsFault::NoTableAccess);
    };
    let (table, region, endpoint) = (settings.table.clone(), region.clone(), settings.endpoint.clone());
    let credentials = keys.clone();
    let connection = Connection { table, region, endpoint, credentials };
    // Signatures are of the system's time, whatever time a policy is tried at.
    Ok(Table::new(connection, http, || Clock::SYSTEM.now()))
}

/// The key that codes are signed with; `None` if the secret holds none that can be used, also after it was read again.
///
/// # Errors
///
/// [`StripeError::KeyUnreadable`] when the secrets can't be read.
pub async fn code_key(client: &RequestClient<'_>) -> Result<Option<CodeKey>, StripeError> {
    let usable = |key: Option<SigningKey>| key.and_then(|key| CodeKey::parse(key.expose()));
    match usable(client.signing_key().await?) {
        Some(key) => Ok(Some(key)),
        None => client.signing_key_read_again().await.map(usable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http_client::http_client;
    use crate::settings::Settings;

    #[test]
    fn table_needs_its_name_region_and_credentials() {
        let variables = [
            ("DISCOUNT_TABLE", "ledger"),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "example"),
        ];
        let open_without = |left_out: Option<&str>| {
            let key = ("STRIPE_SECRET_KEY", "sk_test_1");
            let find = |name: &str| {
                let mut variables = variables.into_iter().chain([key]).filter(|(known, _)| Some(*known) != left_out);
                variables.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
            };
            let settings = Settings::from_lookup(find).unwrap();
            open(settings.ledger.as_ref(), http_client().unwrap()).map(|table| table.name().to_owned())
        };
        assert_eq!(open_without(None).unwrap(), "ledger");
        assert!(matches!(open_without(Some("DISCOUNT_TABLE")), Err(SettingsFault::NoTable)));
        for variable in ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
            assert!(matches!(open_without(Some(variable)), Err(SettingsFault::NoTableAccess)), "{variable}");
        }
    }
}
