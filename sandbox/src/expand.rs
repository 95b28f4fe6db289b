//! `expand[]`: which properties can be expanded, and which were asked for (docs page "Expanding responses").

use serde_json::Value;

use crate::config::Resource;
use crate::error::ApiError;
use crate::version::Version;

const DEPTH: usize = 4;

/// The type of an answer, or of a part of one, as far as expansion is concerned. Only properties that the sandbox can fill, or that
/// are null in its answers, can be expanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Session,
    /// An entry of a session's `discounts`.
    SessionDiscount,
    /// A session's `shipping_cost`, or one of its `shipping_options`.
    Shipping,
    /// A session's `total_details`.
    TotalDetails,
    Item,
    Price,
    Product,
    Customer,
    PaymentIntent,
    Charge,
    Refund,
    Dispute,
    /// An object without expandable properties.
    Flat,
    /// A list of such objects.
    List(&'static Shape),
}

impl Shape {
    /// The type under a property, and true if naming the property expands it rather than just passing through.
    fn property(self, name: &str, version: &Version) -> Option<(Self, bool)> {
        let found = match (self, name) {
            (Self::List(inner), "data") => (*inner, false),
            (Self::Session | Self::PaymentIntent | Self::Charge, "customer") => (Self::Customer, true),
            (Self::Session | Self::Charge | Self::Refund | Self::Dispute, "payment_intent") => {
                (Self::PaymentIntent, true)
            }
            (Self::PaymentIntent, "latest_charge") | (Self::Refund | Self::Dispute, "charge") => (Self::Charge, true),
            (Self::Session, "discounts") if version.session_has_discounts() => (Self::SessionDiscount, true),
            (Self::Session, "line_items") => (Self::List(&Self::Item), true),
            (Self::Session, "shipping_cost" | "shipping_options") => (Self::Shipping, false),
            (Self::Session, "total_details") => (Self::TotalDetails, false),
            (Self::Item, "price") => (Self::Price, false),
            (Self::Price, "product") => (Self::Product, true),
            (Self::Product, "default_price") => (Self::Price, true),
            (Self::Session, "invoice" | "payment_link" | "setup_intent" | "subscription")
            | (Self::SessionDiscount, "coupon" | "promotion_code")
            | (Self::Shipping, "shipping_rate" | "taxes")
            | (Self::TotalDetails, "breakdown")
            | (Self::Item, "discounts" | "taxes")
            | (Self::Price, "currency_options") => (Self::Flat, true),
            _ => return None,
        };
        Some(found)
    }

    /// The permission that expanding such an object needs on top of the endpoint's own.
    fn resource(self) -> Option<Resource> {
        match self {
            Self::Customer => Some(Resource::Customer),
            Self::PaymentIntent => Some(Resource::PaymentIntent),
            Self::Charge => Some(Resource::Charge),
            _ => None,
        }
    }

    /// Follows a path to its end. `None` if there is no such path, or it does not end at what can be expanded.
    fn follow(self, path: &str, version: &Version) -> Option<Vec<Self>> {
        let (mut at, mut ends_well, mut passed) = (self, false, Vec::new());
        for name in path.split('.') {
            (at, ends_well) = at.property(name, version)?;
            if ends_well {
                passed.push(at);
            }
        }
        ends_well.then_some(passed)
    }
}

/// The paths that were asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Expand {
    paths: Vec<String>,
    needs: Vec<Resource>,
}

impl Expand {
    /// Reads the typed parameter `expand`.
    pub(crate) fn read(data: &Value, root: Shape, version: &Version) -> Result<Self, ApiError> {
        let mut expand = Self::default();
        for (at, path) in data["expand"].as_array().into_iter().flatten().enumerate() {
            let path = path.as_str().unwrap_or_default();
            let param = format!("expand[{at}]");
            if path.split('.').count() > DEPTH {
                let message = format!("You cannot expand more than {DEPTH} levels of a property. Property: {path}");
                return Err(ApiError::param(param, message).code("property_expansion_max_depth"));
            }
            let Some(passed) = root.follow(path, version) else {
                return Err(ApiError::param(param, refusal(root, path, version)));
            };
            expand.needs.extend(passed.into_iter().filter_map(Shape::resource));
            expand.paths.push(path.to_owned());
        }
        Ok(expand)
    }

