//! The secret in AWS Secrets Manager, through the SDK and our own HTTP client: the SDK's own would bring a second
//! TLS stack and a second set of roots.

use std::time::Duration;

use aws_sdk_secretsmanager::config::{BehaviorVersion, Credentials, Region, timeout::TimeoutConfig};
use aws_sdk_secretsmanager::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use serde::Deserialize;

use crate::settings::SecretsManager;
use crate::stripe::{SecretError, SecretFuture, SecretKey, SecretSource, Secrets, SigningKey, WebhookSecret};

/// Secrets Manager answers in tens of milliseconds, on a cold function in up to a second.
const LONGEST: Duration = Duration::from_secs(5);

/// Reads one secret.
#[derive(Debug)]
pub struct SecretReader {
    client: aws_sdk_secretsmanager::Client,
    secret_id: String,
}

/// A reason why there is no key; its text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum SecretFault {
    /// There is no such secret.
    #[error(
        "STRIPE_SECRET_ID names a secret that does not exist in this region and account: create it, or correct the name"
    )]
    Missing,
    /// The function may not read it.
    #[error(
        "the function may not read the secret of STRIPE_SECRET_ID: allow its role secretsmanager:GetSecretValue on it"
    )]
    Denied,
    /// Secrets Manager could not be reached.
    #[error(
        "Secrets Manager can't be reached for the secret of STRIPE_SECRET_ID: check AWS_REGION, the endpoint and the network ({0})"
    )]
    Unreachable(String),
    /// The region or the credentials are missing.
    #[error("Secrets Manager can't be called for the secret of STRIPE_SECRET_ID: set AWS_REGION and credentials")]
    NoCredentials,
    /// Any other refusal.
    #[error("Secrets Manager refuses the secret of STRIPE_SECRET_ID ({0})")]
    Refused(String),
    /// Secrets Manager is throttled or down: it may answer the next call.
    #[error("Secrets Manager is throttled or down and does not answer for the secret of STRIPE_SECRET_ID ({0})")]
    Unavailable(String),
    /// The secret holds no Stripe key.
    #[error(
        "the secret of STRIPE_SECRET_ID holds no Stripe secret key: store the key itself, or \
         {{\"STRIPE_SECRET_KEY\": \"...\"}}; it begins with sk_test_, sk_live_, rk_test_ or rk_live_"
    )]
    NotAKey,
}

impl SecretFault {
    /// Returns whether another try may succeed without a change by an operator.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Unreachable(_))
    }
}

/// A secret in the form of an object.
#[derive(Deserialize)]
struct Fields {
    #[serde(rename = "STRIPE_SECRET_KEY")]
    stripe_secret_key: Option<String>,
    #[serde(rename = "STRIPE_WEBHOOK_SECRET")]
    stripe_webhook_secret: Option<String>,
    #[serde(rename = "DISCOUNT_CODE_KEY")]
    discount_code_key: Option<String>,
}

impl SecretReader {
    /// A reader for what the settings name.
    #[must_use]
    pub fn new(settings: &SecretsManager, http: reqwest::Client) -> Self {
        let credentials = settings.credentials.as_ref().map(|keys| {
            Credentials::new(
                &keys.access_key_id,
                &keys.secret_access_key,
                keys.session_token.clone(),
                None,
                "environment",
            )
        });
        let mut config = aws_sdk_secretsmanager::Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(settings.region.clone().map(Region::new))
            .timeout_config(TimeoutConfig::builder().operation_timeout(LONGEST).build())
            .http_client(OurClient(http));
        config.set_endpoint_url(settings.endpoint.clone());
        if let Some(credentials) = credentials {
            config = config.credentials_provider(credentials);
        }
        let client = aws_sdk_secretsmanager::Client::from_conf(config.build());
        Self { client, secret_id: settings.secret_id.clone() }
    }

    /// The secrets as they now are.
    ///
    /// # Errors
    ///
    /// [`SecretFault`]; its text says what to do.
    pub async fn secrets(&self) -> Result<Secrets, SecretFault> {
        let secret =
            self.client.get_secret_value().secret_id(&self.secret_id).send().await.map_err(|error| fault(&error))?;
        secrets_of(secret.secret_string().unwrap_or_default()).ok_or(SecretFault::NotAKey)
    }
}

impl SecretSource for SecretReader {
    fn read(&self) -> SecretFuture<'_> {
        Box::pin(async {
            self.secrets().await.map_err(|fault| {
                let temporary = fault.is_temporary();
                let fault = Box::new(fault);
                if temporary { SecretError::Unavailable(fault) } else { SecretError::Misconfigured(fault) }
            })
        })
    }
}

fn secrets_of(secret: &str) -> Option<Secrets> {
    // Some editors begin a file with a byte order mark.
    let secret = secret.strip_prefix('\u{feff}').unwrap_or(secret);
    if let Some(key) = SecretKey::parse(secret) {
        return Some(Secrets { key, webhook: None, signing: None });
    }
    let fields: Fields = serde_json::from_str(secret).ok()?;
    let webhook = fields.stripe_webhook_secret.as_deref().and_then(WebhookSecret::parse);
    let signing = fields.discount_code_key.as_deref().and_then(SigningKey::parse);
    Some(Secrets { key: SecretKey::parse(&fields.stripe_secret_key?)?, webhook, signing })
}

