use super::*;

fn ladder(when: &str, steps: &[&str]) -> String {
    let steps: Vec<String> = steps.iter().map(|step| format!("{{ {step} }}")).collect();
    cart("a", &format!("{when}\ngive.ladder = [\n    {},\n]", steps.join(",\n    ")))
}

#[test]
fn every_step_can_be_reached() {
    let steps = &["over.usd = \"50\", percent = \"5\"", "over.usd = \"100\", percent = \"10\""];
    each_is_found(&[
        (ladder("", steps), ""),
        (ladder("when.subtotal_over = { usd = \"99\" }", steps), ""),
        (
            ladder("when.subtotal_over = { usd = \"100\" }", steps),
            "unreachable-step { over.usd = \"50\", percent = \"5\" }",
        ),
        (ladder("when.subtotal_below = { usd = \"100.02\" }", steps), ""),
        (
            ladder("when.subtotal_below = { usd = \"100.01\" }", steps),
            "unreachable-step { over.usd = \"100\", percent = \"10\" }",
        ),
        (ladder("when.subtotal_below = { usd = \"90\" }\ngive.on.tags = [\"a\"]", steps), ""),
    ]);
}

#[test]
fn every_step_gives_more_than_the_one_below_it() {
    let row = |steps: &[&str], expected| (ladder("", steps), expected);
    each_is_found(&[
        row(&["over.usd = \"50\", amount_off.usd = \"5\"", "over.usd = \"90\", amount_off.usd = \"9\""], ""),
        row(
            &["over.usd = \"50\", amount_off.usd = \"5\"", "over.usd = \"90\", amount_off.usd = \"5\""],
            "falling-step { over.usd = \"90\", amount_off.usd = \"5\" }",
        ),
        row(
            &["over.usd = \"50\", amount_off.usd = \"9\"", "over.usd = \"90\", amount_off.usd = \"5\""],
            "falling-step { over.usd = \"90\", amount_off.usd = \"5\" }",
        ),
        row(
            &["over.usd = \"50\", percent = \"10\"", "over.usd = \"90\", percent = \"5\""],
            "falling-step { over.usd = \"90\", percent = \"5\" }",
        ),
        row(
            // From 90.01 it gives 4.50, and later more than 9.
            &["over.usd = \"50\", amount_off.usd = \"9\"", "over.usd = \"90\", percent = \"5\""],
            "falling-step { over.usd = \"90\", percent = \"5\" }",
        ),
        row(
            &["over.usd = \"50\", percent = \"10\"", "over.usd = \"90\", percent = \"10\""],
            "falling-step { over.usd = \"90\", percent = \"10\" }",
        ),
        row(&["over.usd = \"50\", percent = \"10\", cap.usd = \"9\"", "over.usd = \"90\", percent = \"10\""], ""),
        row(
            &[
                "over = { usd = \"50\", eur = \"50\" }, amount_off = { usd = \"5\", eur = \"5\" }",
                "over = { usd = \"90\", eur = \"90\" }, amount_off = { usd = \"9\", eur = \"4\" }",
            ],
            "falling-step { over = { usd = \"90\", eur = \"90\" }, amount_off = { usd = \"9\", eur = \"4\" } }",
        ),
        row(
            &[
                "over.usd = \"50\", percent = \"10\"",
                "over.eur = \"50\", percent = \"10\"",
                "over.usd = \"90\", percent = \"12\"",
            ],
            "",
        ),
    ]);
}
