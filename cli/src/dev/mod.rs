//! `discounts dev`: one address that serves
//!
//! - `/`: the storefront (`page`)
//! - `POST /discounts/*` and the other routes: every function, called with the event that API Gateway would send
//!   (`functions`, `event`); on the members' route behind what stands in for the gateway's JWT authorizer (`shop`)
//! - `/shop/*`: what a shop has beside them: a catalog, signing in (`shop`)
//! - `/inspector/*`: what each call did, and switches that make the sandbox fail (`inspector`)
//! - `/assets/*`: what the page loads, from `storefront/` (`page`)
//! - `/checkout-discounts/*`: the client, for pages of other origins (`cors`)
//! - `/v1/*`, `/stripe-js/*`, `/c/pay/*`: a Stripe that keeps state, its script, and its hosted pages, unless there is a key for
//!   Stripe itself; it delivers its webhooks to `/webhooks/stripe`

mod answers;
mod cors;
mod environment;
mod event;
mod functions;
mod inspector;
mod listener;
mod local_host;
mod page;
mod server;
mod shop;
mod start_error;
mod whole_request;

use std::future::pending;
use std::io::{Write, stdout};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use jiff::Timestamp;
use sandbox::Sandbox;
use shared::Endpoint;
use shared::clock::Clock;
use shared::purchase::DiscountWriter;
use shared::settings::log_level;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use self::cors::{Origin, Origins};
use self::environment::Environment;
use self::functions::Functions;
use self::inspector::Inspector;
use self::server::Server;
use self::shop::Shop;
use crate::arguments;
use crate::failure::Failure;
use crate::policy_file;

pub use self::environment::Lookup;
pub use self::start_error::{SandboxError, StartError};

/// The events that the webhook needs, as docs/operations.md lists them.
const WEBHOOK_KINDS: [&str; 9] = [
    "checkout.session.completed",
    "checkout.session.expired",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "payment_intent.canceled",
    "charge.refunded",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.closed",
];

/// The arguments of `discounts dev`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The port; 0 takes a free one.
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// The address: a loopback address, or 0.0.0.0 to be reached from other devices.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_parser = listener::host)]
    host: IpAddr,
    /// The time at which the clocks of the functions and of the sandbox start. Without it: the present.
    #[arg(long, value_name = "RFC3339", value_parser = arguments::moment)]
    now: Option<Timestamp>,
    /// The sandbox's account has no preview, as most accounts: discounts are lower line prices (`DISCOUNT_WRITER=line_items`).
    #[arg(long)]
    without_preview: bool,
    /// A further origin whose pages may call, as `AllowedOrigins` of the stack; repeatable. Pages of localhost and 127.0.0.1
    /// may always.
    #[arg(long, value_name = "ORIGIN", value_parser = Origin::parse)]
    origin: Vec<Origin>,
}

/// A running server. Dropping it ends the server, after the requests in flight.
#[derive(Debug)]
pub struct Running {
    url: String,
    stripe: String,
    /// Dropped with this, which ends the server.
    _stop: oneshot::Sender<()>,
}

impl Running {
    /// The address for a browser on this machine.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// Serves until Ctrl-C.
///
/// # Errors
///
/// - Exit code 1: the port is in use, or the policy or the environment has errors.
pub fn run(args: &Args) -> Result<String, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::fault(StartError::Runtime(error)))?;
    runtime.block_on(run_until_interrupted(args)).map_err(Failure::fault)
}

async fn run_until_interrupted(args: &Args) -> Result<String, StartError> {
    let listener = listener::bind(args.host, args.port).await?;
    let clock = args.now.map_or(Clock::SYSTEM, Clock::starting_at);
    let writer = args.without_preview.then_some(DiscountWriter::LineItems);
    let lookup: Lookup = Arc::new(move |name: &str| variable_here(name, writer));
    let running = start_for(listener, lookup, clock, Origins::with(&args.origin))?;
    let told = write!(
        stdout(),
        "Storefront, functions and {} at {} (Ctrl-C ends it)\nTry: open it, shop as Theo, and pay. The next order is the tenth, and \"Member offer\" gives for it.\n",
        running.stripe,
        running.url
    );
    // The page works, even if nothing reads the output.
    drop(told);
    tokio::signal::ctrl_c().await.map_err(StartError::Interrupt)?;
    Ok(String::new())
}

