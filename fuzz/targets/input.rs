//! A session as Stripe's schema lets it be: every field of its type, and mostly of a value that means something.

use arbitrary::Arbitrary;
use serde_json::{Value, json};

const CURRENCIES: [&str; 8] = ["usd", "eur", "jpy", "kwd", "isk", "huf", "ugx", "xxx"];
const TAGS: [&str; 6] = ["sale", "sale, new", "toys", "", " ,SALE", "gi\u{ad}ft"];
const TIERS: [&str; 5] = ["gold", "silver", " GOLD\u{200b}", "ｇｏｌｄ", ""];
const PLANS: [&str; 4] = ["pro", " PRO\u{200b}", "free", ""];
const SEGMENTS: [&str; 4] = ["vip", "new, vip", ",", "old"];
const COUNTRIES: [&str; 7] = ["US", "us", "DE", "", "USA", "GB", "PR"];
const STATES: [&str; 8] = ["CA", "us-ca", "NY", "", "Some Street 7", "California", "Puerto Rico", "\u{200b}"];
const CODES: [&str; 7] = ["94105", "10 012", "9", "", "SW1A 1AA", "N19 4AB", "N1"];
const EMAILS: [&str; 6] = ["a@example.edu", "a@EXAMPLE.EDU", "@", "a@b@example.edu", "", "a@MÜNCHEN.de"];
const CHANNELS: [&str; 3] = ["app", "web", ""];
const TYPED: [&str; 8] = ["SPRING", " spr ing", "Straße", "nothing", "", "a\u{0}b", "SPRİNG\u{200b}", "ＳＰＲＩＮＧ"];
const USES: [&str; 6] =
    ["tiers:1,passed-on:2", "passed-on:1", "none", "passed-on", "", "passed-on:18446744073709551616"];

#[derive(Arbitrary, Debug)]
pub struct Input {
    pub policy: u8,
    pub set: u8,
    pub now: i64,
    pub session: Session,
}

#[derive(Arbitrary, Debug)]
pub struct Session {
    id: u8,
    currency: u8,
    subtotal: Minor,
    shipping: Option<Minor>,
    rate: Option<u8>,
    lines: Option<Vec<Line>>,
    more_lines: bool,
    customer: Option<Customer>,
    reference: bool,
    address: Option<Address>,
    channel: Option<u8>,
    code: Option<u8>,
    tried: Vec<u32>,
    discount: Option<Discount>,
}

/// Mostly small, sometimes as large as Stripe's integers, sometimes what no amount is.
#[derive(Arbitrary, Debug)]
enum Minor {
    Small(u16),
    Cart(u32),
    Any(i64),
}

#[derive(Arbitrary, Debug)]
struct Line {
    product: u8,
    expanded: bool,
    tags: u8,
    quantity: Option<u32>,
    unit_amount: Option<Minor>,
    subtotal: Option<Minor>,
}

#[derive(Arbitrary, Debug)]
struct Customer {
    expanded: bool,
    deleted: bool,
    created: Option<i64>,
    email: Option<u8>,
    tier: Option<u8>,
    segments: Option<u8>,
    plan: Option<u8>,
    orders: Option<u64>,
    counted: Option<u64>,
    uses: Option<u8>,
    more_uses: Option<u8>,
    spend: Option<i64>,
    last_order_at: Option<i64>,
}

#[derive(Arbitrary, Debug)]
struct Address {
    moved: bool,
    country: Option<u8>,
    state: Option<u8>,
    postal_code: Option<u8>,
}

#[derive(Arbitrary, Debug)]
struct Discount {
    ours: bool,
    amount_off: Option<Minor>,
    taken: Minor,
}

