//! Endpoints of customers, coupons, products and prices.

use super::row::{coupon, object, objects, row};
use crate::catalog;
use crate::config::Access::{Read, Write};
use crate::config::Resource;
use crate::endpoint::Route;
use crate::expand::Shape;

pub(super) static ROUTES: &[Route] = &[
    row(
        ("POST", "/v1/customers"),
        "create_customer",
        (Resource::Customer, Write),
        Shape::Customer,
        |account, call, asked| {
            let id = catalog::create_customer(account, call, asked.data)?;
            object(account, call, "customer", &id, asked)
        },
    ),
    row(
        ("GET", "/v1/customers/{id}"),
        "retrieve",
        (Resource::Customer, Read),
        Shape::Customer,
        |account, call, asked| object(account, call, "customer", asked.id, asked),
    ),
    row(
        ("POST", "/v1/customers/{id}"),
        "update_customer",
        (Resource::Customer, Write),
        Shape::Customer,
        |account, call, asked| {
            catalog::update(account, call, "customer", asked.id, asked.data)?;
            object(account, call, "customer", asked.id, asked)
        },
    ),
    row(
        ("DELETE", "/v1/customers/{id}"),
        "retrieve",
        (Resource::Customer, Write),
        Shape::Flat,
        |account, call, asked| catalog::delete_customer(account, call, asked.id),
    ),
    row(("POST", "/v1/coupons"), "create_coupon", (Resource::Coupon, Write), Shape::Flat, |account, call, asked| {
        let id = catalog::create_coupon(account, call, asked.data, "")?;
        coupon(account, call, &id)
    }),
    row(("GET", "/v1/coupons/{id}"), "retrieve", (Resource::Coupon, Read), Shape::Flat, |account, call, asked| {
        coupon(account, call, asked.id)
    }),
    row(
        ("POST", "/v1/coupons/{id}"),
        "update_coupon",
        (Resource::Coupon, Write),
        Shape::Flat,
        |account, call, asked| {
            catalog::update_coupon(account, call, asked.id, asked.data)?;
            coupon(account, call, asked.id)
        },
    ),
    row(("DELETE", "/v1/coupons/{id}"), "retrieve", (Resource::Coupon, Write), Shape::Flat, |account, call, asked| {
        catalog::delete_coupon(account, call, asked.id)
    }),
    row(
        ("POST", "/v1/products"),
        "create_product",
        (Resource::Product, Write),
        Shape::Product,
        |account, call, asked| {
            let id = catalog::create_product(account, call, asked.data, "")?;
            object(account, call, "product", &id, asked)
        },
    ),
    row(("GET", "/v1/products/{id}"), "retrieve", (Resource::Product, Read), Shape::Product, |account, call, asked| {
        object(account, call, "product", asked.id, asked)
    }),
    row(("POST", "/v1/prices"), "create_price", (Resource::Price, Write), Shape::Price, |account, call, asked| {
        let id = catalog::create_price(account, call, asked.data, "")?;
        object(account, call, "price", &id, asked)
    }),
    row(
        ("GET", "/v1/prices"),
        "list_prices",
        (Resource::Price, Read),
        Shape::List(&Shape::Price),
        |account, call, asked| objects(account, call, "price", &["active", "currency", "product", "type"], asked),
    ),
    row(("GET", "/v1/prices/{id}"), "retrieve", (Resource::Price, Read), Shape::Price, |account, call, asked| {
        object(account, call, "price", asked.id, asked)
    }),
    row(("POST", "/v1/prices/{id}"), "update_price", (Resource::Price, Write), Shape::Price, |account, call, asked| {
        catalog::update(account, call, "price", asked.id, asked.data)?;
        object(account, call, "price", asked.id, asked)
    }),
];
