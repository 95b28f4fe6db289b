//! The routes: which endpoint a path is, which permission it needs, and what it does.

use http::Method;
use serde_json::Value;

use crate::account::{Account, Call};
use crate::catalog;
use crate::config::{Access, Resource};
use crate::coupon::Coupon;
use crate::create;
use crate::error::ApiError;
use crate::expand::{Expand, Shape};
use crate::items;
use crate::list;
use crate::render;
use crate::shown;
use crate::update;

/// An endpoint, with the id in its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Endpoint {
    CreateSession,
    RetrieveSession(String),
    UpdateSession(String),
    ExpireSession(String),
    ListLineItems(String),
    CreateCustomer,
    RetrieveCustomer(String),
    UpdateCustomer(String),
    CreateCoupon,
    RetrieveCoupon(String),
    CreateProduct,
    RetrieveProduct(String),
    CreatePrice,
    RetrievePrice(String),
    UpdatePrice(String),
    ListPrices,
}

impl Endpoint {
    /// The endpoint of a request line.
    pub(crate) fn find(method: &Method, path: &str) -> Result<Self, ApiError> {
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        let (get, post) = (method == Method::GET, method == Method::POST);
        let found = match parts.as_slice() {
            ["v1", "checkout", "sessions"] if post => Self::CreateSession,
            ["v1", "checkout", "sessions", id] if get => Self::RetrieveSession((*id).into()),
            ["v1", "checkout", "sessions", id] if post => Self::UpdateSession((*id).into()),
            ["v1", "checkout", "sessions", id, "expire"] if post => Self::ExpireSession((*id).into()),
            ["v1", "checkout", "sessions", id, "line_items"] if get => Self::ListLineItems((*id).into()),
            ["v1", "customers"] if post => Self::CreateCustomer,
            ["v1", "customers", id] if get => Self::RetrieveCustomer((*id).into()),
            ["v1", "customers", id] if post => Self::UpdateCustomer((*id).into()),
            ["v1", "coupons"] if post => Self::CreateCoupon,
            ["v1", "coupons", id] if get => Self::RetrieveCoupon((*id).into()),
            ["v1", "products"] if post => Self::CreateProduct,
            ["v1", "products", id] if get => Self::RetrieveProduct((*id).into()),
            ["v1", "prices"] if post => Self::CreatePrice,
            ["v1", "prices"] if get => Self::ListPrices,
            ["v1", "prices", id] if post => Self::UpdatePrice((*id).into()),
            ["v1", "prices", id] if get => Self::RetrievePrice((*id).into()),
            _ => {
                let message = format!(
                    "Unrecognized request URL ({method}: {path}). Please see https://stripe.com/docs or we can help at \
                     https://support.stripe.com/."
                );
                return Err(ApiError::new(404, "invalid_request_error", message));
            }
        };
        Ok(found)
    }

