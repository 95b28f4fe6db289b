//! Keys by their meaning: the key that a writer means by another word, or by its name in another table.

/// A table of the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Home {
    /// The file itself, above its first heading.
    Policy,
    /// A table of the file, by its name.
    Table(&'static str),
    /// An offer.
    Offer,
    /// A table of an offer, by its name.
    Part(&'static str),
}

const LIMITS: Home = Home::Table("limits");
const CUSTOMER: Home = Home::Table("customer");
const CHECKOUT: Home = Home::Table("checkout");
const WHEN: Home = Home::Part("when");
const GIVE: Home = Home::Part("give");
const LIMIT: Home = Home::Part("limit");

/// Each key with its table, and the words that people write for it. Of two that fit, the first of the same offer counts.
#[rustfmt::skip]
pub(crate) const MEANINGS: &[(Home, &str, &[&str])] = &[
    (Home::Policy, "timezone", &["time_zone", "tz", "zone"]),
    (Home::Policy, "combine", &["combination", "combinable", "stack", "stackable", "stacking"]),
    (Home::Policy, "rounding", &["round"]),
    (Home::Policy, "replace_foreign", &["replace", "override"]),
    (Home::Policy, "combined_name", &[]),
    (Home::Policy, "offer", &["offers", "discounts", "promotion", "promotions", "rule", "rules", "campaign"]),
    (LIMITS, "max_percent", &["maximum_percent", "max_percentage"]),
    (LIMITS, "minimum_charge", &["min_charge", "minimum_payment"]),
    (LIMITS, "writes_per_session", &["max_writes", "writes"]),
    (LIMITS, "codes_per_session", &["max_codes", "attempts", "max_attempts", "codes"]),
    (CUSTOMER, "history_since", &["since", "customers_since", "counted_since", "history"]),
    (CHECKOUT, "return_url", &["success_url", "redirect_url", "return_to", "url", "cancel_url"]),
    (CHECKOUT, "server_only", &["permissions", "server"]),
    (CHECKOUT, "countries", &["allowed_countries", "country", "ship_to", "shipping_countries"]),
    (CHECKOUT, "wallets", &["apple_pay", "google_pay"]),
    (CHECKOUT, "shipping_rates", &["shipping_options", "shipping_rate"]),
    (CHECKOUT, "grace", &["grace_period"]),
    (Home::Offer, "id", &["key", "slug"]),
    (Home::Offer, "interaction", &["type", "kind", "trigger", "channel"]),
    (Home::Offer, "name", &["title", "label", "description", "display_name"]),
    (Home::Offer, "priority", &["order", "rank", "weight"]),
    (Home::Offer, "exclusive", &["alone", "only", "not_combinable"]),
    (Home::Offer, "public", &["visible", "hidden", "secret"]),
    (Home::Offer, "when", &["if", "conditions", "condition", "requires", "eligibility"]),
    (Home::Offer, "unless", &["except_when", "not_when", "when_not", "if_not", "not_if", "excluded", "exclusions"]),
    (Home::Offer, "give", &["then", "effect", "reward", "gives", "benefit"]),
    (GIVE, "amount_off", &["amount", "discount", "discount_amount", "off", "value", "fixed", "money_off", "minus"]),
    (GIVE, "percent", &["percentage", "percent_off", "discount_percent", "pct", "rate"]),
    (GIVE, "cap", &[
        "max_discount", "maximum_discount", "max_amount", "maximum", "limit", "max", "up_to", "max_off", "maximum_amount",
    ]),
    (GIVE, "shipping", &["free_shipping", "shipping_off", "shipping_discount", "delivery", "postage", "freight"]),
    (GIVE, "rates", &["shipping_rates", "shipping_rate", "only_rates"]),
    (GIVE, "ladder", &["tiers", "steps", "levels", "brackets", "thresholds"]),
    (GIVE, "on", &[
        "applies_to", "apply_to", "products", "product", "items", "tags", "only_on", "lines", "tag", "sku", "skus", "category",
        "categories", "collection", "collections", "brand",
    ]),
    (GIVE, "except", &["exclude", "excludes", "excluding", "not_on", "without"]),
    (GIVE, "unit_price", &["price", "fixed_price", "price_each", "set_price", "special_price", "new_price"]),
    (GIVE, "per_unit", &["each", "per_item", "each_unit"]),
    (GIVE, "max_units", &["max_quantity", "max_items", "limit_units"]),
    (GIVE, "every", &["every_n", "group_of", "group_size", "buy", "buy_x_get_y", "bogo", "for_every", "each_group"]),
    (GIVE, "bundle", &["set", "kit", "together", "combo", "bundles"]),
    (GIVE, "bundle_price", &["set_price_of_bundle", "price_together", "combo_price"]),
    (GIVE, "for_each", &["per", "with_each", "for_each_of", "buy_x", "trigger"]),
    (GIVE, "units", &["get", "free_units", "get_quantity"]),
    (GIVE, "at_most", &["repetitions", "max_repetitions", "repeat", "repeats", "times"]),
    (GIVE, "rank", &["rank_by", "group_by", "order_by"]),
    (GIVE, "cheapest", &["cheapest_free", "lowest"]),
    (WHEN, "tier", &["tiers", "level", "membership", "loyalty_tier", "member"]),
    (WHEN, "segment", &["segments", "group", "groups", "audience"]),
    (WHEN, "customer", &["customers", "customer_id", "customer_ids"]),
    (WHEN, "email_domain", &["email", "domain", "email_domains", "mail_domain"]),
    (WHEN, "first_order", &["new_customer", "new_customers", "first_purchase", "first_time", "is_first_order"]),
    (WHEN, "every_nth_order", &["nth_order", "every_nth", "every_order"]),
    (WHEN, "orders_at_least", &["min_orders", "minimum_orders", "order_count", "orders", "number_of_orders"]),
    (WHEN, "orders_at_most", &["max_orders", "maximum_orders"]),
    (WHEN, "uses_at_most", &[
        "max_uses", "usage_limit", "use_limit", "uses", "once", "uses_per_customer", "once_per_customer", "limit_per_customer",
        "per_customer",
    ]),
    (WHEN, "lifetime_spend_at_least", &["lifetime_spend", "min_lifetime_spend", "total_spent", "spent"]),
    (WHEN, "days_since_last_order_at_least", &["inactive_days", "days_since_last_order", "inactive_for", "dormant"]),
    (WHEN, "customer_for_days_at_least", &["customer_since", "member_since", "account_age", "member_for_days"]),
    (WHEN, "days_since_last_order_at_most", &["active_days", "ordered_within_days", "recent_days"]),
    (WHEN, "customer_metadata", &["customer_meta", "customer_attributes"]),
    (WHEN, "anniversary", &["birthday", "birthdays", "date_of_birth"]),
    (WHEN, "subtotal_at_least", &[
        "min_subtotal", "minimum_subtotal", "minimum", "min", "min_amount", "minimum_amount", "min_spend", "minimum_spend",
        "min_order", "minimum_order", "min_total", "threshold", "min_cart", "spend", "cart_total", "subtotal", "at_least",
        "minimum_purchase", "min_purchase", "subtotal_min", "total", "order_total", "amount_min",
    ]),
    (WHEN, "subtotal_over", &["over", "above", "more_than"]),
    (WHEN, "subtotal_at_most", &["at_most", "up_to_subtotal"]),
    (WHEN, "subtotal_below", &["max_subtotal", "maximum_subtotal", "subtotal_under", "below", "under", "less_than", "max_spend"]),
    (WHEN, "quantity_at_least", &["min_quantity", "minimum_quantity", "quantity", "min_items", "min_units", "item_count", "qty"]),
    (WHEN, "contains", &["contain", "includes", "has_items", "has_product", "cart_contains", "with_items"]),
    (WHEN, "contains_none", &["not_contains", "excludes_items", "without_items"]),
    (WHEN, "country", &["countries", "ship_to", "shipping_country", "country_none", "countries_none", "not_country"]),
    (WHEN, "region", &[
        "regions", "state", "states", "province", "shipping_state", "region_none", "regions_none", "not_region", "region_not",
        "exclude_region", "state_none",
    ]),
    (WHEN, "postal_prefix", &[
        "postal_code", "postal_codes", "postcode", "postcodes", "zip", "zips", "zip_code", "zip_codes", "zipcode", "postal",
    ]),
    (WHEN, "currency", &["currencies"]),
    (WHEN, "starts", &[
        "start", "start_date", "starts_at", "start_time", "from", "valid_from", "begins", "begin", "starts_on", "active_from",
    ]),
    (WHEN, "ends", &[
        "end", "end_date", "ends_at", "end_time", "until", "to", "valid_until", "valid_to", "expires", "expires_at", "expiry",
        "expiration", "expiration_date", "expiry_date", "expires_on", "ends_on", "active_until", "deadline",
    ]),
    (WHEN, "weekdays", &["days", "day", "weekday", "days_of_week", "day_of_week"]),
    (WHEN, "days_of_month", &["day_of_month", "monthdays", "month_days"]),
    (WHEN, "weekdays_of_month", &["nth_weekday", "weekday_of_month", "nth_weekdays"]),
    (WHEN, "dates", &["date", "holidays", "yearly", "every_year", "month", "months"]),
    (WHEN, "hours", &["time", "times", "hour", "between", "happy_hour"]),
    (WHEN, "code", &[
        "codes", "code_word", "codeword", "coupon", "coupon_code", "promo", "promo_code", "promotion_code", "voucher",
        "voucher_code", "discount_code",
    ]),
    (WHEN, "metadata", &["session_metadata", "channel", "utm", "utm_source", "source", "referrer", "affiliate"]),
    (WHEN, "share", &["experiment", "ab_test", "split_test", "rollout", "sample", "variant"]),
    (Home::Offer, "limit", &["use_limits", "usage_limits"]),
    (LIMIT, "uses", &["redemptions", "max_redemptions", "first", "total_uses", "uses_in_all"]),
    (LIMIT, "budget", &["max_spend_in_all", "spend_limit", "total_budget"]),
    (LIMIT, "per", &["period", "reset", "resets", "window"]),
    (LIMIT, "uses_per_shopper", &["per_shopper", "each_shopper", "uses_per_guest", "once_per_shopper"]),
    (LIMIT, "uses_per_code", &["per_code", "each_code"]),
    (WHEN, "code_series", &["signed_codes", "unique_codes", "single_use_codes", "code_batch", "series"]),
    (CUSTOMER, "guests", &["guest", "count_guests"]),
    (CUSTOMER, "tier", &["loyalty", "tiers", "loyalty_tier", "level"]),
    (CUSTOMER, "segments", &["groups", "group", "segment"]),
    (CUSTOMER, "verified_email", &["email", "mail", "email_address"]),
    (CUSTOMER, "orders", &["order_count", "orders_count", "number_of_orders"]),
    (CUSTOMER, "lifetime_spend", &["spend", "spent", "total_spent", "lifetime_value", "ltv"]),
    (CUSTOMER, "last_order_at", &["last_order", "last_order_date"]),
    (CUSTOMER, "uses", &["offer_uses"]),
];

/// Words for what no key does, and what there is instead.
const NONE: &[(&str, &str)] = &[
    ("enabled", "an offer that is in the file is on: write # before its lines, or when.ends, to end it"),
    ("active", "an offer that is in the file is on: write # before its lines, or when.ends, to end it"),
    ("disabled", "an offer that is in the file is on: write # before its lines, or when.ends, to end it"),
];

/// The message about a key that a table does not know, and the text for its place, if a word or another table explains it.
pub(super) fn meant(table: &str, key: &str) -> Option<(String, Option<String>)> {
    let word: String = key.chars().map(|c| if c == '-' || c == ' ' { '_' } else { c.to_ascii_lowercase() }).collect();
    let here = home(table)?;
    if let Some((_, instead)) = NONE.iter().find(|(none, _)| *none == word) {
        return Some((format!("\"{key}\" is not a key of {table}: {instead}"), None));
    }
    let fits = |(_, right, words): &&(Home, &str, &[&str])| *right == word || words.contains(&word.as_str());
    let near = |home: Home| match here {
        _ if home == here => 0,
        Home::Offer | Home::Part(_) if matches!(home, Home::Offer | Home::Part(_)) => 1,
        _ => 2,
    };
    let (home, right, _) = MEANINGS.iter().filter(fits).min_by_key(|(home, ..)| near(*home))?;
    let negates = word.contains("none") || word.contains("not") || word.contains("exclude");
    let none = if negates && *home == WHEN && table != "unless" && !right.contains("none") {
        format!(", which lists what the offer is for, or unless.{right}, which lists exceptions")
    } else {
        String::new()
    };
    let not = format!("\"{key}\" is not a key of {table}");
    Some(match (*home, here) {
        (home, here) if home == here => (format!("{not}: did you mean \"{right}\"{none}?"), Some((*right).to_owned())),
        (Home::Part(part), Home::Offer) => {
            (format!("{not}: did you mean {part}.{right}{none}?"), Some(format!("{part}.{right}")))
        }
        (Home::Part(part), Home::Part(_)) => (format!("{not}: it is {part}.{right} of the offer{none}"), None),
        (Home::Part(part), _) => (format!("{not}: under a heading [[offer]], it is {part}.{right}{none}"), None),
        (Home::Offer, _) if *right == word => {
            (format!("{not}: it belongs to the offer, under its heading [[offer]]"), None)
        }
        (Home::Offer, _) => (format!("{not}: the offer's key is {right}, under its heading [[offer]]"), None),
        (Home::Table(other), Home::Policy) => {
            (format!("{not}: it is {other}.{right}"), Some(format!("{other}.{right}")))
        }
        (Home::Table(other), _) => (format!("{not}: {right} belongs under the heading [{other}]"), None),
        (Home::Policy, _) => (
            format!("{not}: {right} is a key of the whole policy, and belongs above the first heading in brackets"),
            None,
        ),
    })
}

fn home(table: &str) -> Option<Home> {
    Some(match table {
        "the policy" => Home::Policy,
        "limits" => LIMITS,
        "customer" => CUSTOMER,
        "checkout" => CHECKOUT,
        "an offer" => Home::Offer,
        // Its keys are those of `when`.
        "when" | "unless" => WHEN,
        "give" => GIVE,
        "limit" => LIMIT,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::faults;

    fn said(table: &str, key: &str) -> String {
        meant(table, key).map(|(message, _)| message).unwrap_or_default()
    }

    #[test]
    fn words_name_the_key_that_is_nearest_by_meaning() {
        for (table, key, expected) in [
            ("an offer", "min_subtotal", "did you mean when.subtotal_at_least?"),
            ("when", "minimum", "did you mean \"subtotal_at_least\"?"),
            ("give", "amount", "did you mean \"amount_off\"?"),
            ("an offer", "discount", "did you mean give.amount_off?"),
            ("when", "region_none", "did you mean \"region\", which lists what the offer is for, or unless.region"),
            ("unless", "zip", "\"zip\" is not a key of unless: did you mean \"postal_prefix\"?"),
            ("an offer", "except_when", "did you mean \"unless\"?"),
            ("give", "free_shipping", "did you mean \"shipping\"?"),
            ("an offer", "free_shipping", "did you mean give.shipping?"),
            ("give", "shipping_rates", "did you mean \"rates\"?"),
            ("checkout", "shipping_options", "did you mean \"shipping_rates\"?"),
            ("when", "code-word", "did you mean \"code\"?"),
            ("an offer", "expires", "did you mean when.ends?"),
            ("when", "Start_Date", "did you mean \"starts\"?"),
            ("when", "valid_until", "did you mean \"ends\"?"),
            ("give", "max_discount", "did you mean \"cap\"?"),
            ("an offer", "max_amount", "did you mean give.cap?"),
            ("give", "subtotal_over", "it is when.subtotal_over of the offer"),
            ("an offer", "combine", "combine is a key of the whole policy"),
            ("limits", "timezone", "timezone is a key of the whole policy"),
            ("an offer", "history_since", "history_since belongs under the heading [customer]"),
            ("the policy", "max_percent", "it is limits.max_percent"),
            ("the policy", "percent", "under a heading [[offer]], it is give.percent"),
            ("the policy", "title", "the offer's key is name"),
            ("when", "zip", "did you mean \"postal_prefix\"?"),
            ("when", "channel", "did you mean \"metadata\"?"),
            ("when", "tag", "it is give.on of the offer"),
            ("customer", "spend", "did you mean \"lifetime_spend\"?"),
            ("limits", "tier", "under a heading [[offer]], it is when.tier"),
            ("checkout", "country", "did you mean \"countries\"?"),
        ] {
            assert!(said(table, key).contains(expected), "{table}, {key}: {}", said(table, key));
        }
        assert_eq!(said("an offer", "zzz"), "");
        assert_eq!(said("contains", "tag"), "");
    }

    #[test]
    fn the_keys_are_those_of_the_loader() {
        for (home, key, words) in MEANINGS {
            let text = match home {
                Home::Policy => "zzzzzzzzz = 1".to_owned(),
                Home::Table(table) => format!("{table}.zzzzzzzzz = 1"),
                Home::Offer => "[[offer]]\nzzzzzzzzz = 1".to_owned(),
                Home::Part(part) => format!("[[offer]]\n{part}.zzzzzzzzz = 1"),
            };
            let said = faults(&text);
            let known = said.lines().find_map(|line| line.split_once("zzzzzzzzz\"")?.1.split_once(": there are "));
            let known: Vec<&str> = known.unwrap_or_else(|| panic!("{said}")).1.split(", ").collect();
            assert!(known.contains(key), "{key} is no key of {home:?}");
            assert!(words.iter().all(|word| !known.contains(word)), "{key}: a word is a key of {home:?}");
        }
    }
}
