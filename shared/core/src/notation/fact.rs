//! The facts of a session: `tier gold`, `to US-CA 94105`, `at 2026-11-27T09:00:00`.

use std::iter;

use super::cart::amount;
use super::described::{Described, Left};
use super::fault::NotationFault;
use super::piece::Piece;
use crate::document::{Wrong, parse_instant, unknown};
use crate::interaction::InteractionSet;
use crate::money::Currency;
use crate::policy::{Condition, CustomerKeys, Offer, Policy};
use crate::session::{Address, Customer, Room, ShippingCost, Shopper, ShopperCode, SignedCode};
use crate::trigger::Trigger;

/// The first words of facts, each with an example of its value and its meaning, as `docs/cases.md` lists them.
pub const FACTS: &[(&str, &str, &str)] = &[
    ("at", "2026-06-06T10:00:00", "the time: of the shop's clock, or with an offset"),
    ("asked", "loyalty, code", "the interactions that the shopper asks for; `nothing` for automatic offers alone"),
    ("code", "SPRING", "the code that the shopper types"),
    (
        "signed-code",
        "MAY:7",
        "the code that the shopper types: of this series, with this number, which may be left out",
    ),
    (
        "left",
        "spring uses 3",
        "what is left of an offer's limit: `uses`, `budget`, `shopper`, or `code`; without it the whole limit",
    ),
    ("ledger", "unavailable", "the ledger does not answer"),
    ("to", "US-CA 94105", "the shipping address: country, region, postal code; the last two may be left out"),
    ("shipping", "5.90 shr_standard", "the cost of shipping and the chosen rate, which may be left out"),
    ("units", "3", "the number of units, of a cart without lines"),
    ("session", "cs_1", "the session's ID, for experiments"),
    ("customer", "cus_1", "a customer; every fact below makes the shopper one, too"),
    ("tier", "gold", "the tier"),
    ("segments", "vip,press", "the segments"),
    ("email", "jo@shop.example", "the verified e-mail address"),
    ("since", "2025-01-31", "the time at which the customer was created"),
    ("orders", "9", "the completed orders that the shop has counted"),
    ("spent", "250.00", "the sum of those orders"),
    ("last-order", "2026-05-01", "the time of the last of them"),
    ("uses", "gold:2,vip:1", "how often each offer was used"),
    ("checkout-orders", "9", "the orders that the webhook has counted"),
    ("returned", "1", "how many of those were returned"),
    ("checkout-uses", "gold:2", "how often each offer was used in those"),
];

