use super::*;

/// The mistakes of a text: the place, what is marked, and what to write.
fn told(text: &str) -> Vec<String> {
    let one = |mistake: &Mistake| {
        let place = crate::document::Place::of(text, mistake.span.start);
        let instead = mistake.instead.as_deref().map(|text| format!(" -> {text}")).unwrap_or_default();
        format!("{place} {}{instead}", &text[mistake.span.clone()])
    };
    mistakes(text).iter().map(one).collect()
}

#[test]
fn values_are_told_as_they_are_written() {
    for (line, expected) in [
        ("name = “Gold”", "1:8 “Gold” -> \"Gold\""),
        ("name = „Gold“", "1:8 „Gold“ -> \"Gold\""),
        ("name = ‘Gold’s’", "1:8 ‘Gold’s’ -> \"Gold’s\""),
        ("tier = [“gold”, \"silver\"]", "1:9 “gold” -> \"gold\""),
        ("name = \"Gold”", "1:8 \"Gold”"),
        ("name = \"Gold", "1:8 \"Gold"),
        ("ends = 11/27/2026", "1:8 11/27/2026 -> 2026-11-27"),
        ("ends = 27/11/2026", "1:8 27/11/2026 -> 2026-11-27"),
        ("ends = 27.11.2026", "1:8 27.11.2026 -> 2026-11-27"),
        ("ends = 1.7.2026", "1:8 1.7.2026 -> 2026-07-01"),
        ("ends = 6/7/2026", "1:8 6/7/2026"),
        ("ends = 2026/11/27", "1:8 2026/11/27 -> 2026-11-27"),
        ("ends = 2026-6-1", "1:8 2026-6-1 -> 2026-06-01"),
        ("ends = Nov 27, 2026", "1:8 Nov 27, 2026 -> 2026-11-27"),
        ("ends = 27 November 2026", "1:8 27 November 2026 -> 2026-11-27"),
        ("ends = 11/27/2026 5:30 PM", "1:8 11/27/2026 5:30 PM -> 2026-11-27T17:30:00"),
        ("ends = 2026–11–27", "1:8 2026–11–27 -> 2026-11-27"),
        ("exclusive = True", "1:13 True -> true"),
        ("exclusive = yes # or not", "1:13 yes -> true"),
        ("public = No", "1:10 No -> false"),
        ("amount_off = $10", "1:14 $10 -> { usd = \"10\" }"),
        ("amount_off = { usd = $10 }", "1:22 $10 -> \"10\""),
        ("amount_off = { usd = 10 USD }", "1:22 10 USD -> \"10\""),
        ("over = { usd = 1,000 }", "1:16 1,000 -> \"1000\""),
        ("over = { usd = 1,000.00, eur = \"5\" }", "1:16 1,000.00 -> \"1000.00\""),
        ("over = { eur = 1.000,00 }", "1:16 1.000,00 -> \"1000.00\""),
        ("percent = 10 %", "1:11 10 % -> \"10\""),
        ("percent = 12,5%", "1:11 12,5% -> \"12.5\""),
        ("combine = best", "1:11 best -> \"best\""),
        ("name = Gold members: 10% off", "1:8 Gold members: 10% off -> \"Gold members: 10% off\""),
        ("tier = [gold, silver]", "1:9 gold -> \"gold\"\n1:15 silver -> \"silver\""),
        ("tier = [\"gold\" \"silver\"]", "1:16 "),
        ("percent =", "1:10 "),
        ("ends = 2026-11-31", "1:8 2026-11-31"),
        ("ends = 2026-13-01", "1:8 2026-13-01"),
        ("over = { usd = \"5\" eur = \"5\" }", "1:20 "),
        ("name = \"C:\\sale\"", "1:11 \\ -> \\\\"),
        ("name = \"a \\\"sale\\\" \\\\\" ,", "1:24 , -> "),
        ("name = \"a\u{7}\"", "1:10 \u{7} -> "),
        ("[ [offer] ]", "1:1 [ [offer] ] -> [[offer]]"),
        ("<<<<<<< HEAD", "1:1 <<<<<<< HEAD"),
        ("- id: \"a\"", "1:1 - id\n1:5 : -> ="),
        ("<offer id=\"a\"/>", "1:1 <offer id"),
    ] {
        assert_eq!(told(line).join("\n"), expected, "{line}");
    }
}

