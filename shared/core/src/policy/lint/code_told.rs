//! A public offer whose id is its code: reasons name it to a caller with any other code.

use super::file::{File, Lint, Remark};
use crate::policy::{Condition, Offer};

pub(super) const LINT: Lint = Lint { code: "code-told", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let told = file.policy.offers.iter().filter(|offer| offer.public && is_its_code(offer));
    let remark = |offer: &Offer| {
        Remark::new(
            file.places.in_offer(offer, &["public"]),
            format!(
                "\"{}\" is public and named after its code, so reasons reveal the code to shoppers who guess",
                offer.id
            ),
            "give it an id that says nothing, or take public out",
        )
    };
    told.map(remark).collect()
}

fn is_its_code(offer: &Offer) -> bool {
    offer.conditions.iter().any(|condition| match condition {
        Condition::Code(codes) => codes.0.iter().any(|code| plain(code) == plain(offer.id.as_str())),
        _ => false,
    })
}

/// A word as guessed by a person who tries it with and without hyphens.
fn plain(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}
