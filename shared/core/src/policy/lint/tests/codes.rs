use super::*;

fn coded(id: &str, codes: &str, lines: &str) -> String {
    offer(id, "code", &format!("when.code = [{codes}]\n{lines}"))
}

#[test]
fn guessable_codes_are_reported_for_large_gifts() {
    let (large, small) = ("give.percent = \"50\"", "give.percent = \"10\"");
    let amount = "when.subtotal_at_least.usd = \"200\"\ngive.amount_off.usd = \"50\"";
    let row = |codes: &str, lines: &str, found: bool| {
        let expected = if found { format!("guessable-code {codes}") } else { String::new() };
        (coded("a", codes, lines), expected)
    };
    let rows = [
        row("\"SAVE10\"", small, false),
        row("\"SAVE10\"", large, true),
        row("\"welcome\"", amount, true),
        row("\"VIP\"", small, false),
        row("\"VIP\"", large, true),
        row("\"Q7\"", small, true),
        row("\"123456\"", large, true),
        row("\"123456\"", small, false),
        row("\"7KQM-X2PD\"", large, false),
        row("\"SUN-AND-SEA\"", large, false),
    ];
    each_is_found(&rows.each_ref().map(|(text, expected)| (text.clone(), expected.as_str())));
}

#[test]
fn codes_that_count_up_are_reported_once() {
    let list =
        |numbers: &[u32]| numbers.iter().map(|number| format!("\"MAY{number:03}\"")).collect::<Vec<_>>().join(", ");
    let small = "give.percent = \"10\"";
    let of = |numbers: &[u32]| coded("a", &list(numbers), small);
    let apart: String = (1..=5).map(|n| coded(&format!("n{n}"), &format!("\"N{n:03}\""), small)).collect();
    each_is_found(&[
        (of(&[1, 2, 3, 4]), ""),
        (of(&[1, 2, 3, 4, 6, 7, 8, 9]), ""),
        (of(&[9, 1, 2, 3, 4, 5, 6]), "guessable-code \"MAY001\""),
        (apart, "guessable-code \"N001\""),
    ]);
}

#[test]
fn characters_that_nobody_types_are_reported() {
    let row = |code: &str, found: bool| {
        let expected = if found { format!("invisible-character \"{code}\"") } else { String::new() };
        (coded("a", &format!("\"{code}\""), "give.percent = \"10\""), expected)
    };
    let rows = [
        row("INDIRIM10", false),
        row("\u{130}ND\u{130}R\u{130}M10", false),
        row("INDIRIM10\u{200b}", true),
        row("\u{feff}INDIRIM10", true),
        row("INDI\u{ad}RIM10", true),
        row("INDIRIM\u{a0}10", true),
        row("SAVE\u{2013}10", true),
        row("SAVE-10", false),
        row("INDIR\u{406}M10", true),
        row("\u{421}\u{41a}\u{418}\u{414}\u{41a}\u{410}", false),
    ];
    each_is_found(&rows.each_ref().map(|(text, expected)| (text.clone(), expected.as_str())));
    each_is_found(&[(
        cart("a", "give.percent = \"5\"\ngive.on.tags = [\"new\u{200b}\"]"),
        "invisible-character \"new\u{200b}\"",
    )]);
}

#[test]
fn domains_that_anybody_or_nobody_has_are_reported() {
    let row = |domain: &str, found: bool| {
        let text = offer("a", "loyalty", &format!("when.email_domain = [\"{domain}\"]\ngive.percent = \"10\""));
        (text, if found { format!("public-domain \"{domain}\"") } else { String::new() })
    };
    let rows = [
        row("example.edu", false),
        row("uni-example.de", false),
        row("ox.ac.uk", false),
        row("ac.uk", true),
        row("co.jp", true),
        row("gmail.com", true),
        row("GMail.com", true),
    ];
    each_is_found(&rows.each_ref().map(|(text, expected)| (text.clone(), expected.as_str())));
}
