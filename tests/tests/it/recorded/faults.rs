//! A fault of Stripe's on the read or the write of one call.

use discounts_core::Interaction;
use end_to_end::{Recording, Shop};
use sandbox::{Fault, On};
use serde_json::json;
use shared::Endpoint;

use super::POLICY;

#[tokio::test]
async fn retries_send_what_is_recorded() {
    let mut recording = Recording::of(Shop::open(POLICY).await, POLICY);
    for permission in ["client_only", "server_only"] {
        for (name, fault, on) in [
            ("a read answered by 503", Fault::Status(503), On::read()),
            ("a write answered by 503", Fault::Status(503), On::write()),
            ("a write whose answer is lost", Fault::AnswerLost, On::write()),
            ("a write whose object is locked", Fault::LockTimeout, On::write()),
            ("a write over the rate limit", Fault::RateLimited, On::write()),
            ("a write that is rejected", Fault::Rejected("parameter_invalid"), On::write()),
            ("a write with a wrong total", Fault::WrongTotal, On::write()),
            ("a key that is rejected", Fault::Unauthorized, On::read()),
        ] {
            recording.scenario(&format!("{name}, line items {permission}"));
            let own = recording.shop.session_in("usd", 15_000, &[("permissions[update_line_items]", permission)]);
            recording.shop.stripe().clear_requests();
            recording.shop.stripe().fault(fault, on);
            let body = json!({ "checkout_session_id": own });
            recording.post(Endpoint::Add(Interaction::CartThreshold), &body).await;
        }
    }
    recording.check("faults.txt");
}
