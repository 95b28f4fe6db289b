//! The formula of Stripe's guide, over HTTP: 10% off carts over 100 USD, at most 20 USD.

use discounts_core::Interaction;
use end_to_end::Shop;
use end_to_end::shop::GUIDE;
use shared::Endpoint;

fn formula(cents: i64) -> i64 {
    if cents > 10_000 { (cents / 10).min(2_000) } else { 0 }
}

#[tokio::test]
async fn boundary_carts_get_the_guides_amount_with_one_write() {
    let shop = Shop::open(GUIDE).await;
    let around = |cents: i64| [cents - 1, cents, cents + 1];
    let carts = [51, 1_000, 9_990, 10_000, 10_010, 10_999, 15_005, 19_990, 20_000, 20_010, 25_000, 50_000, 100_000]
        .into_iter()
        .flat_map(around)
        .chain([50, 10_005, 10_015, 10_095, 12_345, 54_321, 99_999, 1_000_000, 5_000_000, 99_999_999, 99_999_990]);
    let mut seen = 0;
    for cents in carts {
        let session = shop.session(cents);
        let endpoint = Endpoint::Add(Interaction::CartThreshold);
        let (first, second) = (shop.call(endpoint, &session).await, shop.call(endpoint, &session).await);
        let expected = formula(cents);
        assert_eq!((first.amount(), second.amount()), (expected, expected), "{cents}");
        assert_eq!(shop.discount(&session), expected, "{cents}");
        assert!(first.changed() && !second.changed());
        assert_eq!(shop.calls(), (2, 1), "two reads and one write for {cents}");
        seen += 1;
    }
    assert_eq!(seen, 50);
}
