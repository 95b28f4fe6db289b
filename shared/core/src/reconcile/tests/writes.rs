//! Writes and their answers.

use super::*;

#[test]
fn settled_session_is_left_as_it_is() {
    let run = refresh([session(1_500, "a")]);
    assert_eq!((run.steps.as_slice(), run.changed()), (&[] as &[String], false));
}

#[test]
fn write_is_made_under_the_version_that_was_read() {
    let run = refresh([session(0, "a"), session(1_500, MINE)]);
    assert_eq!((run.steps.as_slice(), run.changed()), (&["write \"a\" off 1500".to_owned()][..], true));
}

#[test]
fn session_without_a_version_is_written_under_a_fresh_key() {
    assert_eq!(refresh([Observation::Session(unlocked(3, 0))]).steps, ["write off 1500"]);
}

#[test]
fn replayed_success_is_read_again() {
    let run = refresh([session(0, "a"), Observation::Replayed(view(1_500, MINE)), session(1_500, "c")]);
    assert_eq!(run.steps, ["write \"a\" off 1500", "read"]);
    assert!(run.changed());
}

#[test]
fn unreadable_answer_to_a_write_is_read_again() {
    let run = refresh([session(0, "a"), Observation::Torn(2), session(1_500, MINE)]);
    assert_eq!(run.steps, ["write \"a\" off 1500", "read"]);
    assert!(run.changed(), "it was made");
}

#[test]
fn answer_that_shows_another_cart_is_decided_again() {
    let answers = [Observation::Session(unlocked(3, 0)), Observation::Session(unlocked(4, 1_500))];
    let run = refresh(answers.into_iter().chain([Observation::Session(unlocked(4, 2_000))]));
    assert_eq!(run.steps, ["write off 1500", "write off 2000"]);
    assert!(run.changed());
}

#[test]
fn fourth_write_and_later_ones_add_jitter() {
    // The page changes the cart before each write.
    let mut seen = vec![Observation::Session(unlocked(1, 0))];
    for write in 1..12 {
        seen.push(Observation::Session(unlocked(write + 1, write * 500)));
        seen.extend((write >= 3).then_some(Observation::Waited));
    }
    let steps = refresh(seen).steps;
    assert!(steps.iter().take(3).all(|step| step.starts_with("write")), "{steps:?}");
    let jitter: Vec<&str> = steps.iter().filter_map(|step| step.strip_prefix("jitter up to ")).collect();
    assert_eq!(jitter, ["60", "80", "100", "120", "140", "160", "180", "200", "200"]);
}

#[test]
fn still_writing_at_the_deadline_ends_as_overtaken() {
    let seen = [(0, unlocked(1, 0)), (16, unlocked(2, 500))];
    let seen = seen.map(|(moment, view)| (moment, Observation::Session(view)));
    let run = play(&policy_with(""), reconciler(SessionCommand::Refresh), seen);
    assert_eq!(run.error(), (&ReconcileError::Overtaken, None));
}

#[test]
fn wrong_total_is_cleared_and_reported() {
    let mut wrong = view(1_500, "b");
    wrong.amount_discount = amount(1_700);
    let run = refresh([session(0, "a"), Observation::Session(wrong), session(0, "b")]);
    assert_eq!(run.steps, ["write \"a\" off 1500", "clear"]);
    assert_eq!(run.error(), (&ReconcileError::WrongTotal(amount(1_700)), Some(Excess::Cleared)));
}
