//! One signed call, repeated as long as that may help.

use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::identity::Identity;
use jiff::Timestamp;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use crate::connection::Connection;
use crate::error::{DynamoDbError, Refusal};
use crate::retry::{LONGEST_TRY, Tries};

const CONTENT_TYPE: &str = "application/x-amz-json-1.0";

/// A client for one table.
#[derive(Debug)]
pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
    region: String,
    identity: Identity,
    clock: fn() -> Timestamp,
}

/// The answer to a call.
#[derive(Debug)]
pub(crate) enum Reply {
    /// The body of a call that was made.
    Made(Vec<u8>),
    /// A refusal that no repetition helps, or none helped.
    Refused(u16, Refusal),
}

impl Client {
    pub(crate) fn new(connection: Connection, http: reqwest::Client, clock: fn() -> Timestamp) -> Self {
        let url = connection.url();
        let keys = connection.credentials;
        let credentials =
            Credentials::new(keys.access_key_id, keys.secret_access_key, keys.session_token, None, "environment");
        Self { http, url, region: connection.region, identity: credentials.into(), clock }
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Makes a call, again and again while DynamoDB is busy, throttles, or does not answer.
    pub(crate) async fn call(&self, operation: &str, body: &Value) -> Result<Reply, DynamoDbError> {
        let body = body.to_string();
        let mut tries = Tries::begin();
        loop {
            let outcome = self.call_once(operation, &body).await;
            let again = match &outcome {
                Ok(Reply::Refused(status, refusal)) => refusal.is_temporary(*status) && !refusal.fails_a_condition(),
                Ok(Reply::Made(_)) => false,
                Err(error) => matches!(error, DynamoDbError::Unreachable(_) | DynamoDbError::TimedOut),
            };
            if !again || !tries.again().await {
                return outcome;
            }
        }
    }

    async fn call_once(&self, operation: &str, body: &str) -> Result<Reply, DynamoDbError> {
        let headers = self.signed_headers(operation, body).ok_or(DynamoDbError::Unsigned)?;
        let call = async {
            let response = self.http.post(&self.url).headers(headers).body(body.to_owned()).send().await?;
            let status = response.status().as_u16();
            Ok((status, response.bytes().await?))
        };
        let answer = tokio::time::timeout(LONGEST_TRY, call).await.map_err(|_| DynamoDbError::TimedOut)?;
        let (status, body) = answer.map_err(DynamoDbError::Unreachable)?;
        if status == 200 {
            return Ok(Reply::Made(body.to_vec()));
        }
        // A proxy in between answers with whatever it likes.
        Ok(Reply::Refused(status, serde_json::from_slice(&body).unwrap_or_default()))
    }

    /// The headers of a call, with the signature (AWS Signature Version 4).
    fn signed_headers(&self, operation: &str, body: &str) -> Option<HeaderMap> {
        let target = format!("DynamoDB_20120810.{operation}");
        let own = [("content-type", CONTENT_TYPE), ("x-amz-target", target.as_str())];
        let params = v4::SigningParams::builder()
            .identity(&self.identity)
            .region(&self.region)
            .name("dynamodb")
            .time(SystemTime::from(self.now()))
            .settings(SigningSettings::default())
            .build()
            .ok()?;
        let request =
            SignableRequest::new("POST", &self.url, own.into_iter(), SignableBody::Bytes(body.as_bytes())).ok()?;
        let (instructions, _) = sign(request, &params.into()).ok()?.into_parts();
        let pairs = own.into_iter().chain(instructions.headers());
        pairs
            .map(|(name, value)| Some((name.parse::<HeaderName>().ok()?, HeaderValue::from_str(value).ok()?)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::connection::tests::connection;

    fn http() -> reqwest::Client {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
        reqwest::Client::builder().no_proxy().tls_backend_preconfigured(tls).build().unwrap()
    }

    #[test]
    fn signature_is_that_of_another_implementation() {
        let clock = || "2026-11-27T12:00:00Z".parse().unwrap();
        let client = Client::new(connection(None), http(), clock);
        let headers = client.signed_headers("GetItem", r#"{"TableName":"ledger"}"#).unwrap();
        assert_eq!(headers["x-amz-date"], "20261127T120000Z");
        assert_eq!(headers["x-amz-security-token"], "canary");
        // botocore's, for the same request.
        assert_eq!(
            headers["authorization"],
            concat!(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261127/eu-central-1/dynamodb/aws4_request, ",
                "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, ",
                "Signature=e2960a4a66b9a6e5eea803fabc5893558bb9f73281e6b55dbc88b51c1dab4ee7",
            )
        );
        assert!(!format!("{client:?}").contains("canary"), "{client:?}");
    }
}
