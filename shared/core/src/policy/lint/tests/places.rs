use super::*;

fn place(when: &str) -> String {
    offer("a", "location", &format!("{when}\ngive.percent = \"5\""))
}

#[test]
fn postal_prefixes_have_the_form_of_their_country() {
    let row = |country: &str, prefix: &str, fits: bool| {
        let text = place(&format!("when.country = [\"{country}\"]\nwhen.postal_prefix = [\"{prefix}\"]"));
        (text, if fits { String::new() } else { format!("postal-form \"{prefix}\"") })
    };
    let rows = [
        row("US", "112", true),
        row("US", "11201-55", true),
        row("US", "112*", false),
        row("US", "112xx", false),
        row("US", "112-116", false),
        row("US", "11200-11299", false),
        row("GB", "N1", true),
        row("GB", "N1 ", false),
        row("GB", "sw1a 1aa", true),
        row("GB", "EC1A", true),
        row("GB", "123", false),
        row("CA", "M5V 3L9", true),
        row("CA", "55", false),
        row("DE", "80331", true),
        row("DE", "803310", false),
        row("NL", "1012 AB", true),
        row("JP", "100-0001", true),
        row("HK", "999077", false),
        row("CL", "832", true),
        row("CL", "832%", false),
    ];
    each_is_found(&rows.each_ref().map(|(text, expected)| (text.clone(), expected.as_str())));
}

#[test]
fn regions_are_those_of_an_address_at_stripe() {
    let row = |region: &str, fits: bool| {
        let text = place(&format!("when.region = [\"{region}\"]"));
        (text, if fits { String::new() } else { format!("unknown-region \"{region}\"") })
    };
    let rows = [
        row("US-CA", true),
        row("us-dc", true),
        row("US-ZZ", false),
        row("CA-ON", true),
        row("CA-CA", false),
        row("AU-NSW", true),
        row("IE-D", true),
        row("MX-JAL", true),
        row("DE-BY", false),
        row("GB-LND", false),
    ];
    each_is_found(&rows.each_ref().map(|(text, expected)| (text.clone(), expected.as_str())));
}
