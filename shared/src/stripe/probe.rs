//! What a key may do, asked without an effect: calls about objects that do not exist. And what only a session can tell: one
//! is made for it, and expired.

use std::time::Duration;

use discounts_core::difference::Update;
use discounts_core::money::Amount;
use discounts_core::policy::Checkout;
use form_urlencoded::Serializer;
use reqwest::Method;

use super::client::{RequestClient, parse};
use super::error::ErrorObject;
use super::object::{List, Price, StripeSession};
use super::send::Call;
use super::{Creation, PriceId, SessionId, StripeError, form, lines};
use crate::command::CartLine;

const LONGEST: Duration = Duration::from_secs(4);

/// Whether a key may make a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Permission {
    /// Stripe looked for the object.
    Allowed,
    /// Stripe says that the key lacks the permission.
    Refused,
    /// It can't be told from the answer, or there is none.
    Unknown,
}

/// Whether Stripe takes a cart and its discount in one update.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Together {
    /// It does.
    Taken,
    /// It does not, and takes them one after the other.
    Apart,
}

/// Why that could not be found out.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotTried {
    /// There is nothing to make a session of.
    #[error("Stripe knows no active price of what [checkout] lists first")]
    NoPrice,
    /// A call failed.
    #[error(transparent)]
    Stripe(#[from] StripeError),
    /// It answered with another discount than it was sent.
    #[error("Stripe took the update, and its answer has another discount")]
    OtherDiscount,
}

/// What the session is changed by.
struct Trial {
    session: String,
    cart: String,
    discount: String,
    amount_off: Amount,
}

impl RequestClient<'_> {
    /// Tries to write a cart and its discount in one update, and one after the other where Stripe refuses that: on a session
    /// of what a policy lists first, which is expired afterwards.
    ///
    /// # Errors
    ///
    /// [`NotTried`]
    pub async fn try_together(&mut self, checkout: &Checkout, return_url: &str) -> Result<Together, NotTried> {
        let price = self.first_price(checkout).await?.ok_or(NotTried::NoPrice)?;
        let mut checkout = checkout.clone();
        checkout.server_only.line_items = true;
        let lines = [CartLine { price, quantity: 1 }];
        let creation = Creation {
            return_url,
            checkout: &checkout,
            customer: None,
            lines: &lines,
            currency: None,
            locale: None,
            asked: Update::default(),
        };
        let session = self.create(&creation, &[lines::LINES]).await?;
        let tried = self.try_on(&session).await;
        let expired = self.write(&["v1", "checkout", "sessions", &session.id, "expire"], "").await;
        let together = tried?;
        expired?;
        Ok(together)
    }

    async fn try_on(&mut self, session: &StripeSession) -> Result<Together, NotTried> {
        let trial = Trial::of(session).ok_or(StripeError::Unreadable("the new session shows no line"))?;
        let both = format!("{}&{}", trial.cart, trial.discount);
        match self.change(&trial, &both).await {
            Ok(changed) if changed.amount_discount() == trial.amount_off => Ok(Together::Taken),
            Ok(_) => Err(NotTried::OtherDiscount),
            Err(refusal) if refusal.is_of_the_request() => {
                self.change(&trial, &trial.cart).await?;
                let changed = self.change(&trial, &trial.discount).await?;
                let fits = changed.amount_discount() == trial.amount_off;
                if fits { Ok(Together::Apart) } else { Err(NotTried::OtherDiscount) }
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn change(&mut self, trial: &Trial, body: &str) -> Result<StripeSession, StripeError> {
        parse(&self.write(&["v1", "checkout", "sessions", &trial.session], body).await?)
    }

    /// The first price that may be bought: a listed one, or an active one of the first listed product.
    async fn first_price(&mut self, checkout: &Checkout) -> Result<Option<PriceId>, StripeError> {
        if let Some(price) = checkout.prices.first() {
            return Ok(PriceId::parse(price));
        }
        let Some(product) = checkout.products.first() else { return Ok(None) };
        let query = form::query(&[("product", product), ("active", "true"), ("limit", "1")], &[]);
        let page: List<Price> = self.read(self.stripe.url(&["v1", "prices"], &query)).await?;
        Ok(page.data.first().and_then(|price| PriceId::parse(price.id.as_deref()?)))
    }

    /// PurchaseAction Stripe to take the discounts off a session: of one that does not exist, there are none.
    ///
    /// # Errors
    ///
    /// As Stripe answers.
    pub async fn try_clearing(&mut self, id: &SessionId) -> Result<(), StripeError> {
        self.write(&["v1", "checkout", "sessions", id.as_str()], "discounts=").await.map(drop)
    }

    /// PurchaseAction Stripe to read or change an object that does not exist: a permission is checked first.
    pub async fn may(&mut self, method: Method, path: &[&str]) -> Permission {
        let body = (method == Method::POST).then_some("");
        let call = Call { method, url: self.stripe.url(path, ""), body, idempotency: None, longest: LONGEST };
        let Ok(key) = self.key().await else { return Permission::Unknown };
        let Ok(headers) = self.stripe.headers(&key, &call) else { return Permission::Unknown };
        match self.attempt(&call, headers, LONGEST).await {
            Ok(answer) if answer.status == 403 => Permission::Refused,
            Ok(answer) if ErrorObject::read(&answer.body).code.as_deref() == Some("resource_missing") => {
                Permission::Allowed
            }
            _ => Permission::Unknown,
        }
    }
}

impl Trial {
    /// Two of what there is one of, and half off: a total that can be charged, whatever the currency.
    fn of(session: &StripeSession) -> Option<Self> {
        let line = session.line_items.as_ref()?.data.first()?;
        let (subtotal, currency) = (session.amount_subtotal?, session.currency.as_deref()?);
        let form = |pairs: &[(&str, &str)]| Serializer::new(String::new()).extend_pairs(pairs).finish();
        let coupon = ["name", "amount_off", "currency"].map(|field| format!("discounts[0][coupon_data][{field}]"));
        let [name, amount_off, of_currency] = coupon.each_ref().map(String::as_str);
        Some(Self {
            session: session.id.clone(),
            cart: form(&[("line_items[0][id]", line.id.as_str()), ("line_items[0][quantity]", "2")]),
            discount: form(&[(name, "Trial"), (amount_off, &subtotal.to_string()), (of_currency, currency)]),
            amount_off: Amount::new(u64::try_from(subtotal).ok()?)?,
        })
    }
}