/// Serves on a listener, in the runtime that it is called in. `lookup` is the environment: of the process, or a test's. `clock` is
/// that of the functions; the sandbox's is set to it.
///
/// # Errors
///
/// - [`StartError::Settings`]: the environment or the policy has errors.
/// - [`StartError::LiveKey`]: the key is of live mode.
/// - [`StartError::Address`], [`StartError::Client`], [`StartError::Webhook`]: this machine or the sandbox refuses.
pub fn start(listener: TcpListener, lookup: Lookup, clock: Clock) -> Result<Running, StartError> {
    start_for(listener, lookup, clock, Origins::default())
}

/// Serves pages of these origins, too.
fn start_for(listener: TcpListener, lookup: Lookup, clock: Clock, origins: Origins) -> Result<Running, StartError> {
    // What the page and the terminal show is enough; LOG_LEVEL=INFO shows each decision.
    let level = log_level(|name| lookup(name).or_else(|| (name == "AWS_LAMBDA_LOG_LEVEL").then(|| "WARN".into())));
    inspector::log::start(&level.to_string().to_uppercase());

    let url = format!("http://{}", listener::from_here(listener.local_addr().map_err(StartError::Address)?));
    let environment = Environment::new(lookup, &url);
    let settings = environment.settings()?;
    if environment.key_is_live() {
        return Err(StartError::LiveKey);
    }
    let policy = settings.policy_source.load()?;
    // The account has what the writer needs, and no more.
    let account = match settings.writer {
        DiscountWriter::DynamicDiscounts => sandbox::Config::default(),
        DiscountWriter::LineItems => sandbox::Config::without_preview(),
    };
    let config = sandbox::Config { clock_shift: clock.shift().as_secs(), ..account };
    let sandbox = environment.has_sandbox().then(|| Sandbox::new(config));
    let stripe = if environment.has_sandbox() { "a Stripe sandbox" } else { "Stripe's test mode" };
    let shop = Shop::new(&environment, &settings, &policy, sandbox.as_ref()).map_err(StartError::Client)?;
    let functions = Arc::new(Functions::new(environment, clock));
    let server = Server {
        sandbox: sandbox.clone(),
        shop: Arc::new(shop),
        functions: Arc::clone(&functions),
        inspector: Arc::new(Inspector::default()),
        origins,
    };
    if let Some(sandbox) = &sandbox {
        sandbox.show_hosted_pages_at(&url);
        register_webhook(sandbox, &url)?;
    }
    let (ends, ended) = oneshot::channel();
    tokio::spawn(async move {
        let deliver = async {
            match sandbox {
                Some(sandbox) => sandbox.deliver().await,
                None => pending().await,
            }
        };
        tokio::select! {
            () = server::serve(server, listener, async { drop(ended.await) }) => {}
            () = deliver => {}
            () = functions.sweep_for_ever() => {}
        }
    });
    Ok(Running { url, stripe: stripe.to_owned(), _stop: ends })
}

/// Registers the webhook with the sandbox. Orders that the shop made before are counted already.
fn register_webhook(sandbox: &Sandbox, url: &str) -> Result<(), StartError> {
    let url = format!("{url}{}", Endpoint::Webhook.path());
    let registered = sandbox.add_webhook(&url, sandbox::Config::WEBHOOK_SECRET, &WEBHOOK_KINDS);
    registered.map(drop).map_err(|body| StartError::Webhook(SandboxError(body)))
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The environment of the process, the policy of the current directory, and the writer of the account.
fn variable_here(name: &str, writer: Option<DiscountWriter>) -> Option<String> {
    let by_default = || match name {
        "DISCOUNT_POLICY" => policy_file::of_current_directory().map(|path| path.display().to_string()),
        "DISCOUNT_WRITER" => writer.map(|writer| writer.name().to_owned()),
        _ => None,
    };
    variable(name).or_else(by_default)
}