    /// Its schema's name; also what rate limits count by, apart from `retrieve`.
    pub(crate) fn schema(&self) -> &'static str {
        match self {
            Self::CreateSession => "create_session",
            Self::UpdateSession(_) => "update_session",
            Self::ExpireSession(_) => "expire_session",
            Self::ListLineItems(_) => "list_line_items",
            Self::CreateCustomer => "create_customer",
            Self::UpdateCustomer(_) => "update_customer",
            Self::CreateCoupon => "create_coupon",
            Self::CreateProduct => "create_product",
            Self::CreatePrice => "create_price",
            Self::UpdatePrice(_) => "update_price",
            Self::ListPrices => "list_prices",
            Self::RetrieveSession(_)
            | Self::RetrieveCustomer(_)
            | Self::RetrieveCoupon(_)
            | Self::RetrieveProduct(_)
            | Self::RetrievePrice(_) => "retrieve",
        }
    }

    /// The permission that a restricted key needs.
    pub(crate) fn scope(&self) -> (Resource, Access) {
        match self {
            Self::RetrieveSession(_) | Self::ListLineItems(_) => (Resource::CheckoutSession, Access::Read),
            Self::CreateSession | Self::UpdateSession(_) | Self::ExpireSession(_) => {
                (Resource::CheckoutSession, Access::Write)
            }
            Self::RetrieveCustomer(_) => (Resource::Customer, Access::Read),
            Self::CreateCustomer | Self::UpdateCustomer(_) => (Resource::Customer, Access::Write),
            Self::RetrieveCoupon(_) => (Resource::Coupon, Access::Read),
            Self::CreateCoupon => (Resource::Coupon, Access::Write),
            Self::RetrieveProduct(_) => (Resource::Product, Access::Read),
            Self::CreateProduct => (Resource::Product, Access::Write),
            Self::RetrievePrice(_) | Self::ListPrices => (Resource::Price, Access::Read),
            Self::CreatePrice | Self::UpdatePrice(_) => (Resource::Price, Access::Write),
        }
    }

    /// What the answer is.
    pub(crate) fn root(&self) -> Shape {
        match self {
            Self::CreateSession | Self::RetrieveSession(_) | Self::UpdateSession(_) | Self::ExpireSession(_) => {
                Shape::Session
            }
            Self::ListLineItems(_) => Shape::List(&Shape::Item),
            Self::CreatePrice | Self::RetrievePrice(_) | Self::UpdatePrice(_) => Shape::Price,
            Self::ListPrices => Shape::List(&Shape::Price),
            Self::CreateProduct | Self::RetrieveProduct(_) => Shape::Product,
            _ => Shape::Flat,
        }
    }

    /// Does the work and answers. `wrong_total`: an update gives one unit less than it was asked for.
    pub(crate) fn execute(
        &self,
        account: &mut Account,
        call: &Call<'_>,
        data: &Value,
        expand: &Expand,
        wrong_total: bool,
    ) -> Result<Value, ApiError> {
        let id = match self {
            Self::CreateSession => create::create(account, call, data)?,
            Self::UpdateSession(id) => update::update(account, call, id, data, wrong_total).map(|()| id.clone())?,
            Self::ExpireSession(id) => update::expire(account, call, id).map(|()| id.clone())?,
            Self::CreateCustomer => catalog::create_customer(account, call, data)?,
            Self::UpdateCustomer(id) => catalog::update(account, call, "customer", id, data).map(|()| id.clone())?,
            Self::CreateCoupon => Coupon::create(account, call, data, "")?,
            Self::CreateProduct => catalog::create_product(account, call, data, "")?,
            Self::CreatePrice => catalog::create_price(account, call, data, "")?,
            Self::UpdatePrice(id) => catalog::update(account, call, "price", id, data).map(|()| id.clone())?,
            Self::ListPrices => {
                let filters = ["active", "currency", "product", "type"];
                return list::objects(account, call, "price", &filters, data, expand);
            }
            Self::RetrieveSession(id)
            | Self::ListLineItems(id)
            | Self::RetrieveCustomer(id)
            | Self::RetrieveCoupon(id)
            | Self::RetrieveProduct(id)
            | Self::RetrievePrice(id) => id.clone(),
        };
        self.show(account, call, &id, data, expand)
    }

    fn show(
        &self,
        account: &mut Account,
        call: &Call<'_>,
        id: &str,
        data: &Value,
        expand: &Expand,
    ) -> Result<Value, ApiError> {
        let kind = match self {
            Self::CreateSession | Self::RetrieveSession(_) | Self::UpdateSession(_) | Self::ExpireSession(_) => {
                let session = account.session(id, call)?.clone();
                return Ok(render::session(account, call, &session, expand));
            }
            Self::ListLineItems(_) => {
                let session = account.session(id, call)?.clone();
                return items::page(account, call, &session, data, expand);
            }
            Self::CreateCoupon | Self::RetrieveCoupon(_) => {
                let coupon = Coupon::find(account, id, call.live);
                return coupon.map(Coupon::render).ok_or_else(|| ApiError::missing(404, "coupon", id, "coupon"));
            }
            Self::CreateCustomer | Self::RetrieveCustomer(_) | Self::UpdateCustomer(_) => "customer",
            Self::CreateProduct | Self::RetrieveProduct(_) => "product",
            Self::CreatePrice | Self::RetrievePrice(_) | Self::UpdatePrice(_) | Self::ListPrices => "price",
        };
        let object = account.path(kind, id, call.live)?;
        Ok(shown::object(account, object, expand))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_are_told_apart_by_method_and_path() {
        let find = |method, path| Endpoint::find(&method, path);
        assert_eq!(find(Method::POST, "/v1/checkout/sessions").unwrap(), Endpoint::CreateSession);
        assert_eq!(find(Method::GET, "/v1/checkout/sessions/cs_1").unwrap(), Endpoint::RetrieveSession("cs_1".into()));
        assert_eq!(
            find(Method::POST, "/v1/checkout/sessions/cs_1/expire").unwrap(),
            Endpoint::ExpireSession("cs_1".into())
        );
        for (method, path) in [
            (Method::GET, "/v1/nothing"),
            (Method::DELETE, "/v1/coupons/x"),
            (Method::GET, "/v1/checkout/sessions/cs_1/expire"),
            (Method::GET, "/v2/checkout/sessions/cs_1"),
        ] {
            let error = find(method, path).unwrap_err();
            assert_eq!(error.status, 404, "{path}");
            let body = error.body("r", false);
            assert!(body["error"]["message"].as_str().unwrap().starts_with("Unrecognized request URL ("));
        }
    }
}
