//! The rules as tables.

use proptest::prelude::*;

use super::*;
use crate::session::ShopperCode;

fn same(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

#[test]
fn words_are_compared_by_what_can_be_seen_without_case() {
    for (one, other, equal) in [
        ("gold", "Gold", true),
        ("gold", " GOLD\t", true),
        ("gold", "go ld", false),
        ("gold", "\u{a0}gold\u{3000}", true),
        ("gold", "go\u{200b}ld", true),
        ("gold", "\u{feff}gold", true),
        ("gold", "go\u{ad}ld", true),
        ("gold", "gold\u{200e}", true),
        ("gold", "\u{2060}\u{200d}gold \u{200b}", true),
        ("gold", "gold\u{fe0f}", true),
        ("gold", "ｇｏｌｄ", true),
        ("vip-10%", "ＶＩＰ－１０％", true),
        ("fish", "ﬁsh", true),
        ("\u{e9}t\u{e9}", "E\u{301}TE\u{301}", true),
        ("été", "ete", false),
        ("müller", "muller", false),
        ("müller", "MÜLLER", true),
        ("straße", "STRASSE", true),
        ("stra\u{1e9e}e", "strasse", true),
        ("indirim", "İNDİRİM", true),
        ("indirim", "INDIRIM", true),
        ("indirim", "ındırım", true),
        ("indirim", "i\u{307}ndi\u{307}rim", true),
        ("indirim", "I\u{307}NDIRIM", true),
        ("σας", "ΣΑΣ", true),
        ("σας", "σασ", true),
        ("0", "O", false),
        ("а", "a", false),
        ("", " \u{200b} ", true),
    ] {
        assert_eq!(same(one, other), equal, "{one:?} {other:?}");
    }
}

#[test]
fn codes_ignore_blanks_inside_as_well() {
    for (typed, code) in [
        ("INDIRIM10", "INDIRIM10"),
        ("indirim 10", "INDIRIM10"),
        ("INDIRIM10\u{200b}", "INDIRIM10"),
        ("\u{feff}INDIRIM10", "INDIRIM10"),
        ("INDI\u{ad}RIM10", "INDIRIM10"),
        ("ＩＮＤＩＲＩＭ１０", "INDIRIM10"),
        ("İndirim10", "INDIRIM10"),
        ("ındırım10", "INDIRIM10"),
        ("i\u{307}ndi\u{307}ri\u{307}m10", "INDIRIM10"),
        ("ÉTÉ\u{3000}10", "ÉTÉ10"),
    ] {
        assert_eq!(ShopperCode::parse(typed).unwrap().as_str(), code, "{typed:?}");
        assert_eq!(ShopperCode::parse(typed).unwrap().mark(), ShopperCode::parse(code).unwrap().mark());
    }
    assert_eq!(ShopperCode::parse("\u{200b}\u{feff} \u{ad}"), None);
}

#[test]
fn ids_lose_only_what_is_not_seen() {
    for (written, id) in
        [("prod_Ab1", "prod_Ab1"), (" prod_Ab1\u{200b}", "prod_Ab1"), ("\u{feff}prod_\u{ad}Ab1 ", "prod_Ab1")]
    {
        assert_eq!(visible(written), id);
    }
    assert!("\u{200b}\u{feff}\u{ad}\u{2060}\u{fe0f}\u{3164}".chars().all(is_unseen));
    assert!(!"ＡÉß ı\u{a0}\u{301}".chars().any(is_unseen));
}

#[test]
fn domains_are_compared_as_ascii() {
    for (written, ascii) in [
        ("Example.EDU", "example.edu"),
        (" example.edu. ", "example.edu"),
        ("münchen.de", "xn--mnchen-3ya.de"),
        ("MU\u{308}NCHEN.DE", "xn--mnchen-3ya.de"),
        ("XN--MNCHEN-3YA.de", "xn--mnchen-3ya.de"),
        ("straße.de", "xn--strae-oqa.de"),
        ("ｅｘａｍｐｌｅ．ｅｄｕ", "example.edu"),
        ("example。edu", "example.edu"),
        ("exam\u{200b}ple.edu\u{feff}", "example.edu"),
        ("example.edu\u{200e}.", "example.edu"),
        ("İSTANBUL.edu.tr", "istanbul.edu.tr"),
        ("ıstanbul.edu.tr", "istanbul.edu.tr"),
        ("", ""),
    ] {
        assert_eq!(domain(written), ascii, "{written:?}");
    }
}

#[test]
fn pattern_is_a_domain_or_any_below_one() {
    for (written, pattern) in [
        ("Example.edu", Some("example.edu")),
        (" münchen.de", Some("xn--mnchen-3ya.de")),
        ("*.AC.uk", Some("*.ac.uk")),
        ("*.edu", Some("*.edu")),
        ("*.münchen.de.", Some("*.xn--mnchen-3ya.de")),
        ("edu", None),
        ("*", None),
        ("*.", None),
        ("*.*.uk", None),
        ("a*.uk", None),
        ("jane@example.edu", None),
        (".example.edu", None),
        ("example..edu", None),
        ("exam ple.edu", None),
        ("\u{200b}", None),
    ] {
        assert_eq!(domain_pattern(written).as_deref(), pattern, "{written:?}");
    }
    for (pattern, domain, fits) in [
        ("ac.uk", "ac.uk", true),
        ("ac.uk", "ox.ac.uk", false),
        ("*.ac.uk", "ox.ac.uk", true),
        ("*.ac.uk", "mail.ox.ac.uk", true),
        ("*.ac.uk", "ac.uk", false),
        ("*.ac.uk", "mac.uk", false),
        ("*.ac.uk", ".ac.uk", false),
    ] {
        assert_eq!(is_of_domain(pattern, domain), fits, "{pattern} {domain}");
    }
}

#[test]
fn postal_codes_are_compared_by_letters_and_digits() {
    let plain = PostalFormat::of("PL");
    for (prefix, code, begins) in [
        ("87-100", "87100", true),
        ("87100", "87-100", true),
        ("87-1", "87 100", true),
        ("８７", "87-100", true),
        ("87", "８７-100", true),
        ("87\u{200b}1", "87-100", true),
        ("k1a", "K1A 0B1", true),
        ("87-1001", "87-100", false),
        ("1", "", false),
    ] {
        assert_eq!(plain.begins(&plain.code(code), &plain.prefix(prefix)), begins, "{prefix} {code}");
    }
}

#[test]
fn british_prefix_ends_where_an_outward_code_does() {
    for (prefix, code, begins) in [
        ("N1", "N1 1AA", true),
        ("N1", "n11aa", true),
        ("N1", "N1C 4AG", true),
        ("N1", "N19 4AB", false),
        ("N1", "N194AB", false),
        ("N1 ", "N1 1AA", true),
        ("N1 ", "N19 4AB", false),
        ("N1C", "N1C 4AG", true),
        ("N1C", "N1 1AA", false),
        ("N19", "N19 4AB", true),
        ("N", "N1 1AA", true),
        ("N", "N19 4AB", true),
        ("N", "NE1 4ST", false),
        ("NE", "NE1 4ST", true),
        ("NE1", "NE12 8BU", false),
        ("SW1", "sw1a 1aa", true),
        ("SW1A", "SW1A 1AA", true),
        ("SW1A 1", "SW1A 1AA", true),
        ("SW1A1", "SW1A 1AA", true),
        ("SW1A2", "SW1A 1AA", false),
        ("EC", "EC1A 1BB", true),
        ("E", "EC1A 1BB", false),
        // A sector has the blank of the code; without it N11 is a district.
        ("N1 1", "N1 1AA", true),
        ("N1 1", "N11 1AA", false),
        ("N11", "N11 1AA", true),
        ("N11", "N1 1AA", false),
        ("N11A", "N1 1AA", true),
        ("N1 1AA", "N11AA", true),
        ("GIR", "GIR 0AA", true),
        // Wallets show the outward code alone before the payment.
        ("N1", "N1", true),
        ("N1", "N19", false),
        ("N1", "N1 1", true),
        ("N1 1", "N1", false),
        ("SW1A 1AA", "SW1A", false),
        ("SW1", "SW", false),
        // A letter O for the digit.
        ("N1", "N1 OAA", true),
        ("N1", "", false),
    ] {
        for country in ["GB", "JE"] {
            let format = PostalFormat::of(country);
            assert_eq!(format.begins(&format.code(code), &format.prefix(prefix)), begins, "{prefix} {code}");
        }
    }
}

#[test]
fn regions_have_codes_and_names() {
    for (country, text, code) in [
        ("US", "CA", Some("CA")),
        ("US", " ca ", Some("CA")),
        ("US", "US-CA", Some("CA")),
        ("US", "California", Some("CA")),
        ("US", "CALIFORNIA\u{200b}", Some("CA")),
        ("US", "new  york", Some("NY")),
        ("US", "N.Y.", Some("NY")),
        ("US", "District of Columbia", Some("DC")),
        ("US", "Puerto Rico", Some("PR")),
        ("US", "U.S. Virgin Islands", Some("VI")),
        ("US", "Armed Forces Europe", Some("AE")),
        ("US", "ZZ", None),
        ("US", "CA 94105", None),
        ("US", "Kalifornien", None),
        ("US", "7 Nightingale Road", None),
        ("CA", "Québec", Some("QC")),
        ("CA", "Quebec", Some("QC")),
        ("CA", "QUE\u{301}BEC", Some("QC")),
        ("CA", "Île-du-Prince-Édouard", Some("PE")),
        ("CA", "CA", None),
        ("CA", "US-CA", None),
        ("AU", "New South Wales", Some("NSW")),
        ("BR", "São Paulo", Some("SP")),
        ("BR", "SAO PAULO", Some("SP")),
        ("AU", "au-vic", Some("VIC")),
        ("AU", "Western Australia", Some("WA")),
        ("IE", "Co. Kildare", Some("KE")),
        ("IE", "County Kildare", Some("KE")),
        ("IE", "Kildare", Some("KE")),
        ("IE", "Co. Cork", Some("CO")),
        ("IE", "Cork", Some("CO")),
        ("IE", "CO", Some("CO")),
        ("IE", "Co.", Some("CO")),
        ("IE", "county", None),
        // Of other countries a code is known by its form.
        ("DE", "by", Some("BY")),
        ("DE", "ｂｙ", Some("BY")),
        ("DE", "DE-BY", Some("BY")),
        ("DE", "Bayern", None),
        ("DE", "", None),
        ("US", "-", None),
    ] {
        assert_eq!(region(country, text).as_deref(), code, "{country} {text:?}");
    }
}

#[test]
fn each_name_of_a_region_is_one_of_one_region() {
    for (country, names) in region_names::NAMED {
        assert!(names.is_sorted_by_key(|(code, _)| code), "{country}");
        for (code, names) in *names {
            for name in names.iter().chain([code]) {
                assert_eq!(region(country, name).as_deref(), Some(*code), "{country} {name}");
            }
        }
    }
    assert_eq!(region_codes("AU").unwrap().join(" "), "ACT NSW NT QLD SA TAS VIC WA");
    assert_eq!(region_codes("DE"), None);
}

#[test]
fn territories_lie_in_the_united_states() {
    for (country, other, lies) in [
        ("PR", "US", true),
        ("PR", "PR", true),
        ("US", "US", true),
        ("US", "PR", false),
        ("PR", "GU", false),
        ("CA", "US", false),
    ] {
        assert_eq!(country_lies_in(country, other), lies, "{country} {other}");
    }
}

#[test]
fn every_letter_folds_once_and_for_all() {
    // The blocks with case, compatibility forms, or characters that can't be seen; not the ideographs.
    let blocks =
        [0..=0x2fff, 0xa640..=0xabff, 0xf900..=0xffff, 0x1_0400..=0x1_05ff, 0x1_d400..=0x1_d7ff, 0xe_0000..=0xe_01ff];
    for c in blocks.into_iter().flatten().filter_map(char::from_u32) {
        let text = format!("x{c}y");
        let folded = fold(&text).into_owned();
        assert_eq!(fold(&folded), folded, "{c:?}");
        let upper: String = folded.chars().flat_map(char::to_uppercase).collect();
        assert_eq!(fold(&upper), folded, "{c:?} in upper case");
    }
}

fn british(letters: &'static str) -> impl Strategy<Value = String> {
    proptest::string::string_regex(letters).expect("a pattern")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn folded_text_folds_to_itself(text in "\\PC{0,20}") {
        let folded = fold(&text).into_owned();
        prop_assert_eq!(&fold(&folded), &folded);
        let of_code = code(&text);
        prop_assert_eq!(code(&of_code), of_code);
    }

    #[test]
    fn long_and_short_way_agree_on_ascii(text in "[ -~\t]{0,20}") {
        // A letter beyond ASCII takes the long way.
        let long = fold(&format!("é{text}")).into_owned();
        prop_assert_eq!(long.trim_start_matches('é').trim(), fold(&text));
    }

    /// The log holds the longest prefix that fits, and from it each shorter one must be decided as from the code.
    #[test]
    fn shorter_prefix_fits_a_code_as_it_fits_the_longest(
        code in british("[A-Z]{1,2}[0-9][0-9A-Z]? ?([0-9][A-Z]{2})?"),
        prefixes in proptest::collection::vec(british("[A-Z]{1,2}([0-9][0-9A-Z]?( ?[0-9][A-Z]{0,2})?)?"), 1..6),
        cut in 0_usize..7,
    ) {
        for format in [PostalFormat::British, PostalFormat::Plain] {
            let mut prefixes: Vec<String> = prefixes.iter().map(|prefix| format.prefix(prefix)).collect();
            let code = format.code(&code);
            prefixes.push(format.prefix(code.get(..cut).unwrap_or(&code)));
            let longest = prefixes.iter().filter(|prefix| format.begins(&code, prefix)).max_by_key(|prefix| prefix.len());
            for prefix in &prefixes {
                let fits = longest.is_some_and(|longest| format.begins(longest, prefix));
                prop_assert_eq!(fits, format.begins(&code, prefix), "{} {}", code, prefix);
            }
        }
    }
}
