//! One attacker.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use sandbox::Delivery;
use serde_json::json;

use super::act::Act;
use super::attack_setup::{Buyer, Stage};
use super::goods::CARTS;
use super::plot::plot;
use super::purse::Purse;

/// One attacker: a few sessions, a few steps, each of them several things at the same moment.
pub(super) async fn attack(stage: Arc<Stage>, seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    // Without an e-mail address: Checkout keeps the one that the shopper types.
    let member = stage.shop.stripe().add_customer(json!({ "metadata": { "segments": "member" } }));
    let plot = if random.u8(..3) == 0 { plot(&mut random) } else { Vec::new() };
    let known = if random.u8(..3) > 0 { Buyer::Member(member) } else { Buyer::Referenced(member) };
    let mut sessions = Vec::new();
    for _ in 0..if plot.is_empty() { *random.choice(&[1, 1, 2, 3]).unwrap() } else { 2 } {
        let buyer = match random.u8(..8) {
            0..3 if plot.is_empty() => Buyer::Guest,
            3 if plot.is_empty() => Buyer::SignsUp,
            _ => known.clone(),
        };
        sessions.push(stage.session(buyer, random.bool(), random.usize(..CARTS.len())).await);
    }
    let mut purse = Purse::default();
    let mut history = Vec::new();
    let mut late: Vec<Delivery> = Vec::new();
    let steps = if plot.is_empty() { random.usize(1..5) } else { plot.len() };
    for step in 0..=steps {
        let mut acts: Vec<(usize, Act)> = plot.get(step).cloned().unwrap_or_default();
        if step == steps {
            // In the end everything is paid, at the same moment.
            acts.extend((0..sessions.len()).map(|at| (at, Act::Pay)));
        } else if plot.is_empty() || random.u8(..3) == 0 {
            for _ in 0..random.choice([1, 1, 2, 3]).unwrap() {
                acts.push((random.usize(..sessions.len()), Act::random(&mut random)));
            }
            if random.u8(..4) == 0 {
                acts.extend(Act::heist(&mut random).map(|act| (acts[0].0, act)));
            }
        }
        history.push(acts.clone());
        purse.opens(&stage, &sessions);
        let made: Vec<_> = acts
            .iter()
            .map(|(at, act)| {
                let (stage, session, act) = (Arc::clone(&stage), sessions[*at].clone(), *act);
                let pause = Duration::from_micros(random.u64(..6_000)).mul_f64(if acts.len() > 1 { 1.0 } else { 0.0 });
                tokio::spawn(async move {
                    // Starts are spread at random; every order of them has to end well.
                    tokio::time::sleep(pause).await;
                    stage.act(&session, act).await
                })
            })
            .collect();
        for made in made {
            let status = made.await.unwrap();
            assert!(!matches!(status, 500 | 503 | 504), "{status}: seed {seed}, {history:?}");
        }
        purse.closes(&stage, &sessions);
        late.extend(stage.news());
        if let (0, Some(delivery)) = (random.u8(..4), random.choice(&late)) {
            // Stripe gets no answer, so it comes again.
            stage.deliver_dying(delivery, random.usize(1..8)).await;
        }
        if random.u8(..4) == 0 {
            random.shuffle(&mut late);
            let now = late.split_off(random.usize(..=late.len()));
            stage.deliver(&now).await;
            // Some of them come again.
            late.extend(now.into_iter().filter(|_| random.bool()));
        }
    }
    random.shuffle(&mut late);
    stage.deliver(&late).await;

    let mut firsts = BTreeSet::new();
    let mut alarms = 0;
    for session in &sessions {
        let Some(paid) = stage.paid(session, purse.spent(session)) else { continue };
        alarms += usize::from(paid.alarm);
        let tell = || format!("seed {seed}: {paid:?} of {session:?} in {sessions:?} after {history:#?}");
        if paid.given > paid.due[0] {
            assert!(paid.alarm, "too large, and no alarm: {}", tell());
            // Which rate ships it, the page chooses in any session.
            let reships = |(at, act): &(usize, Act)| {
                matches!(act, Act::PageShipping(_)) && sessions[*at].id == session.id && !stage.rates.is_empty()
            };
            let reshipped = history.iter().flatten().any(reships);
            assert!(!session.closed || reshipped, "too large, though only the server changes it: {}", tell());
        }
        if paid.given > paid.due[1] && paid.is_order && !paid.alarm {
            assert!(firsts.insert(session.owner()), "a second first order, and no alarm: {}", tell());
        }
    }
    // Deliveries at the same moment may raise one alarm each, and a function that ends before its record raises it again.
    let raised = stage.alarms();
    assert!(raised >= alarms && (alarms > 0 || raised == 0), "{raised} of {alarms}: seed {seed}, {history:#?}");
}
