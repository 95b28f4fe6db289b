//! A shop on the Stripe sandbox.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use jiff::Timestamp;
use sandbox::{Config, Recorded, Running, Sandbox};
use serde_json::{Value, json};
use shared::clock::Clock;
use shared::purchase::DiscountWriter;
use shared::settings::Settings;
use shared::{App, Endpoint};

use crate::Event;
use crate::cloudwatch::CloudWatch;
use crate::log;

/// The sample policy of the project.
pub const SAMPLE: &str = shared::settings::COMPILED_IN_POLICY;

/// The guide's rule alone.
pub const GUIDE: &str = r#"
    [[offer]]
    id = "guide"
    interaction = "cart-threshold"
    name = "10% off carts over $100"
    when.subtotal_over = { usd = "100.00" }
    give.percent = "10"
    give.cap = { usd = "20.00" }
"#;

/// The writer of the shops of a run, by the environment variable `WRITER`: every test that says nothing else runs on any.
pub static WRITER: LazyLock<DiscountWriter> = LazyLock::new(|| {
    let name = std::env::var("WRITER").ok();
    name.map_or_else(DiscountWriter::default, |name| DiscountWriter::parse(&name).expect("WRITER names a writer"))
});

/// Returns true if discounts are coupons, so that what is special about these applies.
#[must_use]
pub fn writes_coupons() -> bool {
    *WRITER == DiscountWriter::DynamicDiscounts
}

/// A wait that ends no sooner has failed. The longest that is met is the ten seconds after which a key is abandoned.
const LIMIT: Duration = Duration::from_secs(30);

/// The sandbox, and a function's `App` that talks to it.
pub struct Shop {
    stripe: Running,
    app: Arc<App>,
    told: CloudWatch,
    writer: DiscountWriter,
}

/// The answer to a page.
#[derive(Debug, Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: Value,
    /// The headers.
    pub headers: http::HeaderMap,
}

/// The endpoints that need no more than a session.
pub fn of_a_session() -> impl Iterator<Item = Endpoint> {
    Endpoint::all().filter(|endpoint| endpoint.path().starts_with("/discounts/") && *endpoint != Endpoint::Remove)
}

impl Shop {
    /// The code that the shopper types.
    pub const CODE: &str = "spring";

    /// A shop with a policy.
    pub async fn open(policy: &str) -> Self {
        Self::on(Config::default(), &[], policy).await
    }

    /// A shop on a sandbox of one's own, with further variables in the function's environment.
    pub async fn on(config: Config, variables: &[(&str, &str)], policy: &str) -> Self {
        Self::with_writer(*WRITER, config, variables, policy).await
    }

    /// A shop with a writer, on an account that has what it needs and no more.
    pub async fn with_writer(writer: DiscountWriter, config: Config, variables: &[(&str, &str)], policy: &str) -> Self {
        log::start();
        let has_preview = writer == DiscountWriter::DynamicDiscounts;
        let (preview, preview_live) = (config.preview && has_preview, config.preview_live && has_preview);
        let config = Config { preview, preview_live, ..config };
        let stripe = Sandbox::start(config).await.expect("the sandbox starts");
        let app = Self::app_with(writer, &stripe.url(), variables, policy).await;
        stripe.clear_requests();
        let told = CloudWatch::default();
        let app = app.with_metrics(told.metrics("suite"));
        Self { stripe, app: Arc::new(app), told, writer }
    }

    /// A function that talks to a Stripe under an address.
    pub async fn app(url: &str, variables: &[(&str, &str)], policy: &str) -> App {
        Self::app_with(*WRITER, url, variables, policy).await
    }

    /// A function with a writer.
    pub async fn app_with(writer: DiscountWriter, url: &str, variables: &[(&str, &str)], policy: &str) -> App {
        let given =
            [("STRIPE_API_BASE", url), ("STRIPE_SECRET_KEY", Config::TEST_KEY), ("DISCOUNT_WRITER", writer.name())];
        let find = |name: &str| variables.iter().chain(&given).find(|(known, _)| *known == name);
        let settings = Settings::from_lookup(|name| find(name).map(|(_, value)| (*value).to_owned()));
        let own = find("DISCOUNT_POLICY").is_some();
        let settings = settings.map(|settings| {
            if own {
                return settings;
            }
            Settings { policy_source: settings.policy_source.with_text("test.toml", policy), ..settings }
        });
        App::start(settings).await
    }

    /// The metrics that were emitted.
    #[must_use]
    pub fn metrics_output(&self) -> &CloudWatch {
        &self.told
    }

    /// The sandbox.
    #[must_use]
    pub fn stripe(&self) -> &Sandbox {
        self.stripe.sandbox()
    }

    /// The address of the sandbox.
    #[must_use]
    pub fn url(&self) -> String {
        self.stripe.url()
    }

