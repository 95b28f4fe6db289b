//! Clashes of windows and schedules.

use super::found::Clash;
use crate::policy::{Condition, Policy, Schedule, WallClock};

pub(super) fn window(conditions: &[&Condition]) -> Option<Clash> {
    let (start, end) = ends_of_window(conditions);
    let never = start? >= end?;
    never.then(|| Clash::of("starts", "ends", "the window ends before it starts"))
}

fn ends_of_window(conditions: &[&Condition]) -> (Option<jiff::Timestamp>, Option<jiff::Timestamp>) {
    let starts = conditions.iter().filter_map(|condition| match condition {
        Condition::Starts(start) => Some(start.0),
        _ => None,
    });
    let ends = conditions.iter().filter_map(|condition| match condition {
        Condition::Ends(end) => Some(end.0),
        _ => None,
    });
    (starts.max(), ends.min())
}

fn all_schedules<'a>(conditions: &[&'a Condition]) -> impl Iterator<Item = (&'static str, &'a Schedule)> {
    conditions.iter().filter_map(|condition| match condition {
        Condition::Schedule(schedule) => Some((condition.word(), schedule)),
        _ => None,
    })
}

/// Keys of one schedule that share no day of any year.
pub(super) fn days(conditions: &[&Condition]) -> Option<Clash> {
    let (_, never) = all_schedules(conditions).find(|(_, schedule)| !schedule.comes())?;
    let keys = never.written();
    let mut on_days = keys.iter().copied().filter(|key| *key != "hours");
    let (first, last) = (on_days.next()?, on_days.next_back()?);
    Some(Clash::of(first, last, "no day of any year is in both"))
}

pub(super) fn schedules(conditions: &[&Condition]) -> Option<Clash> {
    let mut schedules = all_schedules(conditions);
    let ((first, one), (second, other)) = (schedules.next()?, schedules.next()?);
    (!one.meets(other)).then(|| Clash::of(first, second, "they share no time"))
}

pub(super) fn schedule_in_window(policy: &Policy, conditions: &[&Condition]) -> Option<Clash> {
    let (start, end) = ends_of_window(conditions);
    let (start, end) = (start?, end?);
    let clock = WallClock::at(start, &policy.zone);
    let closed = |schedule: &Schedule| {
        let opens = schedule.next_change(start, clock, &policy.zone);
        !schedule.is_open(clock) && opens.is_none_or(|opens| opens >= end)
    };
    let (key, _) = all_schedules(conditions).find(|(_, schedule)| closed(schedule))?;
    Some(Clash::of(key, "ends", "there is no such time between starts and ends"))
}
