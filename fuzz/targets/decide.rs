//! Any session of Stripe's form, under policies that use every condition and effect: nothing panics, no discount is
//! larger than the cart, the parts sum to the whole, and the facts of the log give an equal decision.

#![no_main]

mod input;

use std::sync::LazyLock;

use discounts_core::decide::decide_from;
use discounts_core::session::Facts;
use discounts_core::{Interaction, InteractionSet, Policy, decide};
use input::Input;
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use shared::stripe::StripeSession;

static POLICIES: LazyLock<Vec<Policy>> = LazyLock::new(|| {
    let text = include_str!("../seeds/policy/everything.toml");
    let kinds = ["best", "sum", "sequential"].into_iter().flat_map(|combine| {
        let exclusive = [true, false].map(|exclusive| {
            let text = format!("combine = \"{combine}\"\n{text}");
            let shared = |text: String| text.replace("exclusive = true", "").replace("exclusive = \"always\"", "");
            if exclusive { text } else { shared(text) }
        });
        exclusive.into_iter().flat_map(|text| [text.clone(), format!("rounding = \"half-up\"\n{text}")])
    });
    kinds.map(|text| Policy::load("everything.toml", &text).expect("the seed loads")).collect()
});

fuzz_target!(|input: Input| {
    let Ok(session) = serde_json::from_value::<StripeSession>(input.session.json()) else { return };
    let Ok(snapshot) = shared::purchase::snapshot(&session, <_>::default()) else { return };
    let Ok(now) = Timestamp::from_second(input.now) else { return };
    let Some(policy) = POLICIES.get(usize::from(input.policy) % POLICIES.len()) else { return };
    let set: InteractionSet = Interaction::ALL
        .into_iter()
        .enumerate()
        .filter(|(place, _)| input.set >> place & 1 == 1)
        .map(|(_, interaction)| interaction)
        .collect();
    // The set that is decided for, without a code once too many were tried.
    let set = snapshot.honoured(policy, set);

    let decision = decide(policy, &snapshot, set, now);
    let logged = serde_json::to_string(&Facts::of(policy, &snapshot, set)).expect("facts can be written");
    let facts: Facts<'_> = serde_json::from_str(&logged).expect("and read back");
    assert_eq!(decide_from(policy, &facts, set, now), decision);

    // A sum larger than Stripe's integers is refused.
    let Ok(decision) = decision else { return };
    let off = decision.discount.as_ref().map_or(0, |discount| discount.amount_off.get());
    assert!(off <= snapshot.cart.subtotal.get());
    assert_eq!(decision.applied.iter().map(|part| part.amount.get()).sum::<u64>(), off);
    assert_eq!(decision.discount.is_some(), off > 0);
    assert!(decision.rejected.iter().all(|rejected| !rejected.reasons.is_empty()));
    assert!(decision.valid_until.is_none_or(|until| until > now));
    assert_eq!(decision.applied.len() + decision.rejected.len(), policy.offers_of(set).count());
});
