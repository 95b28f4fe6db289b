//! A name where the id of a product or a price belongs.

use super::file::{File, Lint, Remark};
use super::places::StringAt;

pub(super) const LINT: Lint = Lint { code: "not-an-id", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let offers = file.policy.offers.iter();
    let texts = offers.flat_map(|offer| file.places.strings_of_rules(offer));
    texts.filter_map(|text| remark(&text)).collect()
}

fn remark(text: &StringAt<'_>) -> Option<Remark> {
    let (key, keys) = text.path.split_last()?;
    // The metadata of a session has keys of the merchant's own.
    if keys.is_empty() || keys.first() == Some(&"metadata") {
        return None;
    }
    let word = text.text.trim();
    let (what, begins, where_to) = match *key {
        "products" if !word.starts_with("price_") => ("product", "prod_", "at Stripe, on the product's page"),
        "prices" if !word.starts_with("prod_") => ("price", "price_", "at Stripe, on the page of its product"),
        "tags" if word.starts_with("prod_") || word.starts_with("price_") => {
            let list = if word.starts_with("prod_") { "products" } else { "prices" };
            let message = format!("\"{word}\" is an id, and ids are no tags");
            return Some(Remark::new(text.span.clone(), message, format!("ids of {list} belong under {list}")));
        }
        _ => return None,
    };
    is_a_name(word).then(|| {
        Remark::new(
            text.span.clone(),
            format!("\"{word}\" looks like a name, but {key} lists ids, which begin with {begins}"),
            format!("write the id of the {what}, to be read {where_to}, or list a tag under tags"),
        )
    })
}

/// Returns whether a word is of letters and blanks alone. A shop may choose ids itself: those have other characters.
fn is_a_name(word: &str) -> bool {
    let letters = word.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || matches!(c, '\'' | '&' | ','));
    letters && word.chars().count() > 2 || word.contains(char::is_whitespace)
}
