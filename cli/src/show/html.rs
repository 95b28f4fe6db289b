//! A policy's view as one page: no script, no network, light and dark, for print and for small screens.

use jiff::Span;
use shared::core::money::Amount;
use shared::core::overview::{CalendarRow, Curve, Open, Sentence};

use super::chart::chart;
use super::view::View;

const STYLE: &str = include_str!("page.css");
/// The base of an offer that nothing limits.
const WHOLE: &str = "the WHOLE cart";

/// The whole page.
pub(super) fn page(view: &View) -> String {
    let name = escaped(&view.name);
    let heading = each(&view.heading, |line| format!("<li>{}</li>", escaped(line)));
    let offers = each(&view.sentences, offer);
    let most = each(&view.most, |(currency, line)| {
        format!("<li class=\"card\"><strong>{currency}</strong> {}</li>", escaped(line))
    });
    let (days, curves) = (calendar(view), curves(view));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{name}: what it gives</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>{name}</h1>\n<ul class=\"soft\">{heading}</ul>\n\
         <h2>Offers</h2>\n<ul>\n{offers}</ul>\n\
         <h2>The most that any cart can get</h2>\n<ul>{most}</ul>\n{days}{curves}</main>\n</body>\n</html>\n"
    )
}

fn offer(sentence: &Sentence) -> String {
    let words = escaped(&sentence.to_string()).replace(WHOLE, &format!("<span class=\"whole\">{WHOLE}</span>"));
    format!(
        "<li class=\"card\"><h3>{}</h3><p>{words}</p><p class=\"soft\">{} · {}</p></li>\n",
        escaped(sentence.name.as_str()),
        escaped(sentence.offer.as_str()),
        sentence.trigger
    )
}

fn calendar(view: &View) -> String {
    if view.calendar.is_empty() {
        return String::new();
    }
    let count = view.calendar.first().map(|row| row.days.len()).unwrap_or_default();
    let days = (0..count).map(|index| {
        let days = i64::try_from(index).unwrap_or_default();
        view.first.checked_add(Span::new().days(days)).unwrap_or(view.first)
    });
    let heads = each(days, |day| format!("<th scope=\"col\" title=\"{day}\" aria-label=\"{day}\">{}</th>", day.day()));
    let rows = each(&view.calendar, row);
    format!(
        "<h2>{count} days from {}</h2>\n<p class=\"soft\">● all day, ◐ a part of it</p>\n\
         <div class=\"wide days\" tabindex=\"0\" role=\"region\" aria-label=\"Calendar\"><table>\
         <thead><tr><th scope=\"col\">offer</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>\n",
        view.first
    )
}

fn row(row: &CalendarRow) -> String {
    let cell = |open: &Open| match open {
        Open::Closed => "<td></td>",
        Open::Part => "<td class=\"part\">◐</td>",
        Open::Whole => "<td class=\"all\">●</td>",
    };
    let cells: String = row.days.iter().map(cell).collect();
    format!("<tr><th scope=\"row\">{}</th>{cells}</tr>", escaped(row.offer.as_str()))
}

fn curves(view: &View) -> String {
    let money = |amount: Amount| amount.display(view.currency);
    let largest = view.curves.iter().flat_map(|curve| &curve.points).map(|point| point.off).max().unwrap_or_default();
    let card = |curve: &Curve| {
        let name = escaped(&curve.kind.name());
        let at = curve.kind.at.map(|at| format!(", from {at}")).unwrap_or_default();
        let most = curve.points.iter().map(|point| point.off).max().unwrap_or_default();
        let label = format!("{name}: up to {} {} off", money(most), view.currency);
        format!(
            "<li class=\"card\"><h3>{name}</h3>{}<p class=\"soft\">up to {} off{at}</p></li>\n",
            chart(curve, largest, &label),
            money(most)
        )
    };
    let cards = each(&view.curves, card);
    let heads = each(&view.values, |value| format!("<th scope=\"col\">{}</th>", money(*value)));
    let numbers = |curve: &Curve| {
        let cells = each(&curve.points, |point| format!("<td>{}</td>", money(point.off)));
        format!("<tr><th scope=\"row\">{}</th>{cells}</tr>\n", escaped(&curve.kind.name()))
    };
    let rows = each(&view.curves, numbers);
    format!(
        "<h2>Discount over the value of the cart, in {}</h2>\n<p class=\"soft\">at {} of the shop's clock; all pictures have one \
         scale</p>\n<ul class=\"curves\">\n{cards}</ul>\n\
         <div class=\"wide numbers\" tabindex=\"0\" role=\"region\" aria-label=\"Discounts in numbers\"><table>\
         <thead><tr><th scope=\"col\">cart</th>{heads}</tr></thead><tbody>\n{rows}</tbody></table></div>\n",
        view.currency, view.moment
    )
}

/// The HTML of each item, one after the other.
fn each<T>(items: impl IntoIterator<Item = T>, html: impl Fn(T) -> String) -> String {
    items.into_iter().map(html).collect()
}

/// A text between tags, or in an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use shared::core::Policy;

    use super::*;

    #[test]
    fn page_stands_alone_and_escapes_every_word() {
        let text = "[[offer]]\nid = \"it\"\ninteraction = \"loyalty\"\nname = \"<b> & \\\"co\\\"\"\n\
                    when.tier = [\"<script>alert(1)</script>\"]\nwhen.weekdays = [\"sat\"]\ngive.percent = \"20\"\n";
        let policy = Policy::load("p.toml", text).unwrap();
        let view = View::of("p.toml", &policy, None, "2026-06-03T12:00:00Z".parse().unwrap()).unwrap();
        let page = page(&view);
        for outside in ["<script", "http", "src=", "@import", "url(", "<b>", "<link"] {
            assert!(!page.contains(outside), "{outside} in {page}");
        }
        assert!(page.contains("&lt;b&gt; &amp; &quot;co&quot;"), "{page}");
        assert!(page.contains("20% off <span class=\"whole\">the WHOLE cart</span>"), "{page}");
        assert!(page.contains("<td class=\"all\">●</td>") && page.contains("<polyline points=\"3,"), "{page}");
    }
}