#[test]
fn signs_and_comments_of_other_languages_are_told() {
    for (text, expected) in [
        ("combine: \"best\"", "1:8 : -> ="),
        ("give = { percent: \"5\" }", "1:17 : -> ="),
        ("combine == \"best\"", "1:9 == -> ="),
        ("combine => \"best\"", "1:9 => -> ="),
        ("combine := \"best\"", "1:9 := -> ="),
        ("// the sale", "1:1 // -> #"),
        ("; the sale", "1:1 ; -> #"),
        ("combine = \"best\" // all", "1:18 // -> #"),
        ("combine = \"best\" ; all", "1:18 ; -> #"),
        ("combine = \"best\";", "1:17 ; -> "),
        ("combine = \"best\",", "1:17 , -> "),
        ("codes = 5 // a few", "1:11 // -> #"),
        ("just a line", "1:1 just a line"),
        ("max percent = \"5\"", "1:1 max percent -> max_percent"),
        ("combine\u{a0}= \"best\"", "1:8 \u{a0}"),
        ("a = \"1\" b = \"2\"", "1:9 b = \"2\""),
    ] {
        assert_eq!(told(text).join("\n"), expected, "{text}");
    }
}

#[test]
fn what_is_left_open_is_told_where_it_was_opened() {
    for (text, expected) in [
        ("[limits\nmax_percent = \"50\"\n", "1:1 [limits -> [limits]"),
        ("[[offer]\nid = \"a\"\n", "1:1 [[offer] -> [[offer]]"),
        ("[offer]]\nid = \"a\"\n", "1:1 [offer]] -> [[offer]]"),
        ("[limits]]\n", "1:1 [limits]] -> [[limits]]"),
        ("tier = [\"gold\"\npercent = \"5\"\nname = \"A\"\n", "1:8 ["),
        ("tier = [\n  \"gold\",\n[[offer]]\nid = \"a\"\n", "1:8 ["),
        ("tier = [\"gold\"", "1:8 ["),
        ("give = { percent = \"5\"\nname = \"A\"\n", "1:8 {"),
        ("give = { percent = \"5\",\n[[offer]]\n", "1:8 {"),
        ("name = \"\"\"Gold\nid = 5\n", "1:8 \"\"\""),
    ] {
        assert_eq!(told(text).join("\n"), expected, "{text}");
    }
}

#[test]
fn line_ends_of_carriage_returns_are_one_mistake() {
    assert_eq!(told("a = 1\rb = \"2\"\rc = x\r"), ["1:6 \r"]);
    assert_eq!(told("a = 1\r\nb = 2\r\n"), [""; 0]);
}

#[test]
fn what_is_toml_has_no_mistakes() {
    let everything = "\u{feff}# comment; // here\n[limits] # a\nmax_percent = \"50\"\na.\"b c\".d = 1_000\n\n[[offer]]\n\
        id = 'a' # x\nwhen = { starts = 2026-11-27T00:00:00-05:00, ends = 2026-11-27 08:00:00, n = 0x1F }\n\
        list = [ # here\n  1,\n  \"two ] [ # \\\" “no”\",\n  { a = true, \"b\" = [[]] },\n]\ntext = \"\"\"\na = b\n\"\"\"\n";
    for text in [everything, include_str!("../../../../../discounts.toml"), "", "\n\n", "a = [\n]\n"] {
        assert!(toml::de::DeTable::parse(text).is_ok(), "{text}");
        assert_eq!(told(text), [""; 0], "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_to_its_end(text in "[a-z=\\[\\]{}\"',.:;#/ \n“”$%0-9é-]{0,60}") {
        for mistake in mistakes(&text) {
            proptest::prop_assert!(text.get(mistake.span).is_some());
        }
    }
}

#[test]
fn every_short_text_is_read_to_its_end() {
    const SIGNS: [char; 16] = ['[', ']', '{', '}', '(', ')', '=', ',', ';', '"', '\'', 'a', '1', '\n', '#', 'ü'];
    for number in 0..SIGNS.len().pow(4) {
        let signs = [0, 4, 8, 12].map(|shift| SIGNS[(number >> shift) % SIGNS.len()]);
        let text: String = "a = [".chars().chain(signs).collect();
        mistakes(&text);
        mistakes(&text.replace('[', "{"));
    }
}
