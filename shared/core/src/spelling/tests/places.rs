//! Postal codes, regions and countries.

use proptest::prelude::*;

use super::super::*;

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
        ("FR", "2a", Some("2A")),
        ("FR", "2-a", None),
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

fn british(letters: &'static str) -> impl Strategy<Value = String> {
    proptest::string::string_regex(letters).expect("a pattern")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

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
