//! The worked examples of docs/policy.md, the answer that README shows, and the tests that docs/security.md names.

use discounts_core::Interaction;
use end_to_end::Shop;
use end_to_end::shop::SAMPLE;
use serde_json::json;
use shared::Endpoint;

const CART: Endpoint = Endpoint::Add(Interaction::CartThreshold);

#[tokio::test]
async fn the_readmes_answer_is_what_the_sample_policy_gives() {
    let readme = include_str!("../../../README.md");
    let shown = readme.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).expect("README has one");
    let shown: serde_json::Value = serde_json::from_str(shown).unwrap();
    let shop = Shop::open(SAMPLE).await;
    let mut answer = shop.call(CART, &shop.session(25_000)).await.body;
    assert!(answer["value"]["now"].is_string(), "the server's time is that of the call");
    answer["value"]["now"] = shown["value"]["now"].clone();
    assert_eq!(answer, shown);
}

#[tokio::test]
async fn what_can_not_be_charged_is_left_out_of_the_discount() {
    let shop = Shop::open(
        r#"
        [[offer]]
        id = "free"
        interaction = "cart-threshold"
        name = "Free"
        when.subtotal_over = { usd = "1.00" }
        give.percent = "100"
    "#,
    )
    .await;
    let shipping = |cents: &'static str| {
        [
            ("shipping_options[0][shipping_rate_data][type]", "fixed_amount"),
            ("shipping_options[0][shipping_rate_data][display_name]", "Post"),
            ("shipping_options[0][shipping_rate_data][fixed_amount][amount]", cents),
            ("shipping_options[0][shipping_rate_data][fixed_amount][currency]", "usd"),
        ]
    };
    let session = shop.session_in("usd", 4_000, &shipping("30"));
    let answer = shop.call(CART, &session).await;
    assert_eq!((answer.amount(), answer.body["value"]["amount_total"].clone()), (3_980, json!(50)));
    let free = shop.session(4_000);
    assert_eq!(shop.call(CART, &free).await.body["value"]["amount_total"], 0);
}

#[test]
fn every_test_that_the_security_page_names_exists() {
    let page = include_str!("../../../docs/security.md");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let holds = |file: &str, test: &str| {
        let text = std::fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let at = text.find(&format!("fn {test}()")).unwrap_or_else(|| panic!("{file} has no test {test}"));
        let before = text[..at].rsplit("\n\n").next().unwrap();
        assert!(before.contains("#[test]") || before.contains("#[tokio::test"), "{test} of {file} is no test");
    };
    let plain =
        |word: &str| word.chars().all(|letter| letter == '_' || letter.is_ascii_lowercase() || letter.is_ascii_digit());
    let quoted: Vec<&str> = page.split('`').skip(1).step_by(2).collect();
    let mut named = 0;
    // Attributes of a file of its own precede its name.
    let mut waiting = Vec::new();
    for word in quoted {
        match word.rsplit_once("::") {
            Some((module, test))
                if module.split("::").all(plain) && plain(test) && (module, test) != ("module", "name") =>
            {
                holds(&format!("tests/tests/it/{}.rs", module.replace("::", "/")), test);
                named += 1;
            }
            None if plain(word) && word.matches('_').count() > 3 => waiting.push(word),
            None if word.starts_with("shared/") => {
                assert!(!waiting.is_empty(), "{word} stands for no test");
                named += waiting.len();
                waiting.drain(..).for_each(|test| holds(word, test));
            }
            _ => {}
        }
    }
    assert!(waiting.is_empty(), "in which file? {waiting:?}");
    assert!(named > 30, "{named} tests are named");
}