impl Described {
    /// Adds one fact.
    pub(super) fn learn(&mut self, fact: Piece<'_>, policy: &Policy) -> Result<(), NotationFault> {
        let (key, value) = fact.split_once(" ").map_or((fact, None), |(key, value)| (key, Some(value.trim())));
        let keys = &policy.customer;
        let currency = self.snapshot.cart.currency;
        if key.text == "customer" {
            self.customer().id = format!("cus_{}", value.map_or("1", |id| id.text.trim_start_matches("cus_")));
            return Ok(());
        }
        let value = value.filter(|value| !value.is_empty()).ok_or_else(|| match known(policy, key) {
            Ok(_) if key.is_empty() => key.wrong("there is no fact between these semicolons: take one out"),
            Ok(_) => key.wrong(format!("{} needs a value after it", key.text)),
            Err(fault) => fault,
        })?;
        match key.text {
            "at" => self.at = Some(instant(value, policy)?),
            "asked" => self.asked = Some(asked(value)?),
            "code" => {
                let code = ShopperCode::parse(value.text);
                self.snapshot.code =
                    Some(code.ok_or_else(|| value.wrong("this is not a code: write 1 to 100 characters"))?);
            }
            "signed-code" => {
                let (code, signed) = signed_code(value)?;
                self.snapshot.ledger.signed_codes.push((code.clone(), signed));
                self.snapshot.code = Some(code);
            }
            "left" => self.left.push(left(value, policy, currency)?),
            "ledger" if value.text == "unavailable" => self.has_no_ledger = true,
            "ledger" => return Err(value.wrong("write unavailable, or leave it out")),
            "to" => self.snapshot.address = Some(address(value)),
            "shipping" => {
                let (cost, rate) =
                    value.split_once(" ").map_or((value, None), |(cost, rate)| (cost, Some(rate.trim())));
                let amount = amount(cost, currency)?;
                self.snapshot.cart.shipping = amount;
                self.snapshot.cart.shipping_cost =
                    Some(ShippingCost { amount, rate: rate.map(|rate| rate.text.to_owned()) });
            }
            "units" => self.snapshot.cart.quantity = Some(count(value)?),
            "session" => self.snapshot.id = Some(value.text.to_owned()),
            "since" => self.customer().created = Some(instant(value, policy)?),
            "tier" => self.know(&keys.tier, value.text),
            "segments" => self.know(&keys.segments, value.text),
            "email" => self.know(&keys.verified_email, value.text),
            "orders" => self.know(&keys.orders, &count(value)?.to_string()),
            "spent" => self.know(&format!("{}_{currency}", keys.lifetime_spend), &amount(value, currency)?.to_string()),
            "last-order" => self.know(&keys.last_order_at, &instant(value, policy)?.as_second().to_string()),
            "uses" => self.know(&keys.uses, value.text),
            "checkout-orders" => {
                // More orders than the webhook counts are written with a + after the number.
                let (number, more) = value.text.strip_suffix('+').map_or((value, ""), |_| (value.before_last(), "+"));
                self.know(CustomerKeys::CHECKOUT_ORDERS, &format!("{}{more}", count(number)?));
                // Who has been counted has uses, or none.
                self.customer().metadata.entry(CustomerKeys::CHECKOUT_USES.to_owned()).or_insert("none".to_owned());
            }
            "returned" => self.know(CustomerKeys::CHECKOUT_RETURNED, &count(value)?.to_string()),
            "checkout-uses" => self.know(CustomerKeys::CHECKOUT_USES, value.text),
            _ => match known(policy, key)? {
                Known::OfTheSession(key) => {
                    self.snapshot.metadata.insert(key.to_owned(), value.text.to_owned());
                }
                Known::OfTheCustomer(key) => self.know(key, value.text),
                Known::Word => {}
            },
        }
        Ok(())
    }

    fn know(&mut self, key: &str, value: &str) {
        self.customer().metadata.insert(key.to_owned(), value.to_owned());
    }

    /// The shopper, who is a customer from now on.
    fn customer(&mut self) -> &mut Customer {
        if let Shopper::Customer(ref mut customer) = self.snapshot.shopper {
            return customer;
        }
        self.snapshot.shopper = Shopper::Customer(Customer { id: "cus_1".to_owned(), ..Customer::default() });
        self.customer()
    }
}

/// A fact that a line may have.
enum Known<'a> {
    /// One of [`FACTS`].
    Word,
    /// A key of the session's metadata.
    OfTheSession(&'a str),
    /// A key of the customer's metadata.
    OfTheCustomer(&'a str),
}

/// Finds a fact: one of [`FACTS`], a key with its object, `metadata.channel` or `customer.plan`, or a key that an offer names.
fn known<'t>(policy: &Policy, key: Piece<'t>) -> Result<Known<'t>, NotationFault> {
    if key.is_empty() || FACTS.iter().any(|(word, ..)| *word == key.text) {
        return Ok(Known::Word);
    }
    if let Some((object, own)) = key.text.split_once('.').filter(|(_, own)| !own.is_empty()) {
        match object {
            "metadata" => return Ok(Known::OfTheSession(own)),
            "customer" => return Ok(Known::OfTheCustomer(own)),
            _ => {}
        }
    }
    let (mut of_session, mut of_customer): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for (_, condition) in policy.offers.iter().flat_map(Offer::written) {
        match condition {
            Condition::Metadata(metadata) => of_session.push(&metadata.key),
            Condition::CustomerMetadata(metadata) => of_customer.push(&metadata.key),
            Condition::Anniversary(anniversary) => of_customer.push(&anniversary.of),
            _ => {}
        }
    }
    if of_session.contains(&key.text) {
        return Ok(Known::OfTheSession(key.text));
    }
    if of_customer.contains(&key.text) {
        return Ok(Known::OfTheCustomer(key.text));
    }
    let words: Vec<&str> = FACTS.iter().map(|(word, ..)| *word).chain(of_session).chain(of_customer).collect();
    let Wrong { message, instead, .. } = unknown("a fact of a session", key.text, &words);
    Err(NotationFault { span: key.span(), message, instead: instead.map(|meant| meant.trim_matches('"').to_owned()) })
}

