//! Counterexamples that a person can read.

use std::fmt::Write as _;

use discounts_core::difference::Change;
use discounts_core::reconcile::PlannedWrite;

use crate::caller::{Caller, Phase, Request};
use crate::event::Event;
use crate::setup::{CLOCK, Setup};
use crate::world::World;

/// The events that lead to a violation, each with the session after it.
pub(crate) fn counterexample(setup: &Setup, path: Vec<(World, Option<Event>)>) -> String {
    let mut text = String::new();
    let mut event = None;
    let mut before: Option<World> = None;
    for (world, next) in path {
        let happened = if let (Some(before), Some(event)) = (&before, event) {
            describe(before, event)
        } else {
            let wants = |(caller, at): (&Caller, u8)| format!("caller {at} wants {:?}", caller.command);
            world.callers.iter().zip(1..).map(wants).collect::<Vec<_>>().join("; ")
        };
        let session = &world.stripe.session;
        let _ = writeln!(
            text,
            "- {happened}\n    session: {} units, {:?}, discount {}, earns {}, {:?}{}",
            session.units,
            session.set,
            session.amount_off.get(),
            setup.earned(session.units, session.set).get(),
            session.version,
            if session.open { "" } else { ", complete" },
        );
        if let Some(before) = &before {
            for ((was, is), at) in before.callers.iter().zip(&world.callers).zip(1..) {
                if let (Phase::Ended(ended), false) = (&is.phase, was.phase == is.phase) {
                    let _ = writeln!(text, "    caller {at} ends: {ended:?}");
                }
            }
        }
        if let Some(violation) = world.violation {
            let _ = writeln!(text, "VIOLATION: {violation}");
        }
        (before, event) = (Some(world), next);
    }
    text
}

fn describe(world: &World, event: Event) -> String {
    match event {
        Event::Call(at, way) => {
            let caller = world.callers.get(usize::from(at));
            let number = at.saturating_add(1);
            format!("caller {number}: {} ({way:?})", caller.map(request).unwrap_or_default())
        }
        Event::Lands(index) => {
            let write = world.stripe.underway.get(index);
            write
                .map(|(at, _, write)| {
                    format!("the late write of caller {} lands: {}", at.saturating_add(1), said(write))
                })
                .unwrap_or_default()
        }
        Event::TimePasses => {
            let second = CLOCK.get(usize::from(world.clock).saturating_add(1)).copied().unwrap_or_default();
            format!("time passes: {second} s")
        }
        Event::PageChangesTheCart => "the page changes the cart".to_owned(),
        Event::PagePays => "the page pays".to_owned(),
    }
}

fn request(caller: &Caller) -> String {
    match &caller.phase {
        Phase::Calling(_, Request::Read) => "reads".to_owned(),
        Phase::Calling(_, Request::Wait(least)) => format!("waits {least:?} or longer"),
        Phase::Calling(_, Request::Write(write)) => format!("writes {}", said(write)),
        Phase::Underway(_) | Phase::Ended(_) => String::new(),
    }
}

fn said(write: &PlannedWrite) -> String {
    let mut parts = vec![format!("under {:?}", write.key)];
    if let Some(lines) = &write.cart {
        parts.push(format!("cart of {} units", lines.iter().map(|line| line.quantity).sum::<u64>()));
    }
    match &write.update.discount {
        Change::Keep => {}
        Change::Put { discount, .. } => parts.push(format!("discount {}", discount.amount_off.get())),
        Change::Clear { .. } => parts.push("no discount".to_owned()),
    }
    if !write.update.asked.is_empty() {
        parts.push(format!("adds {:?}", write.update.asked));
    }
    if !write.update.dropped.is_empty() {
        parts.push(format!("removes {:?}", write.update.dropped));
    }
    parts.extend(write.version.as_ref().map(|version| format!("leaves {version:?}")));
    parts.join(", ")
}
