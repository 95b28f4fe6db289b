//! Policies to decide by.

use std::fmt::Write;

/// The policy in the root of the repository.
pub(crate) const SAMPLE: &str = include_str!("../../../discounts.toml");

/// Bundles of parts that name the same lines.
pub(crate) fn many_bundles(count: usize) -> String {
    let mut text = String::new();
    for index in 0..count {
        let part = |part: usize| {
            let brands =
                (0..=part).map(|more| format!("\"brand-{}\"", (index + more) % 20)).collect::<Vec<_>>().join(", ");
            format!("{{ tags = [{brands}, \"season-{}\"], quantity = {} }}", part % 4, 1 + part % 3)
        };
        let parts = (0..4).map(part).collect::<Vec<_>>().join(", ");
        writeln!(
            text,
            "[[offer]]\nid = \"offer-{index}\"\ninteraction = \"cart-threshold\"\nname = \"Offer {index}\"\n\
             give.bundle = [{parts}]\ngive.bundle_price = {{ usd = \"{}.00\" }}\n",
            20 + index
        )
        .expect("a string takes everything");
    }
    text
}

/// Offers that all read the lines: by product, by tag, by unit price, for each unit, for the cheapest.
pub(crate) fn many_offers_on_lines(count: usize) -> String {
    let mut text = String::new();
    for index in 0..count {
        let (product, brand, kind) = (index % 120, index % 25, index % 7);
        let lines = match index % 5 {
            0 => format!("give.percent = \"5\"\ngive.on = {{ products = [\"prod_{product}\", \"prod_{kind}\"] }}"),
            1 => format!("give.percent = \"{}\"\ngive.on = {{ tags = [\"brand-{brand}\"] }}", 1 + kind),
            2 => format!(
                "give.amount_off = {{ usd = \"0.10\" }}\ngive.per_unit = true\ngive.except = {{ tags = [\"kind-{kind}\"] }}"
            ),
            3 => format!(
                "give.percent = \"50\"\ngive.cheapest = true\ngive.on = {{ unit_price_at_least = {{ usd = \"0.{brand:02}\" }} }}"
            ),
            _ => format!(
                "give.percent = \"3\"\nwhen.contains = {{ tags = [\"season-{}\"], quantity_at_least = 4 }}",
                index % 6
            ),
        };
        writeln!(
            text,
            "[[offer]]\nid = \"offer-{index}\"\ninteraction = \"cart-threshold\"\nname = \"Offer {index}\"\n\
             when.subtotal_over = {{ usd = \"{}.00\" }}\n{lines}\n",
            index % 260
        )
        .expect("a string takes everything");
    }
    text
}

/// Offers that each lack some items, so that hints decide larger carts. There are no hints to offers that are not public.
pub(crate) fn many_hints(count: usize, public: bool) -> String {
    let mut text = String::new();
    for index in 0..count {
        let (brand, least) = (index % 20, 11 + index % 5);
        writeln!(
            text,
            "[[offer]]\nid = \"offer-{index}\"\ninteraction = \"cart-threshold\"\nname = \"Offer {index}\"\n\
             public = {public}\nwhen.contains = {{ tags = [\"brand-{brand}\"], quantity_at_least = {least} }}\n\
             give.percent = \"{}\"\ngive.on = {{ tags = [\"brand-{brand}\"] }}\n",
            1 + index % 30
        )
        .expect("a string takes everything");
    }
    text
}

/// Offers of every interaction, most of them not eligible: the shape of a policy that has grown for years.
pub(crate) fn many_offers(count: usize) -> String {
    let mut text = String::new();
    for index in 0..count {
        let (interaction, condition) = match index % 5 {
            0 => ("loyalty", format!("tier = [\"tier-{index}\", \"gold\"]")),
            1 => ("cart-threshold", format!("subtotal_over = {{ usd = \"{}.00\" }}", index * 2)),
            2 => ("location", format!("region = [\"US-CA\", \"US-N{}\"]", index % 10)),
            3 => ("limited-time", format!("starts = 2026-01-01\nwhen.ends = 2026-12-{:02}", 1 + index % 30)),
            _ => ("customer-offer", format!("segment = [\"segment-{index}\"]")),
        };
        let give = match index % 2 {
            0 => format!("percent = \"{}\"", 1 + index % 20),
            _ => format!("amount_off = {{ usd = \"{}.00\" }}", 1 + index % 30),
        };
        write!(
            text,
            "[[offer]]\nid = \"offer-{index}\"\ninteraction = \"{interaction}\"\nname = \"Offer {index}\"\n\
             when.{condition}\ngive.{give}\n\n"
        )
        .expect("a string takes everything");
    }
    text
}
