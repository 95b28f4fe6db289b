//! `[customer]`: the keys of the customer's metadata that hold the shop's facts.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::document::values::Blank;
use crate::document::{Reader, Table, values};
use crate::policy::{Counts, CustomerKeys, Guests};

/// The keys of the customer's metadata, and the time since which its history is complete.
pub(super) fn customer_keys(
    reader: &mut Reader,
    mut table: Table<'_, '_>,
    zone: &TimeZone,
) -> (CustomerKeys, Option<Timestamp>) {
    let mut keys = CustomerKeys::default();
    for (key, place, longest) in [
        ("tier", &mut keys.tier, METADATA_KEY),
        ("segments", &mut keys.segments, METADATA_KEY),
        ("verified_email", &mut keys.verified_email, METADATA_KEY),
        ("orders", &mut keys.orders, METADATA_KEY),
        // A currency follows it, as in `lifetime_spend_usd`.
        ("lifetime_spend", &mut keys.lifetime_spend, METADATA_KEY - 4),
        ("last_order_at", &mut keys.last_order_at, METADATA_KEY),
        // It goes on as `offer_uses_2` to `offer_uses_5`.
        ("uses", &mut keys.uses, METADATA_KEY - 2),
    ] {
        let Some(value) = table.take(key) else { continue };
        let Some(text) = reader.string(value, key) else { continue };
        let read = metadata_key(text, longest).map_err(|fault| format!("{key} {fault}"));
        if let Some(word) = reader.read(value.span(), read) {
            *place = word;
        }
    }
    let counts = table.take("counts").and_then(|value| {
        let words = [("sum", Counts::Sum), ("imported", Counts::Imported), ("checkout", Counts::Checkout)];
        values::one_of(reader, value, "counts", &words)
    });
    keys.counts = counts.unwrap_or_default();
    if let Some(value) = table.take("guests") {
        let words = [("none", Guests::None), ("email", Guests::Email)];
        // The functions do not hash addresses yet. A policy that relies on it would give guests nothing, and not say so.
        if values::one_of(reader, value, "guests", &words) == Some(Guests::Email) {
            reader.fault(
                value.span(),
                "guests = \"email\" is not available yet: limits do not count guests; write \"none\", or leave the key out",
            );
        }
    }
    let since = table.take("history_since").and_then(|value| values::instant(reader, value, "history_since", zone));
    table.finish(reader);
    (keys, since)
}

/// The longest key of Stripe's metadata, in characters (Stripe docs, "Metadata": no square brackets either).
const METADATA_KEY: usize = 40;

/// A text that is not a key of the customer's metadata to read.
#[derive(Debug, thiserror::Error)]
enum NotAKey {
    #[error(transparent)]
    Blank(#[from] Blank),
    #[error("\"{0}\" begins with {prefix}, as the keys that the webhook writes: choose another", prefix = CustomerKeys::CHECKOUT)]
    Ours(String),
    #[error("\"{text}\" is no key that Stripe takes: at most {longest} characters, and no square brackets")]
    Refused { text: String, longest: usize },
}

/// A key of the customer's metadata: one that Stripe takes, with what follows it, and that this service does not write itself.
fn metadata_key(text: &str, longest: usize) -> Result<String, NotAKey> {
    let word = values::word(text)?;
    if word.starts_with(CustomerKeys::CHECKOUT) {
        return Err(NotAKey::Ours(text.to_owned()));
    }
    let fits = word.chars().count() <= longest && !word.contains(['[', ']']);
    fits.then_some(word).ok_or_else(|| NotAKey::Refused { text: text.to_owned(), longest })
}
