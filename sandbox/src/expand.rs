//! `expand[]`: which properties can be expanded, and which were asked for (docs page "Expanding responses").

use serde_json::Value;

use crate::error::ApiError;
use crate::version::Version;

const DEPTH: usize = 4;

/// What an answer is, as far as expanding goes. Only properties that the sandbox can fill, or that are null in its
/// answers, are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Root {
    Session,
    LineItems,
    Price,
    Product,
    /// An object without expandable properties.
    Flat,
}

impl Root {
    fn expandable(self) -> &'static [&'static str] {
        match self {
            Self::Session => &[
                "customer",
                "discounts",
                "discounts.coupon",
                "discounts.promotion_code",
                "invoice",
                "line_items",
                "line_items.data.discounts",
                "line_items.data.price.product",
                "line_items.data.taxes",
                "payment_intent",
                "payment_link",
                "setup_intent",
                "shipping_cost.shipping_rate",
                "shipping_cost.taxes",
                "shipping_options.shipping_rate",
                "subscription",
                "total_details.breakdown",
            ],
            Self::LineItems => &["data.discounts", "data.price.product", "data.taxes"],
            Self::Price => &["product"],
            Self::Product => &["default_price"],
            Self::Flat => &[],
        }
    }
}

/// The paths that were asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Expand(Vec<String>);

impl Expand {
    /// Reads the typed parameter `expand`.
    pub(crate) fn read(data: &Value, root: Root, version: &Version) -> Result<Self, ApiError> {
        let mut paths = Vec::new();
        for (at, path) in data["expand"].as_array().into_iter().flatten().enumerate() {
            let path = path.as_str().unwrap_or_default();
            let param = format!("expand[{at}]");
            if path.split('.').count() > DEPTH {
                let message = format!("You cannot expand more than {DEPTH} levels of a property. Property: {path}");
                return Err(ApiError::param(param, message).code("property_expansion_max_depth"));
            }
            let hidden = path.starts_with("discounts") && !version.session_has_discounts();
            if hidden || !root.expandable().contains(&path) {
                return Err(ApiError::param(param, refusal(root, path)));
            }
            paths.push(path.to_owned());
        }
        Ok(Self(paths))
    }

    /// Everything of a session.
    pub(crate) fn all() -> Self {
        Self(Root::Session.expandable().iter().map(|path| (*path).to_owned()).collect())
    }

    /// Whether the property is expanded: by name, or on the way to a deeper one.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.0.iter().any(|asked| asked.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
    }

    /// The paths below `prefix`, for an object inside the answer.
    pub(crate) fn below(&self, prefix: &str) -> Self {
        let inner = |asked: &String| asked.strip_prefix(prefix)?.strip_prefix('.').map(str::to_owned);
        Self(self.0.iter().filter_map(inner).collect())
    }
}

fn refusal(root: Root, path: &str) -> String {
    let in_list = format!("data.{path}");
    let hint = if root.expandable().contains(&in_list.as_str()) {
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

    fn read(root: Root, paths: &[&str]) -> Result<Expand, String> {
        let version = Version::parse("2025-03-31.basil", true).unwrap();
        Expand::read(&json!({"expand": paths}), root, &version)
            .map_err(|error| error.body("r", false)["error"]["message"].as_str().unwrap().to_owned())
    }

    #[test]
    fn a_deep_path_expands_what_leads_to_it() {
        let expand = read(Root::Session, &["line_items.data.price.product", "discounts.coupon"]).unwrap();
        assert!(expand.has("line_items") && expand.has("discounts") && expand.has("discounts.coupon"));
        assert!(!expand.has("customer") && !expand.has("line_items.data.discounts") && !expand.has("discount"));
        assert!(expand.below("line_items").has("data.price.product"));
    }

    #[test]
    fn depth_names_and_lists_are_refused() {
        let message = |root, path| read(root, &[path]).unwrap_err();
        assert!(message(Root::Session, "line_items.data.price.product.default_price").contains("more than 4 levels"));
        assert_eq!(message(Root::Session, "currency"), "This property cannot be expanded (currency).");
        assert_eq!(message(Root::Session, "line_items.data"), "This property cannot be expanded (line_items.data).");
        assert!(message(Root::LineItems, "price.product").contains("'data.price.product'"));
        assert!(read(Root::Flat, &["x"]).is_err());
    }

    #[test]
    fn discounts_are_as_old_as_their_version() {
        let old = Version::parse("2024-12-18.acacia", true).unwrap();
        assert!(Expand::read(&json!({"expand": ["discounts"]}), Root::Session, &old).is_err());
    }
}
