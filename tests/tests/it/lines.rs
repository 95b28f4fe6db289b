//! Offers on single lines, over real HTTP.

use discounts_core::Interaction;
use end_to_end::Shop;
use end_to_end::shop::writes_coupons;
use sandbox::{Fault, Hold, On};
use serde_json::json;
use shared::Endpoint;

const CART: Endpoint = Endpoint::Add(Interaction::CartThreshold);

/// 20 % off what is tagged as on sale, for three units of it.
const SALE: &str = r#"
    [[offer]]
    id = "sale"
    interaction = "cart-threshold"
    name = "20% off sale items"
    when.contains = { tags = ["sale"], quantity_at_least = 3 }
    give.percent = "20"
    give.on = { tags = ["sale"] }
"#;

fn tagged(shop: &Shop, cents: i64, tags: &str) -> String {
    shop.stripe().add_price_of("usd", cents, json!({ "name": "A thing", "metadata": { "tags": tags } }))
}

#[tokio::test]
async fn line_offer_counts_and_discounts_its_own_lines() {
    let shop = Shop::open(SALE).await;
    let session = shop.session(1_000);
    let (sale, other) = (tagged(&shop, 1_500, "new, sale"), tagged(&shop, 9_900, "new"));
    for (units, off, reason) in [(2, 0, &["item_missing"][..]), (3, 900, &[]), (4, 1_200, &[])] {
        assert!(shop.stripe().set_cart(&session, &[(sale.clone(), units), (other.clone(), 2)]));
        let answer = shop.call(CART, &session).await;
        assert_eq!((answer.amount(), shop.discount(&session)), (off, off), "{units} units");
        assert_eq!(answer.reasons("sale"), reason, "{units} units");
    }
}

#[tokio::test]
async fn a_cart_of_more_than_one_page_is_read_whole() {
    let shop = Shop::open(SALE).await;
    let session = shop.session(1_000);
    // Stripe writes no more than 100 lines, and shows 100 on a page.
    let (plain, pages) = if writes_coupons() { (99, 2) } else { (87, 1) };
    let lines: Vec<_> = (0..plain).map(|_| (tagged(&shop, 100, ""), 1)).collect();
    let sale = (0..13).map(|_| (tagged(&shop, 1_000, "sale"), 1));
    assert!(shop.stripe().set_cart(&session, &lines.into_iter().chain(sale).collect::<Vec<_>>()));
    shop.stripe().clear_requests();
    assert_eq!(shop.call(CART, &session).await.amount(), 13 * 200);
    let paths: Vec<(String, String)> = shop
        .stripe()
        .requests()
        .iter()
        .map(|request| {
            let query = request.query.iter().filter(|(key, _)| key != "starting_after");
            let query: Vec<String> = query.map(|(key, value)| format!("{key}={value}")).collect();
            (format!("{} {}", request.method, request.path.rsplit('/').next().unwrap()), query.join("&"))
        })
        .collect();
    let (page, products) = ("GET line_items".to_owned(), "expand[]=data.price.product&limit=100".to_owned());
    let whole = "expand[]=discounts.coupon&expand[]=line_items.data.price.product".to_owned();
    let pages = vec![(page, products); pages];
    let expected = [
        vec![(format!("GET {session}"), whole)],
        pages.clone(),
        vec![(format!("POST {session}"), String::new())],
        pages,
    ];
    assert_eq!(paths, expected.concat(), "all pages for the read, and for the write's answer");
}

#[tokio::test]
async fn mismatched_lines_are_reread_once_then_session_busy() {
    let shop = Shop::open(SALE).await;
    let session = shop.session(1_000);
    let many = |shop: &Shop, cents| (0..12).map(|_| (tagged(shop, cents, "sale"), 1)).collect::<Vec<_>>();
    assert!(shop.stripe().set_cart(&session, &many(&shop, 1_000)));
    let (smaller, larger) = (many(&shop, 900), many(&shop, 1_100));
    shop.stripe().clear_requests();
    // The cart changes each time between the session and its lines.
    let page = Hold::new();
    shop.stripe().fault(Fault::Hold(page.clone()), On::read().path("line_items").always());
    let change = async {
        for lines in [smaller, larger] {
            page.reached().await;
            assert!(shop.stripe().set_cart(&session, &lines));
            page.release();
        }
    };
    let (answer, ()) = tokio::join!(shop.call(CART, &session), change);
    assert_eq!(answer.refusal(), (409, "session_busy"));
    assert_eq!(answer.headers["retry-after"], "1");
    assert_eq!((shop.discount(&session), shop.calls()), (0, (4, 0)), "two reads of each, and no write");
}

#[tokio::test]
async fn the_facts_in_the_log_are_enough_to_decide_about_lines_again() {
    let shop = Shop::open(SALE).await;
    let session = shop.session(1_000);
    assert!(shop.stripe().set_cart(&session, &[(tagged(&shop, 1_500, "sale"), 3)]));
    let answer = shop.call(CART, &session).await;
    let line = end_to_end::log::line_of(answer.request_id());
    let tags = line.pointer("/facts/lines/0/tags").unwrap_or_else(|| panic!("{line}"));
    assert_eq!(tags, &json!(["sale"]));
}