    /// All that a page shows of a session.
    pub(crate) fn of_page() -> Self {
        let paths = [
            "customer",
            "discounts.coupon",
            "discounts.promotion_code",
            "line_items.data.discounts",
            "line_items.data.price.product",
            "line_items.data.taxes",
            "shipping_cost.shipping_rate",
            "shipping_cost.taxes",
            "shipping_options.shipping_rate",
            "total_details.breakdown",
        ];
        Self { paths: paths.map(str::to_owned).to_vec(), needs: Vec::new() }
    }

    /// Permissions that the expanded objects need.
    pub(crate) fn needs(&self) -> &[Resource] {
        &self.needs
    }

    /// True if the property is expanded, by name or on the way to a deeper one.
    pub(crate) fn has(&self, path: &str) -> bool {
        let mut asked = self.paths.iter();
        asked.any(|asked| asked.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
    }

    /// The paths below `prefix`, for an object inside the answer.
    pub(crate) fn below(&self, prefix: &str) -> Self {
        let inner = |asked: &String| asked.strip_prefix(prefix)?.strip_prefix('.').map(str::to_owned);
        Self { paths: self.paths.iter().filter_map(inner).collect(), needs: Vec::new() }
    }
}

fn refusal(root: Shape, path: &str, version: &Version) -> String {
    let in_list = format!("data.{path}");
    let hint = if root.follow(&in_list, version).is_some() {
        format!(" You may want to try expanding '{in_list}' instead.")
    } else {
        String::new()
    };
    format!("This property cannot be expanded ({path}).{hint}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(root: Shape, paths: &[&str]) -> Result<Expand, String> {
        let version = Version::parse("2025-03-31.basil", true).unwrap();
        Expand::read(&json!({"expand": paths}), root, &version)
            .map_err(|error| error.body("r", false)["error"]["message"].as_str().unwrap().to_owned())
    }

    #[test]
    fn a_deep_path_expands_what_leads_to_it() {
        let expand = read(Shape::Session, &["line_items.data.price.product", "discounts.coupon"]).unwrap();
        assert!(expand.has("line_items") && expand.has("discounts") && expand.has("discounts.coupon"));
        assert!(!expand.has("customer") && !expand.has("line_items.data.discounts") && !expand.has("discount"));
        assert!(expand.below("line_items").has("data.price.product"));
        assert!(expand.needs().is_empty());
    }

    #[test]
    fn lists_are_expanded_below_data() {
        let list = Shape::List(&Shape::Session);
        let paths = ["data.discounts.coupon", "data.customer", "data.line_items", "data.payment_intent.latest_charge"];
        for path in paths {
            assert!(read(list, &[path]).unwrap().has(path), "{path}");
        }
        let expand = read(list, &["data.customer", "data.discounts"]).unwrap();
        assert_eq!(expand.needs(), [Resource::Customer]);
        let expand = read(list, &["data.payment_intent.latest_charge.customer"]).unwrap();
        assert_eq!(expand.needs(), [Resource::PaymentIntent, Resource::Charge, Resource::Customer]);
        assert!(read(list, &["data"]).is_err());
        assert!(read(list, &["data.line_items.data.price.product"]).unwrap_err().contains("more than 4 levels"));
    }

    #[test]
    fn depth_names_and_lists_are_refused() {
        let message = |root, path| read(root, &[path]).unwrap_err();
        assert!(message(Shape::Session, "line_items.data.price.product.default_price").contains("more than 4 levels"));
        assert_eq!(message(Shape::Session, "currency"), "This property cannot be expanded (currency).");
        assert_eq!(message(Shape::Session, "line_items.data"), "This property cannot be expanded (line_items.data).");
        assert!(message(Shape::List(&Shape::Item), "price.product").contains("'data.price.product'"));
        assert!(read(Shape::Flat, &["x"]).is_err());
    }

    #[test]
    fn discounts_are_as_old_as_their_version() {
        let old = Version::parse("2024-12-18.acacia", true).unwrap();
        assert!(Expand::read(&json!({"expand": ["discounts"]}), Shape::Session, &old).is_err());
    }
}