/// `MAY:7`
fn signed_code(value: Piece<'_>) -> Result<(ShopperCode, SignedCode<'static>), NotationFault> {
    let wrong = || value.wrong("a signed code is its series and its number, such as MAY:7");
    let (series, serial) = value.text.split_once(':').unwrap_or((value.text, "0"));
    let serial = serial.parse().map_err(|_| wrong())?;
    let code = ShopperCode::parse(value.text).filter(|_| !series.is_empty()).ok_or_else(wrong)?;
    Ok((code, SignedCode { series: series.to_owned().into(), serial }))
}

/// `spring uses 3`
fn left(value: Piece<'_>, policy: &Policy, currency: Currency) -> Result<Left, NotationFault> {
    let wrong = || value.wrong("what is left is an offer, a limit, and a number, such as spring uses 3");
    let (offer, rest) = value.split_once(" ").ok_or_else(wrong)?;
    let (limit, number) = rest.trim().split_once(" ").ok_or_else(wrong)?;
    let counted: Vec<&str> = policy.counted().map(|offer| offer.id.as_str()).collect();
    if !counted.contains(&offer.text) {
        return Err(offer.wrong(unknown("an offer with a limit", offer.text, &counted)));
    }
    let (number, mut room) = (number.trim(), Room::default());
    match limit.text {
        "uses" => room.uses = Some(count(number)?),
        "budget" => room.budget = Some(amount(number, currency)?),
        "shopper" => room.shopper = Some(count(number)?),
        "code" => room.code = Some(count(number)?),
        _ => return Err(limit.wrong(unknown("a limit", limit.text, &["uses", "budget", "shopper", "code"]))),
    }
    Ok(Left { offer: offer.text.to_owned(), room })
}

fn instant(value: Piece<'_>, policy: &Policy) -> Result<jiff::Timestamp, NotationFault> {
    parse_instant(value.text, &policy.zone).ok_or_else(|| {
        value.wrong("a time is written as 2026-06-06T10:00:00 or 2026-06-06 on the shop's clock, or with an offset")
    })
}

fn count(value: Piece<'_>) -> Result<u64, NotationFault> {
    value.text.parse().map_err(|_| value.wrong("this is a whole number, such as 3"))
}

fn asked(value: Piece<'_>) -> Result<InteractionSet, NotationFault> {
    if value.text == "nothing" {
        return Ok(InteractionSet::EMPTY);
    }
    value.split(",").into_iter().map(Piece::trim).try_fold(InteractionSet::EMPTY, |set, word| match Trigger::from_word(
        word.text,
    ) {
        Some(Trigger::Automatic) => Ok(set),
        Some(Trigger::On(interaction)) => Ok(set.with(interaction)),
        None => {
            let words: Vec<&str> = iter::once("nothing").chain(Trigger::all().map(Trigger::word)).collect();
            Err(word.wrong(unknown("an interaction", word.text, &words)))
        }
    })
}

/// `US-CA 94105`
fn address(value: Piece<'_>) -> Address {
    let (place, postal_code) = value.text.split_once(' ').unwrap_or((value.text, ""));
    let (country, state) = place.split_once('-').unwrap_or((place, ""));
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    Address { country: given(country), state: given(state), postal_code: given(postal_code) }
}
