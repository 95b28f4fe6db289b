//! `discounts doctor`: checks key, account, policy and deployment, and says what to do about each problem. It makes the calls that the functions make, about a session that does not exist, so that nothing changes. Only in
//! test mode does it make a session, of what the policy sells, to see what Stripe takes; it is expired again.

mod account;
mod answers;
mod checkout;
mod finding;
mod needs;
mod pages;
mod preview;
mod probe;
mod routes;

use std::io;

use reqwest::Url;
use shared::core::Policy;
use shared::http_client::http_client;
use shared::purchase::DiscountWriter;
use shared::secret::SecretReader;
use shared::settings::{KeySource, Settings};
use shared::stripe::{ApiKeyStore, SecretKey, SessionId, Stripe};

use self::account::Account;
pub(crate) use self::checkout::missing_keys;
pub use self::finding::{Finding, Outcome};
use crate::failure::Failure;
use crate::policy_file;
use shared::error_chain::error_chain;

/// The arguments of `discounts doctor`. Key, secret, version and policy are those of the environment, as for a function.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The address of a deployed API, with its stage if it has one: its routes are called as well.
    #[arg(long, value_name = "URL")]
    api: Option<Url>,
    /// Print a JSON array with an object for each check, and nothing else.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, thiserror::Error)]
#[error("no calls can be made")]
struct NoRuntime(#[source] io::Error);

/// Checks everything.
///
/// # Errors
///
/// - Exit code 1: a check failed, so that shoppers would get no discount. Warnings do not count.
pub fn run(args: &Args) -> Result<String, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::fault(NoRuntime(error)))?;
    let findings = runtime.block_on(examine(with_policy_here, args.api.as_ref()));
    let text = if args.json {
        let text = serde_json::to_string_pretty(&findings).map_err(Failure::fault)?;
        text + "\n"
    } else {
        finding::text(&findings)
    };
    let failed = findings.iter().any(|finding| finding.outcome == Outcome::Failed);
    if failed { Err(Failure::answered(text)) } else { Ok(text) }
}

/// The environment of the process, and the policy of the current directory.
fn with_policy_here(name: &str) -> Option<String> {
    let of_directory = || policy_file::of_current_directory().map(|path| path.display().to_string());
    std::env::var(name).ok().or_else(|| (name == "DISCOUNT_POLICY").then(of_directory).flatten())
}

/// Checks the settings of an environment, and the routes of a deployed API.
pub async fn examine(lookup: impl Fn(&str) -> Option<String>, api: Option<&Url>) -> Vec<Finding> {
    let settings = match Settings::from_lookup(&lookup) {
        Ok(settings) => settings,
        Err(fault) => {
            return vec![Finding::failed("settings", "a variable is not set as it must be", error_chain(&fault))];
        }
    };
    let http = match http_client() {
        Ok(http) => http,
        Err(error) => return vec![Finding::failed("settings", "no HTTP client", error_chain(&error))],
    };
    let (source, keys) = match settings.key {
        KeySource::Environment(secrets) => ("STRIPE_SECRET_KEY", ApiKeyStore::fixed(secrets)),
        KeySource::SecretsManager(secret) => {
            ("the secret of STRIPE_SECRET_ID", ApiKeyStore::from_source(SecretReader::new(&secret, http.clone())))
        }
    };
    let loaded = settings.policy_source.load();
    let mut findings = vec![match &loaded {
        Ok(policy) => of_policy(policy),
        Err(fault) => Finding::failed(
            "policy",
            error_chain(fault),
            "correct it until `discounts check` is content with it; until then every call answers misconfigured",
        ),
    }];
    findings.extend(loaded.as_ref().ok().map(checkout::examine));
    findings.extend(loaded.as_ref().ok().and_then(checkout::wallets));
    let (key, webhook, fixed) = match keys.secrets().await {
        Ok(secrets) => (secrets.key.clone(), secrets.webhook.is_some(), ApiKeyStore::fixed(secrets)),
        Err(fault) => {
            findings.push(Finding::failed("secret", "there is no key to work with", error_chain(&fault)));
            return findings;
        }
    };
    findings.push(of_webhook(webhook, source));
    let Some(session) = nobodys_session(&key) else { return findings };
    let stripe = Stripe::new(http.clone(), settings.stripe_base.clone(), settings.stripe_version, keys);
    let with_preview = DiscountWriter::DynamicDiscounts.version();
    let preview = Stripe::new(http.clone(), settings.stripe_base, with_preview, fixed);
    let account =
        Account { stripe: &stripe, key: &key, source, session: &session, writer: settings.writer, preview: &preview };
    findings.extend(account.examine(loaded.as_ref().ok(), webhook).await);
    if let Some(api) = api {
        findings.extend(routes::examine(&http, api, &session).await);
    }
    findings
}

fn of_policy(policy: &Policy) -> Finding {
    if policy.switched_off {
        let next = "unset it when discounts shall be given again";
        return Finding::warning("policy", "DISCOUNTS_OFF is set: every call takes its discount off", next);
    }
    Finding::ok("policy", format!("it loads: {} offers, hash {}", policy.offers.len(), policy.hash))
}

fn of_webhook(is_there: bool, source: &str) -> Finding {
    if is_there {
        return Finding::ok("webhook", "there is a secret to know Stripe's deliveries by");
    }
    let next = match source {
        "STRIPE_SECRET_KEY" => {
            "set STRIPE_WEBHOOK_SECRET to the signing secret of an endpoint at Stripe, or leave the webhook alone"
        }
        _ => {
            "add STRIPE_WEBHOOK_SECRET to the secret of STRIPE_SECRET_ID, as docs/operations.md has it, or leave the webhook alone"
        }
    };
    let message =
        "there is no webhook secret: purchase histories do not move, and nobody tells of a discount that is too large";
    Finding::warning("webhook", message, next)
}

/// An id that Stripe has never given to a session, of the key's mode.
fn nobodys_session(key: &SecretKey) -> Option<SessionId> {
    let mode = if key.is_live() { "live" } else { "test" };
    SessionId::parse(&format!("cs_{mode}_doctor0ThereIsNoSuchSession"))
}
