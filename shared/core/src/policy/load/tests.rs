use crate::effect::{self, Effect};
use crate::key::Key;
use crate::selection::{self, Selection};
use crate::test_support::{faults, policy};
use crate::words::enumerated;

mod checkout;
mod conditions;
mod effects;
mod groups;
mod items;
mod loads;
mod offers;
mod policy_wide;

/// The first four lines of an offer; the text of a row begins in line 5.
const CART_OFFER: &str = "[[offer]]\nid = \"a\"\ninteraction = \"cart-threshold\"\nname = \"A\"\n";

/// An offer with a condition in line 5 and a gift in line 6.
fn complete(more: &str) -> String {
    format!("{CART_OFFER}when.quantity_at_least = 1\ngive.percent = \"10\"\n{more}")
}

/// Every row is the text of a policy and all that is wrong with it. `{effects}`, `{selections}`, `{selectable}` and
/// `{keys}` are the keys of effects, of selections, of the effects that these can be beside, and all of them under `give`.
fn each_is_refused(rows: &[(String, &str)]) {
    let (effects, selections) = (Effect::ROWS.iter(), Selection::ROWS.iter());
    let selectable: Vec<_> = effects.clone().filter(|row| row.of_selection).map(effect::Row::key).collect();
    let names = |keys: &'static [Key]| keys.iter().map(|key| key.name);
    let keys = effects.clone().flat_map(|row| names(row.keys)).chain(["on", "except"]);
    let keys: Vec<_> = keys.chain(selections.clone().flat_map(|row| names(row.keys))).collect();
    let selections: Vec<_> = selections.map(selection::Row::key).collect();
    for (text, expected) in rows {
        let expected = expected
            .replace("{effects}", &Effect::choice())
            .replace("{selections}", &enumerated(&selections, "and"))
            .replace("{selectable}", &enumerated(&selectable, "or"))
            .replace("{keys}", &keys.join(", "));
        assert_eq!(faults(text), expected, "\n{text}\n");
    }
}
