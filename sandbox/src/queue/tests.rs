use super::*;
use crate::seed_data::sample;
use serde_json::json;
use std::time::Duration;

fn event(at: usize) -> Map<String, Value> {
    sample("event", json!({"id": format!("evt_{at}"), "type": "coupon.created"}))
}

fn waiting(webhooks: &Webhooks) -> Vec<String> {
    webhooks.queue.iter().map(|waiting| waiting.event.clone()).collect()
}

#[test]
fn a_delivery_is_retried_with_backoff_until_given_up() {
    let settings = Settings { attempts: 3, backoff: Duration::from_secs(1), ..Settings::default() };
    let (mut webhooks, start) = (Webhooks::new(), Instant::now());
    webhooks.send("we_1", &event(1));
    let at = |seconds| start + Duration::from_secs(seconds);
    for (now, next) in [(0, Some(1)), (1, Some(3)), (3, None)] {
        let taken = webhooks.take(&settings, at(now)).unwrap();
        assert!(webhooks.take(&settings, at(now)).is_err(), "it is under way");
        webhooks.attempted(&settings, &taken, Some(500), at(now));
        assert_eq!(webhooks.take(&settings, at(now)).unwrap_err(), next.map(at));
    }
    assert!(webhooks.is_settled());
    assert_eq!(webhooks.attempts().iter().map(|attempt| attempt.number).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn only_so_many_are_under_way_at_once() {
    let settings = Settings { at_once: 2, ..Settings::default() };
    let (mut webhooks, now) = (Webhooks::new(), Instant::now());
    (0..3).for_each(|at| webhooks.send("we_1", &event(at)));
    let first = webhooks.take(&settings, now).unwrap();
    webhooks.take(&settings, now).unwrap();
    assert_eq!(webhooks.take(&settings, now).unwrap_err(), None);
    webhooks.attempted(&settings, &first, Some(204), now);
    assert_eq!(webhooks.take(&settings, now).unwrap().event, "evt_2");
}

#[test]
fn what_waits_is_doubled_shuffled_and_held_back() {
    let mut webhooks = Webhooks::new();
    webhooks.duplicate(2);
    webhooks.send("we_1", &event(0));
    webhooks.duplicate(1);
    webhooks.hold("coupon.*");
    (1..5).for_each(|at| webhooks.send("we_1", &event(at)));
    assert_eq!(waiting(&webhooks), ["evt_0", "evt_0", "evt_1", "evt_2", "evt_3", "evt_4"]);
    webhooks.shuffle(7);
    let mut shuffled = waiting(&webhooks);
    assert_ne!(shuffled, ["evt_0", "evt_0", "evt_1", "evt_2", "evt_3", "evt_4"]);
    shuffled.sort();
    assert_eq!(shuffled, ["evt_0", "evt_0", "evt_1", "evt_2", "evt_3", "evt_4"]);
    assert_eq!(webhooks.queue.iter().filter(|waiting| waiting.held).count(), 4);
    webhooks.release();
    webhooks.send("we_1", &event(5));
    assert!(webhooks.queue.iter().all(|waiting| !waiting.held));
}

#[test]
fn patterns_name_types() {
    for (pattern, kind, fits) in [
        ("*", "coupon.created", true),
        ("coupon.created", "coupon.created", true),
        ("coupon.created", "coupon.updated", false),
        ("checkout.session.*", "checkout.session.expired", true),
        ("checkout.session.*", "coupon.created", false),
    ] {
        assert_eq!(matches_event_type(pattern, kind), fits, "{pattern} {kind}");
    }
}
