//! `[[group]]`, and the offers that name one.

use super::*;
use crate::policy::Combine;
use crate::test_support::offer;

#[test]
fn groups_have_ids_of_their_own_and_offers_name_them() {
    let member =
        |group: &str| offer("a", "loyalty", &format!("group = {group}\nwhen.tier = [\"gold\"]\ngive.percent = \"5\""));
    let two = "[[group]]\nid = \"members\"\n[[group]]\nid = \"tiers\"\ncombine = \"sum\"\n";
    let loaded = policy(&format!("{two}{}", member("\"tiers\"")));
    let groups: Vec<_> = loaded.groups.iter().map(|group| (group.id.as_str(), group.combine)).collect();
    assert_eq!(groups, [("members", Combine::Best), ("tiers", Combine::Sum)]);
    assert_eq!(loaded.group_of(&loaded.offers[0]).map(|group| group.id.as_str()), Some("tiers"));
    each_is_refused(&[
        (format!("{two}{}", member("\"tier\"")), "p.toml:10:9: \"tier\" is not a group: did you mean \"tiers\"?"),
        (format!("{two}{}", member("\"code\"")), "p.toml:10:9: \"code\" is not a group: there are members, tiers"),
        (member("\"code\""), "p.toml:5:9: \"code\" is not a group: write [[group]] with id = \"code\""),
        (member("1"), "p.toml:5:9: group must be a string, in quotes, not a number"),
        ("[[group]]\ncombine = \"sum\"".to_owned(), "p.toml:1:1: a group needs id"),
        (
            "[[group]]\nid = \"a\"\n[[group]]\nid = \"a\"".to_owned(),
            "p.toml:4:6: there is another group with the id \"a\"; the first is in line 2",
        ),
        (
            "[[group]]\nid = \"A b\"".to_owned(),
            "p.toml:2:6: \"A b\" is not an id: use 1 to 40 lower-case letters, digits and hyphens, and begin with a letter or digit",
        ),
        (
            "[[group]]\nid = \"a\"\ncombine = \"sums\"".to_owned(),
            "p.toml:3:11: \"sums\" is not a value of combine: did you mean \"sum\"?",
        ),
        ("group = 5".to_owned(), "p.toml:1:9: groups are written as [[group]], with two brackets"),
        // A group with a fault is still the one that an offer names.
        (
            format!("[[group]]\nid = \"a\"\ncombine = 1\n{}", member("\"a\"")),
            "p.toml:3:11: combine must be a string, in quotes, not a number",
        ),
    ]);
}