    /// Calls an endpoint for a session; where the shopper has to type something, with [`Shop::CODE`].
    pub async fn call(&self, endpoint: Endpoint, session: &str) -> Answer {
        let body = json!({ "checkout_session_id": session, "code": Self::CODE });
        self.send(endpoint, Event::post(endpoint, &body)).await
    }

    /// Removes an interaction, or `all`.
    pub async fn remove(&self, session: &str, interaction: &str) -> Answer {
        let body = json!({ "checkout_session_id": session, "interaction": interaction });
        self.send(Endpoint::Remove, Event::post(Endpoint::Remove, &body)).await
    }

    /// Sends an event.
    pub async fn send(&self, endpoint: Endpoint, event: Event) -> Answer {
        Answer::of(event.send_to(&self.app, endpoint).await)
    }

    /// Continues with a function whose clock shows a later time.
    pub async fn go_on_at(&mut self, policy: &str, time: Timestamp) {
        let app = Self::app_with(self.writer, &self.stripe.url(), &[], policy).await;
        self.app = Arc::new(app.with_metrics(self.told.metrics("suite")).with_clock(Clock::starting_at(time)));
    }

    /// A further handle on the same function, for calls at the same moment.
    #[must_use]
    pub fn function(&self) -> Arc<App> {
        Arc::clone(&self.app)
    }

    /// A guest's session for one line of this many cents.
    #[must_use]
    pub fn session(&self, cents: i64) -> String {
        self.session_in("usd", cents, &[])
    }

    /// A session of a customer.
    #[must_use]
    pub fn session_of(&self, customer: &str, cents: i64) -> String {
        self.session_in("usd", cents, &[("customer", customer)])
    }

    /// A session in a currency, with further parameters.
    #[must_use]
    pub fn session_in(&self, currency: &str, minor: i64, further: &[(&str, &str)]) -> String {
        let price = self.stripe.add_price(currency, minor);
        let mut params = vec![
            ("mode", "payment"),
            ("ui_mode", "custom"),
            ("return_url", "https://shop.example.com/return"),
            ("line_items[0][price]", price.as_str()),
            ("line_items[0][quantity]", "1"),
            ("permissions[update_discounts]", "server_only"),
        ];
        params.extend_from_slice(further);
        self.create(&params)
    }

    /// A session of these parameters, without the permissions that the account does not have.
    #[must_use]
    pub fn create(&self, params: &[(&str, &str)]) -> String {
        let of_the_preview = ["permissions[update_discounts]", "permissions[update_line_items]"];
        let has_preview = self.writer == DiscountWriter::DynamicDiscounts;
        let known = |(name, _): &&(&str, &str)| has_preview || !of_the_preview.contains(name);
        let params: Vec<(&str, &str)> = params.iter().filter(known).copied().collect();
        let session = self.stripe.create_session(&params).unwrap_or_else(|error| panic!("{error}"));
        session["id"].as_str().expect("a session has an id").to_owned()
    }

    /// The lines at the catalog's prices, where parts of one line are one again: prices and quantities.
    #[must_use]
    pub fn list_lines(&self, session: &str) -> Vec<(String, u64)> {
        let state = self.stripe.session_state(session).expect("the session exists");
        let mut lines: Vec<(String, u64)> = Vec::new();
        for line in &state.lines {
            let price = line.metadata.get("discount_price").and_then(Value::as_str).unwrap_or(&line.price);
            match lines.last_mut().filter(|_| line.metadata.get("discount_part").is_some()) {
                Some((_, quantity)) => *quantity += line.quantity,
                None => lines.push((price.to_owned(), line.quantity)),
            }
        }
        lines
    }

    /// The subtotal of the session at the catalog's prices, which line prices may be below.
    #[must_use]
    pub fn list_subtotal(&self, session: &str) -> i64 {
        let state = self.stripe.session_state(session).expect("the session exists");
        let currency = state.currency.as_deref().expect("a session has a currency");
        let list = |line: &sandbox::Line| {
            let named = ["discount_price", "discount_inline_price"].into_iter().find_map(|key| line.metadata.get(key));
            let price = named.and_then(Value::as_str).unwrap_or(&line.price);
            let unit = self.stripe.unit_amount(price, currency).expect("the price exists");
            unit * i64::try_from(line.quantity).expect("few units")
        };
        state.lines.iter().map(list).sum()
    }

    /// A guest's session for a number of units of this many cents.
    #[must_use]
    pub fn session_of_units(&self, units: u64, cents: i64) -> String {
        let session = self.session(cents);
        self.set_quantity(&session, units);
        session
    }

