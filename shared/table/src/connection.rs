//! The address of a table, and the credentials for it.

use std::fmt;

/// AWS credentials, such as those of a function. They print as `[redacted]`.
#[derive(Clone)]
pub struct Credentials {
    /// `AWS_ACCESS_KEY_ID`.
    pub access_key_id: String,
    /// `AWS_SECRET_ACCESS_KEY`.
    pub secret_access_key: String,
    /// `AWS_SESSION_TOKEN`.
    pub session_token: Option<String>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// The way to a table.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The name of the table.
    pub table: String,
    /// The region, such as `eu-central-1`.
    pub region: String,
    /// Another endpoint than AWS's own, without a path.
    pub endpoint: Option<String>,
    /// The credentials that sign calls.
    pub credentials: Credentials,
}

impl Connection {
    /// The URL of every call.
    pub(crate) fn url(&self) -> String {
        let suffix = if self.region.starts_with("cn-") { ".cn" } else { "" };
        let own = || format!("https://dynamodb.{}.amazonaws.com{suffix}", self.region);
        let endpoint = self.endpoint.clone().unwrap_or_else(own);
        format!("{}/", endpoint.trim_end_matches('/'))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn connection(endpoint: Option<&str>) -> Connection {
        Connection {
            table: "ledger".to_owned(),
            region: "eu-central-1".to_owned(),
            endpoint: endpoint.map(str::to_owned),
            credentials: Credentials {
                access_key_id: "AKIDEXAMPLE".to_owned(),
                secret_access_key: "canary".to_owned(),
                session_token: Some("canary".to_owned()),
            },
        }
    }

    #[test]
    fn url_is_the_regions_or_the_endpoint() {
        let url = |region: &str, endpoint| Connection { region: region.to_owned(), ..connection(endpoint) }.url();
        assert_eq!(url("eu-central-1", None), "https://dynamodb.eu-central-1.amazonaws.com/");
        assert_eq!(url("cn-north-1", None), "https://dynamodb.cn-north-1.amazonaws.com.cn/");
        assert_eq!(url("eu-central-1", Some("http://127.0.0.1:8000/")), "http://127.0.0.1:8000/");
    }

    #[test]
    fn connection_prints_without_credentials() {
        assert!(!format!("{:?}", connection(None)).contains("canary"));
    }
}