fn fault<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> SecretFault {
    let code = error.code().unwrap_or_default();
    match (error, code) {
        (_, "ResourceNotFoundException") => SecretFault::Missing,
        (_, "AccessDeniedException") => SecretFault::Denied,
        (SdkError::ServiceError(error), code) if is_temporary(error.raw().status().as_u16(), code) => {
            SecretFault::Unavailable(code.to_owned())
        }
        (SdkError::ServiceError(_), code) => SecretFault::Refused(code.to_owned()),
        (SdkError::TimeoutError(_), _) => SecretFault::Unreachable("no answer in time".to_owned()),
        (SdkError::ConstructionFailure(_), _) => SecretFault::NoCredentials,
        _ => SecretFault::Unreachable("no connection".to_owned()),
    }
}

/// Throttling, and failures of the service (AWS docs, Secrets Manager, Common Errors).
fn is_temporary(status: u16, code: &str) -> bool {
    let codes = [
        "ThrottlingException",
        "Throttling",
        "TooManyRequestsException",
        "RequestLimitExceeded",
        "InternalServiceError",
    ];
    status >= 500 || status == 429 || codes.contains(&code)
}

/// Our HTTP client, as the SDK wants one.
#[derive(Debug, Clone)]
struct OurClient(reqwest::Client);

impl HttpClient for OurClient {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for OurClient {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let client = self.0.clone();
        HttpConnectorFuture::new(async move {
            let other = |error| ConnectorError::other(error, None);
            let request = request.try_into_http1x().map_err(|error| other(error.into()))?;
            let (parts, body) = request.into_parts();
            // Secrets Manager's requests are a few bytes in memory, never streams.
            let body = body.bytes().map(<[u8]>::to_vec).unwrap_or_default();
            let url = parts.uri.to_string();
            let request = client.request(parts.method, url).headers(parts.headers).body(body);
            let response = request.send().await.map_err(connector_error)?;
            let (status, headers) = (response.status(), response.headers().clone());
            let body = response.bytes().await.map_err(connector_error)?;
            let mut answer = http_response(status, body)?;
            for (name, value) in &headers {
                if let Ok(value) = value.to_str() {
                    answer.headers_mut().append(name.as_str().to_owned(), value.to_owned());
                }
            }
            Ok(answer)
        })
    }
}

fn http_response(status: reqwest::StatusCode, body: impl AsRef<[u8]>) -> Result<HttpResponse, ConnectorError> {
    let status = status.as_u16().try_into().map_err(|_| ConnectorError::other("no HTTP status".into(), None))?;
    Ok(HttpResponse::new(status, SdkBody::from(body.as_ref())))
}

fn connector_error(error: reqwest::Error) -> ConnectorError {
    if error.is_timeout() { ConnectorError::timeout(error.into()) } else { ConnectorError::io(error.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_holds_a_key_or_an_object_with_it() {
        let secrets = |webhook: Option<&str>| {
            let key = SecretKey::parse("sk_test_1").unwrap();
            Some(Secrets { key, webhook: webhook.and_then(WebhookSecret::parse), signing: None })
        };
        for (secret, webhook) in [
            ("sk_test_1", None),
            (" sk_test_1\n", None),
            ("\u{feff}sk_test_1\n", None),
            ("\u{feff}{\"STRIPE_SECRET_KEY\":\"sk_test_1\"}", None),
            (r#"{"STRIPE_SECRET_KEY":"sk_test_1","other":"x"}"#, None),
            (r#"{"STRIPE_SECRET_KEY":"sk_test_1","STRIPE_WEBHOOK_SECRET":"whsec_1"}"#, Some("whsec_1")),
            (r#"{"STRIPE_SECRET_KEY":"sk_test_1","STRIPE_WEBHOOK_SECRET":"soon"}"#, None),
        ] {
            assert_eq!(secrets_of(secret), secrets(webhook), "{secret}");
        }
        let key = "an-example-key-with-32-characters";
        let both = secrets_of(&format!(r#"{{"STRIPE_SECRET_KEY":"sk_test_1","DISCOUNT_CODE_KEY":"{key}"}}"#)).unwrap();
        assert_eq!((both.webhook, both.signing), (None, SigningKey::parse(key)));
        for secret in [
            "",
            "{}",
            r#"{"STRIPE_SECRET_KEY":""}"#,
            r#"{"STRIPE_SECRET_KEY":1}"#,
            r#"{"key":"sk_test_1"}"#,
            r#"{"STRIPE_WEBHOOK_SECRET":"whsec_1"}"#,
            "pk_test_1",
        ] {
            assert_eq!(secrets_of(secret), None, "{secret}");
        }
    }
}