    /// The merchant's server changes the quantity of each line, which keeps its price.
    pub fn set_quantity(&self, session: &str, units: u64) {
        let set = |session: &mut sandbox::SessionState| session.lines.iter_mut().for_each(|line| line.quantity = units);
        assert!(self.stripe.patch_session(session, set));
    }

    /// The merchant's server leaves one unit of each line, at the price that it has. Returns the discount that is left.
    #[must_use]
    pub fn left_on_one_unit(&self, session: &str) -> i64 {
        self.set_quantity(session, 1);
        self.discount(session)
    }

    /// The shopper changes the cart to one line of this many cents.
    pub fn set_subtotal(&self, session: &str, cents: i64) {
        let price = self.stripe.add_price("usd", cents);
        assert!(self.stripe.set_cart(session, &[(price, 1)]), "the cart can be changed");
    }

    /// A customer with facts in the metadata, and with an address, a name and an e-mail that no log may hold.
    #[must_use]
    pub fn customer(&self, metadata: &Value) -> String {
        self.stripe.add_customer(json!({
            "name": "Canaria Serinus",
            "email": "canary.inbox@example.edu",
            "metadata": metadata,
        }))
    }

    /// The session's shipping address; street and name must stay out of the log.
    pub fn set_address(&self, session: &str, country: &str, state: &str, postal_code: &str) {
        let address = json!({
            "line1": "7 Nightingale Road", "line2": null, "city": "Town", "country": country, "state": state,
            "postal_code": postal_code,
        });
        let details = json!({ "name": "Canaria Serinus", "address": address });
        assert!(self.stripe.patch_session(session, |session| session.shipping_details = details));
    }

    /// The amount of the session's discount: what Stripe takes off, and what lines cost less than the catalog says.
    #[must_use]
    pub fn discount(&self, session: &str) -> i64 {
        let shown = self.stripe.session(session).expect("the session exists");
        let taken_off = shown.pointer("/total_details/amount_discount").and_then(Value::as_i64);
        let subtotal = shown["amount_subtotal"].as_i64().expect("sessions have a subtotal");
        taken_off.expect("sessions have totals") + self.list_subtotal(session) - subtotal
    }

    /// The session's metadata.
    #[must_use]
    pub fn metadata(&self, session: &str) -> Value {
        self.stripe.session(session).expect("the session exists")["metadata"].clone()
    }

    /// Waits until the requests that Stripe has seen fulfil a condition.
    ///
    /// # Panics
    /// If they do not within [`LIMIT`].
    pub async fn sees(&self, what: &str, ready: impl Fn(&[Recorded]) -> bool) {
        let seen = tokio::time::timeout(LIMIT, self.stripe.requests_are(ready)).await;
        assert!(seen.is_ok(), "not within {LIMIT:?}: {what}");
    }

    /// Waits until a write has been sent.
    pub async fn write_is_sent(&self) {
        self.sees("a write is sent", |requests| requests.iter().any(|request| request.method == "POST")).await;
    }

    /// How many reads and writes Stripe has seen since the last look.
    #[must_use]
    pub fn calls(&self) -> (usize, usize) {
        let requests = self.stripe.requests();
        let count = |method: &str| requests.iter().filter(|request| request.method == method).count();
        let calls = (count("GET"), count("POST"));
        self.stripe.clear_requests();
        calls
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            log::assert_clean();
        }
    }
}

impl Answer {
    fn of(response: lambda_http::Response<String>) -> Self {
        let (parts, body) = response.into_parts();
        let body = serde_json::from_str(&body).expect("every answer is JSON");
        Self { status: parts.status.as_u16(), body, headers: parts.headers }
    }

    /// The amount of the discount in the answer; 0 for none.
    #[must_use]
    pub fn amount(&self) -> i64 {
        assert_eq!(self.status, 200, "{}", self.body);
        self.body.pointer("/value/discount/amount_off").and_then(Value::as_i64).unwrap_or_default()
    }

    /// Returns true if the call wrote.
    #[must_use]
    pub fn changed(&self) -> bool {
        self.body.pointer("/value/changed").and_then(Value::as_bool).expect("a success says whether it wrote")
    }

    /// The reason codes against an offer.
    #[must_use]
    pub fn reasons(&self, offer: &str) -> Vec<String> {
        let reasons = self.body.pointer("/value/reasons").and_then(Value::as_array).expect("a success has reasons");
        let of_offer = reasons.iter().filter(|reason| reason["offer"] == offer);
        of_offer.map(|reason| reason["code"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Status and code of a refusal; the code is empty for a success.
    #[must_use]
    pub fn refusal(&self) -> (u16, &str) {
        (self.status, self.body["code"].as_str().unwrap_or_default())
    }

    /// The request id.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.headers.get("x-request-id").and_then(|id| id.to_str().ok()).expect("every answer carries its request id")
    }
}
