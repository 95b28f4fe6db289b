//! A percentage below 1: probably a share, such as 0.2 for 20 percent.

use super::file::{File, Lint, Remark};
use super::places::StringAt;
use crate::money::Percent;

pub(super) const LINT: Lint = Lint { code: "percent-below-one", find };

/// One percent in ten-thousandths of a percent.
const ONE: u32 = 10_000;

fn find(file: &File<'_>) -> Vec<Remark> {
    let in_offers = file.policy.offers.iter().flat_map(|offer| file.places.strings_in_offer(offer, "give"));
    file.places.strings("limits").into_iter().chain(in_offers).filter_map(|text| remark(&text)).collect()
}

fn remark(text: &StringAt<'_>) -> Option<Remark> {
    let key = text.path.last().filter(|key| matches!(**key, "percent" | "max_percent"))?;
    let percent = Percent::parse(text.text).ok().filter(|percent| percent.parts() < ONE)?;
    let (whole, hundredths) = (percent.parts() / 100, percent.parts() % 100);
    let share = Percent::parse(&format!("{whole}.{hundredths:02}")).ok()?;
    Some(Remark::new(
        text.span.clone(),
        format!("{key} is {percent}%, less than one hundredth"),
        format!("a share of {percent} is written \"{share}\""),
    ))
}