fn one_of(words: &[&'static str], choice: u8) -> &'static str {
    words[usize::from(choice) % words.len()]
}

impl Minor {
    fn get(&self) -> i64 {
        match self {
            Self::Small(minor) => i64::from(*minor),
            Self::Cart(minor) => i64::from(*minor),
            Self::Any(minor) => *minor,
        }
    }
}

impl Session {
    pub fn json(&self) -> Value {
        let currency = one_of(&CURRENCIES, self.currency);
        let lines = self.lines.as_ref().map(|lines| {
            let lines: Vec<Value> = lines.iter().enumerate().map(|(place, line)| line.json(place, currency)).collect();
            json!({ "object": "list", "data": lines, "has_more": self.more_lines, "url": "/v1/line_items" })
        });
        let mut session = json!({
            "id": format!("cs_test_a{}", self.id), "object": "checkout.session", "status": "open", "mode": "payment",
            "currency": currency,
            "amount_subtotal": self.subtotal.get(),
            "permissions": { "update_discounts": "server_only" },
            "metadata": {},
            "customer": self.customer.as_ref().map(|customer| customer.json(currency)),
            "client_reference_id": self.reference.then_some("cus_2"),
            "total_details": {
                "amount_discount": self.discount.as_ref().map(|discount| discount.taken.get()),
                "amount_shipping": self.shipping.as_ref().map(Minor::get),
            },
            "shipping_cost": self.rate.map(|rate| json!({ "shipping_rate": one_of(&["shr_1", "shr_2", "shr_3"], rate) })),
            "discounts": self.discount.as_ref().map(|discount| vec![discount.json(currency)]).unwrap_or_default(),
            "line_items": lines,
        });
        if let Some(channel) = self.channel {
            session["metadata"]["channel"] = one_of(&CHANNELS, channel).into();
        }
        if let Some(code) = self.code {
            session["metadata"]["discount_code"] = one_of(&TYPED, code).into();
        }
        for mark in &self.tried {
            session["metadata"][format!("discount_try_{mark:08x}")] = "on".into();
        }
        if let Some(address) = &self.address {
            let details = json!({ "address": address.json() });
            if address.moved {
                session["collected_information"] = json!({ "shipping_details": details });
            } else {
                session["shipping_details"] = details;
            }
        }
        session
    }
}

impl Line {
    fn json(&self, place: usize, currency: &str) -> Value {
        let id = format!("prod_{}", self.product % 4);
        let product = if self.expanded {
            json!({ "id": id, "metadata": { "tags": one_of(&TAGS, self.tags) } })
        } else {
            json!(id)
        };
        json!({
            "id": format!("li_{place}"),
            "quantity": self.quantity,
            "amount_subtotal": self.subtotal.as_ref().map(Minor::get),
            "price": {
                "id": format!("price_{}", self.product % 4), "currency": currency, "product": product,
                "unit_amount": self.unit_amount.as_ref().map(Minor::get),
            },
        })
    }
}

impl Customer {
    fn json(&self, currency: &str) -> Value {
        if !self.expanded {
            return json!("cus_1");
        }
        let mut metadata = json!({});
        let facts = [
            ("loyalty_tier".to_owned(), self.tier.map(|tier| one_of(&TIERS, tier).to_owned())),
            ("segments".to_owned(), self.segments.map(|segments| one_of(&SEGMENTS, segments).to_owned())),
            ("plan".to_owned(), self.plan.map(|plan| one_of(&PLANS, plan).to_owned())),
            ("orders".to_owned(), self.orders.map(|orders| orders.to_string())),
            ("offer_uses".to_owned(), self.uses.map(|uses| one_of(&USES, uses).to_owned())),
            ("offer_uses_2".to_owned(), self.more_uses.map(|uses| one_of(&USES, uses).to_owned())),
            (format!("lifetime_spend_{currency}"), self.spend.map(|spend| spend.to_string())),
            ("verified_email".to_owned(), self.email.map(|email| one_of(&EMAILS, email).to_owned())),
            ("checkout_orders".to_owned(), self.counted.map(|orders| orders.to_string())),
            ("checkout_uses".to_owned(), self.counted.map(|_| "none".to_owned())),
            ("last_order_at".to_owned(), self.last_order_at.map(|at| at.to_string())),
        ];
        for (key, value) in facts {
            if let Some(value) = value {
                metadata[key] = value.into();
            }
        }
        json!({
            "id": "cus_1", "deleted": self.deleted, "created": self.created,
            "metadata": metadata,
        })
    }
}

impl Address {
    fn json(&self) -> Value {
        json!({
            "line1": "7 Nightingale Road",
            "country": self.country.map(|country| one_of(&COUNTRIES, country)),
            "state": self.state.map(|state| one_of(&STATES, state)),
            "postal_code": self.postal_code.map(|code| one_of(&CODES, code)),
        })
    }
}

impl Discount {
    fn json(&self, currency: &str) -> Value {
        let mut coupon = json!({
            "id": "c_1", "amount_off": self.amount_off.as_ref().map(Minor::get), "currency": currency, "name": "A",
            "metadata": {},
        });
        if self.ours {
            coupon["metadata"]["discount_policy"] = "0".into();
        }
        json!({ "coupon": coupon, "promotion_code": null })
    }
}
