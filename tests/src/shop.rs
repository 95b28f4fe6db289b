//! A shop on the Stripe sandbox: its functions, and the calls to them.

mod sessions;

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use discounts_ledger::{Memory, Store};
use jiff::Timestamp;
use sandbox::{Config, Recorded, Running, Sandbox};
use serde_json::json;
use shared::clock::Clock;
use shared::purchase::DiscountWriter;
use shared::settings::Settings;
use shared::sweep::{SweepError, Swept};
use shared::{App, Endpoint};

use crate::Event;
use crate::answer::Answer;
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
    ledger: Arc<dyn Store>,
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
        Self::counting_in(Arc::new(Memory::default()), writer, config, variables, policy).await
    }

    /// A shop that counts uses in a ledger.
    pub async fn counting_in(
        ledger: Arc<dyn Store>,
        writer: DiscountWriter,
        config: Config,
        variables: &[(&str, &str)],
        policy: &str,
    ) -> Self {
        log::start();
        let has_preview = writer == DiscountWriter::DynamicDiscounts;
        let (preview, preview_live) = (config.preview && has_preview, config.preview_live && has_preview);
        let config = Config { preview, preview_live, ..config };
        let stripe = Sandbox::start(config).await.expect("the sandbox starts");
        let app = Self::app_with(writer, &stripe.url(), variables, policy).await.with_ledger(Arc::clone(&ledger));
        stripe.clear_requests();
        let told = CloudWatch::default();
        let app = app.with_metrics(told.metrics("suite"));
        Self { stripe, app: Arc::new(app), told, writer, ledger }
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
        let app = app.with_ledger(Arc::clone(&self.ledger));
        self.app = Arc::new(app.with_metrics(self.told.metrics("suite")).with_clock(Clock::starting_at(time)));
    }

    /// Continues with functions that have these variables, and a clock that starts at a time.
    pub async fn restart(&mut self, variables: &[(&str, &str)], policy: &str, time: Timestamp) {
        let app = Self::app_with(self.writer, &self.stripe.url(), variables, policy).await;
        let app = app.with_ledger(Arc::clone(&self.ledger)).with_metrics(self.told.metrics("suite"));
        self.app = Arc::new(app.with_clock(Clock::starting_at(time)));
    }

    /// The ledger of its functions.
    #[must_use]
    pub fn ledger(&self) -> &dyn Store {
        &*self.ledger
    }

    /// Runs the sweep once.
    ///
    /// # Errors
    ///
    /// [`SweepError`] as the function answers.
    pub async fn sweep(&self) -> Result<Swept, SweepError> {
        self.app.sweep(&lambda_http::Context::default()).await
    }

    /// A further handle on the same function, for calls at the same moment.
    #[must_use]
    pub fn function(&self) -> Arc<App> {
        Arc::clone(&self.app)
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
