use super::*;

fn pairs(form: &str) -> Vec<String> {
    form_urlencoded::parse(form.as_bytes()).map(|(key, value)| format!("{key}={value}")).collect()
}

#[test]
fn clearing_sends_an_empty_string() {
    let update = SessionUpdate::default().clear_discounts().metadata("discount_writes", "3").expand("discounts.coupon");
    assert_eq!(update.to_form(), "discounts=&metadata%5Bdiscount_writes%5D=3&expand%5B%5D=discounts.coupon");
}

#[test]
fn lines_are_numbered_in_order_of_addition() {
    let update = SessionUpdate::default().new_line("price_c", 3).metadata("x", "y").keep_line("li_2", 1);
    assert_eq!(
        pairs(&update.to_form()),
        [
            "line_items[0][price]=price_c",
            "line_items[0][quantity]=3",
            "metadata[x]=y",
            "line_items[1][id]=li_2",
            "line_items[1][quantity]=1",
        ]
    );
}

#[test]
fn own_prices_belong_to_the_line_before_them() {
    let data = |tax_behavior| PriceData { currency: "usd", product: "prod_1", unit_amount: 11_250, tax_behavior };
    let update = SessionUpdate::default()
        .keep_line("li_1", 2)
        .line_price_data(&data(Some("exclusive")))
        .line_metadata("discount_off", "1250")
        .own_line(1)
        .line_price_data(&data(None))
        .keep_line("li_2", 1)
        .line_price("price_2");
    assert_eq!(
        pairs(&update.to_form()),
        [
            "line_items[0][id]=li_1",
            "line_items[0][quantity]=2",
            "line_items[0][price_data][currency]=usd",
            "line_items[0][price_data][product]=prod_1",
            "line_items[0][price_data][unit_amount]=11250",
            "line_items[0][price_data][tax_behavior]=exclusive",
            "line_items[0][metadata][discount_off]=1250",
            "line_items[1][quantity]=1",
            "line_items[1][price_data][currency]=usd",
            "line_items[1][price_data][product]=prod_1",
            "line_items[1][price_data][unit_amount]=11250",
            "line_items[2][id]=li_2",
            "line_items[2][quantity]=1",
            "line_items[2][price]=price_2",
        ]
    );
}

#[test]
fn coupon_carries_its_metadata() {
    let metadata = [("a", "1"), ("b", "2")];
    let coupon = Coupon { name: "10% off", amount_off: 1500, currency: "usd", metadata: &metadata };
    assert_eq!(
        pairs(&SessionUpdate::default().coupon(&coupon).to_form()),
        [
            "discounts[0][coupon_data][name]=10% off",
            "discounts[0][coupon_data][amount_off]=1500",
            "discounts[0][coupon_data][currency]=usd",
            "discounts[0][coupon_data][metadata][a]=1",
            "discounts[0][coupon_data][metadata][b]=2",
        ]
    );
}

#[test]
fn updates_print_without_values() {
    let update = SessionUpdate::default().shipping_details("Canaria", "US", &[("line1", "7 Canary Road".to_owned())]);
    let text = format!("{update:?}");
    assert!(text.contains("shipping_details"), "{text}");
    assert!(!text.contains("anar"), "{text}");
}
