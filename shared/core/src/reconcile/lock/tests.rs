use super::*;
use crate::test_support;

fn version(text: &str) -> SessionVersion {
    SessionVersion::parse(text).unwrap()
}

fn lock(tracker: &mut VersionTracker, read: &str) -> Lock {
    tracker.lock(Some(&version(read))).unwrap()
}

fn at(second: i64) -> Timestamp {
    test_support::at(test_support::NOON).checked_add(SignedDuration::from_secs(second)).unwrap()
}

#[test]
fn callers_of_one_version_share_its_key_and_leave_others() {
    let (mut one, mut other) = (VersionTracker::new(1), VersionTracker::new(1 << 64));
    let (ones, others) = (lock(&mut one, "a1"), lock(&mut other, "a1"));
    assert_eq!((&ones.from, &ones.bump), (&others.from, &None));
    assert_ne!(ones.to, others.to);
    assert_eq!(lock(&mut other, ones.to.as_str()).from, ones.to);
}

#[test]
fn failed_key_bumps_the_version_the_same_way_for_all() {
    let (mut one, mut other) = (VersionTracker::new(1), VersionTracker::new(2));
    for tracker in [&mut one, &mut other] {
        lock(tracker, "");
        tracker.key_failed();
    }
    let (ones, others) = (lock(&mut one, ""), lock(&mut other, ""));
    assert_eq!((&ones.bump, &ones.from), (&others.bump, &others.from));
    assert_eq!(ones.bump, Some(WriteKey::Bump(version(""), 0)));
    one.bumped(&ones.from, Some(&ones.from));
    assert_eq!(lock(&mut one, ones.from.as_str()).bump, None);
}

#[test]
fn failed_version_bump_uses_next_key() {
    let mut tracker = VersionTracker::new(1);
    lock(&mut tracker, "");
    tracker.key_failed();
    assert_eq!(lock(&mut tracker, "").bump, Some(WriteKey::Bump(version(""), 0)));
    tracker.bump_failed();
    let lock = lock(&mut tracker, "");
    assert_eq!((lock.bump, lock.from), (Some(WriteKey::Bump(version(""), 1)), version("1")));
}

#[test]
fn key_is_abandoned_after_ten_seconds_in_use() {
    let mut tracker = VersionTracker::new(1);
    lock(&mut tracker, "");
    tracker.conflict(at(0));
    for (second, abandoned) in [(0, false), (9, false), (10, true)] {
        tracker.conflict(at(second));
        tracker.read_begins(at(second));
        assert_eq!(lock(&mut tracker, "").bump.is_some(), abandoned, "{second} s");
    }
    assert_eq!(lock(&mut tracker, "b2").bump, None, "another version has another key");
}

#[test]
fn key_is_not_abandoned_by_a_read_that_began_before() {
    let mut tracker = VersionTracker::new(1);
    lock(&mut tracker, "");
    tracker.conflict(at(0));
    tracker.read_begins(at(9));
    tracker.conflict(at(11));
    assert_eq!(lock(&mut tracker, "").bump, None, "the write may have been made after that read");
    tracker.read_begins(at(11));
    assert_eq!(lock(&mut tracker, "").bump, Some(WriteKey::Bump(version(""), 0)));
}

#[test]
fn versions_that_stripe_drops_end_the_locking() {
    let mut tracker = VersionTracker::new(1);
    let first = lock(&mut tracker, "");
    tracker.written(&first, Some(&version("")));
    assert_eq!(tracker.lock(Some(&version(""))), None);

    let mut tracker = VersionTracker::new(1);
    lock(&mut tracker, "");
    tracker.key_failed();
    let second = lock(&mut tracker, "");
    tracker.bumped(&second.from, Some(&version("")));
    assert_eq!(tracker.lock(Some(&version("1"))), None);
}

#[test]
fn a_version_that_may_have_been_written_is_not_used_again() {
    let mut tracker = VersionTracker::new(1);
    let first = lock(&mut tracker, "");
    assert_eq!(lock(&mut tracker, "").to, first.to);
    tracker.conflict(at(0));
    assert_ne!(lock(&mut tracker, "").to, first.to, "the other write may be this caller's own");
    tracker.use_up();
    let second = lock(&mut tracker, "");
    assert_ne!(second.to, first.to);
    assert_ne!(lock(&mut tracker, second.to.as_str()).to, second.to, "written although its answer was lost");
}
