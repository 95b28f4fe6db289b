//! The line of a session: its facts in the notation, reduced to what the policy reads and names.

use jiff::{SignedDuration, Timestamp};

use super::made_up::MadeUp;
use crate::counts;
use crate::facts::{Fact, Facts, PlaceFacts, ShopperFacts};
use crate::interaction::InteractionSet;
use crate::money::{Amount, Currency};
use crate::policy::{Condition, Counts, Offer, Policy};
use crate::session::{Line, Rooms, Snapshot};

/// One line, as it is to be written.
pub(super) struct SessionLine<'a> {
    pub(super) policy: &'a Policy,
    pub(super) facts: &'a Facts<'a>,
    pub(super) now: Timestamp,
    pub(super) made_up: MadeUp,
}

impl SessionLine<'_> {
    /// The line of a session for a set of interactions.
    pub(super) fn line(&self, session: &Snapshot, set: InteractionSet) -> String {
        let mut facts = vec![self.cart(session)];
        let reads = self.policy.reads(set);
        if let Some(cost) = &self.facts.shipping_cost {
            let rate = cost.rate.as_deref().map(|rate| format!(" {rate}")).unwrap_or_default();
            facts.push(format!("shipping {}{rate}", self.money(cost.amount)));
        }
        facts.extend(self.facts.place.as_ref().map(|place| self.place(place)));
        if let Some(shopper) = &self.facts.shopper {
            facts.extend(self.shopper(shopper));
        } else if session.shopper.id().is_some() && reads.contains(Fact::Draws) {
            facts.push(self.customer());
        }
        facts.extend(self.facts.metadata.iter().map(|(key, value)| format!("metadata.{key} {value}")));
        if reads.contains(Fact::Draws) && session.id.is_some() {
            facts.push(format!("session cs_{}", self.made_up.id));
        }
        if session.code.is_some() && set.contains(crate::Interaction::Code) {
            facts.push(format!("code {}", self.facts.code.as_deref().unwrap_or("ANOTHER")));
        }
        if let Some(signed) = &self.facts.signed_code {
            facts.retain(|fact| !fact.starts_with("code "));
            facts.push(format!("signed-code {}:{}", signed.series, signed.serial));
        }
        facts.extend(self.left(session));
        if set != InteractionSet::all() {
            let asked: Vec<String> = set.iter().map(|interaction| interaction.to_string()).collect();
            facts.push(format!("asked {}", if asked.is_empty() { "nothing".to_owned() } else { asked.join(", ") }));
        }
        facts.push(format!("at {}", self.moment()));
        facts.join("; ")
    }

    /// The facts about limits that others have taken from.
    fn left(&self, session: &Snapshot) -> Vec<String> {
        let rooms = match &self.facts.rooms {
            Rooms::Known(rooms) => rooms,
            Rooms::NotAsked => return Vec::new(),
            Rooms::Unavailable => return vec!["ledger unavailable".to_owned()],
        };
        let whole = counts::untouched(self.policy, session, self.now);
        let left = rooms.iter().flat_map(|(offer, room)| {
            let whole = whole.of(offer).copied().unwrap_or_default();
            let count = |left: Option<u64>, whole| left.filter(|_| left != whole).map(|left| left.to_string());
            let budget = room.budget.filter(|_| room.budget != whole.budget).map(|left| self.money(left));
            let parts = [
                ("uses", count(room.uses, whole.uses)),
                ("budget", budget),
                ("shopper", count(room.shopper, whole.shopper)),
                ("code", count(room.code, whole.code)),
            ];
            let fact = |(limit, left): (&str, Option<String>)| left.map(|left| format!("left {offer} {limit} {left}"));
            parts.into_iter().filter_map(fact).collect::<Vec<_>>()
        });
        left.collect()
    }

    fn cart(&self, session: &Snapshot) -> String {
        let currency = self.currency();
        match &session.cart.lines {
            Some(lines) if self.facts.lines.is_some() && !lines.is_empty() => {
                let lines: Vec<String> = lines.iter().map(|line| self.cart_line(line)).collect();
                format!("{}, {currency}", lines.join(" + "))
            }
            _ => {
                let units = self.facts.quantity.map(|units| format!("; units {units}")).unwrap_or_default();
                format!("{} {currency}{units}", self.money(self.facts.subtotal))
            }
        }
    }

    fn cart_line(&self, line: &Line) -> String {
        let item = match (line.product.as_deref(), line.price.as_deref()) {
            (Some(product), Some(price)) => {
                let is_one = product.strip_prefix("prod_") == price.strip_prefix("price_");
                if is_one { product.to_owned() } else { format!("{product}/{price}") }
            }
            (Some(item), None) | (None, Some(item)) => item.to_owned(),
            (None, None) => "other".to_owned(),
        };
        let whole = |each: &Amount| each.get().checked_mul(line.quantity) == Some(line.subtotal.get());
        let price = match line.unit_amount.filter(whole) {
            Some(each) => format!("at {}", self.money(each)),
            None => format!("for {}", self.money(line.subtotal)),
        };
        let tags: Vec<&str> = line.tags.as_deref().unwrap_or_default().split(',').map(str::trim).collect();
        let tags: Vec<&str> = tags.into_iter().filter(|tag| !tag.is_empty()).collect();
        let tags = match tags.as_slice() {
            [] => String::new(),
            tags if tags.iter().any(|tag| tag.contains(' ')) => format!(" [{},]", tags.join(", ")),
            tags => format!(" [{}]", tags.join(" ")),
        };
        format!("{} x {item} {price}{tags}", line.quantity)
    }

    fn place(&self, place: &PlaceFacts<'_>) -> String {
        let country = place.country.as_deref().unwrap_or_default();
        // A text that is no region stays one.
        let unclear = place.unclear_region.as_ref().map(|_| format!("{country}-unclear"));
        let place_words = place.region.as_deref().map(str::to_owned).or(unclear).unwrap_or_else(|| country.to_owned());
        let postal = match &place.postal_prefix {
            Some(prefix) => format!(" {prefix}{}", self.made_up.postal),
            None if place.has_postal_code => " 00000".to_owned(),
            None => String::new(),
        };
        format!("to {place_words}{postal}")
    }

    fn customer(&self) -> String {
        let named = |condition: &Condition| match condition {
            Condition::Customer(ids) => ids.0.iter().find(|id| self.is_customer(id)).map(ToString::to_string),
            _ => None,
        };
        self.named(named).map_or_else(|| format!("customer cus_{}", self.made_up.id), |id| format!("customer {id}"))
    }

    fn is_customer(&self, id: &str) -> bool {
        self.facts.shopper.as_ref().is_some_and(|shopper| shopper.customer.as_deref() == Some(id))
    }

    fn shopper(&self, shopper: &ShopperFacts<'_>) -> Vec<String> {
        let mut facts = vec![self.customer()];
        if let Some(tier) = &shopper.tier {
            let named = |condition: &Condition| match condition {
                Condition::Tier(tiers) => tiers.0.iter().find(|named| ***named == **tier).map(ToString::to_string),
                _ => None,
            };
            facts.push(format!("tier {}", self.named(named).unwrap_or_else(|| "another".to_owned())));
        }
        if let Some(segments) = &shopper.segments {
            let is_named = |segment: &str| {
                let named = |condition: &Condition| match condition {
                    Condition::Segment(words) => words.0.iter().any(|word| **word == *segment).then(String::new),
                    _ => None,
                };
                self.named(named).is_some()
            };
            let kept: Vec<&str> =
                segments.iter().map(|segment| &**segment).filter(|segment| is_named(segment)).collect();
            facts.push(format!("segments {}", if kept.is_empty() { "another".to_owned() } else { kept.join(",") }));
        }
        facts.extend(shopper.email_domain.as_deref().map(|domain| self.email(domain)));
        facts.extend(self.counts(shopper));
        facts.extend(shopper.since.map(|since| format!("since {}", self.days_before(since))));
        facts.extend(shopper.metadata.iter().map(|(key, value)| format!("customer.{key} {value}")));
        let days = shopper.days.keys().filter(|key| **key != *crate::condition::Anniversary::CREATED);
        facts.extend(days.map(|key| format!("customer.{key} {}", self.day())));
        facts
    }

    /// The domain only where the policy names it, or one above it.
    fn email(&self, domain: &str) -> String {
        let named = |condition: &Condition| match condition {
            Condition::EmailDomain(domains) => {
                let fits = |named: &&str| match named.strip_prefix("*.") {
                    Some(above) => domain.strip_suffix(above).is_some_and(|below| below.ends_with('.')),
                    None => **named == *domain,
                };
                domains.0.iter().map(|named| &**named).find(fits).map(|named| named.replace('*', "some"))
            }
            _ => None,
        };
        format!("email someone@{}", self.named(named).unwrap_or_else(|| "another.invalid".to_owned()))
    }

    fn counts(&self, shopper: &ShopperFacts<'_>) -> Vec<String> {
        let mut facts = Vec::new();
        let ours = self.policy.customer.counts == Counts::Checkout;
        let returned = shopper.orders_returned.filter(|returned| *returned > 0);
        if let Some(orders) = shopper.orders {
            let more = if shopper.more_orders { "+" } else { "" };
            if ours || returned.is_some() || shopper.more_orders {
                facts.push(format!("checkout-orders {orders}{more}"));
            } else {
                facts.push(format!("orders {orders}"));
            }
            facts.extend(returned.map(|returned| format!("returned {returned}")));
        }
        if !shopper.uses.is_empty() {
            let used: Vec<String> = shopper
                .uses
                .iter()
                .filter(|(_, count)| **count > 0)
                .map(|(offer, count)| format!("{offer}:{count}"))
                .collect();
            let used = if used.is_empty() { "none".to_owned() } else { used.join(",") };
            facts.push(format!("{} {used}", if ours { "checkout-uses" } else { "uses" }));
        }
        if let Some(spent) = shopper.lifetime_spend {
            facts.push(if ours {
                format!("customer.checkout_spend_{} {spent}", self.currency())
            } else {
                format!("spent {}", self.money(spent))
            });
        }
        if let Some(last) = shopper.last_order_at {
            let last = self.days_before(last);
            facts.push(if ours {
                let seconds = last.parse::<Timestamp>().map(Timestamp::as_second).unwrap_or_default();
                format!("customer.checkout_last_order_at {seconds}")
            } else {
                format!("last-order {last}")
            });
        }
        facts
    }

    /// The moment a whole number of days of 86,400 s before the decision, which counts alike.
    fn days_before(&self, then: Timestamp) -> String {
        let days = self.now.duration_since(then).as_secs().div_euclid(86_400);
        let days = SignedDuration::from_hours(days.saturating_mul(24));
        self.now.checked_sub(days).unwrap_or(then).to_string()
    }

    /// A day of a shopper's life: today, or half a year away.
    fn day(&self) -> String {
        let today = self.now.to_zoned(self.policy.zone.clone()).date();
        let day =
            if self.made_up.today { today } else { today.checked_add(jiff::Span::new().days(182)).unwrap_or(today) };
        format!("--{:02}-{:02}", day.month(), day.day())
    }

    /// The time of the shop's clock; with an offset where the clock shows it twice.
    fn moment(&self) -> String {
        let local = self.now.to_zoned(self.policy.zone.clone()).datetime().to_string();
        let again = crate::document::parse_instant(&local, &self.policy.zone);
        if again == Some(self.now) { local } else { self.now.to_string() }
    }

    /// The first answer of a condition of the policy.
    fn named(&self, answer: impl Fn(&Condition) -> Option<String>) -> Option<String> {
        self.policy.offers.iter().flat_map(Offer::written).find_map(|(_, condition)| answer(condition))
    }

    const fn currency(&self) -> Currency {
        self.facts.currency
    }

    fn money(&self, amount: Amount) -> String {
        amount.display(self.currency())
    }
}
