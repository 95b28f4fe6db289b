//! Failed connections, by cause.

use std::error::Error;
use std::io;

/// A call that ended without an answer. The URL is not part of the text.
#[derive(Debug, thiserror::Error)]
pub enum ConnectionError {
    /// The host's name has no address, or the resolver is down.
    #[error("the host name can't be resolved")]
    Dns(#[source] reqwest::Error),
    /// The certificate, or the handshake, is wrong.
    #[error("the TLS handshake failed")]
    Tls(#[source] reqwest::Error),
    /// Nothing listens at the address.
    #[error("the connection was refused")]
    Refused(#[source] reqwest::Error),
    /// No connection within the connect timeout.
    #[error("the connection was not made in time")]
    ConnectTimeout(#[source] reqwest::Error),
    /// Another reason for no connection.
    #[error("the connection failed")]
    Connect(#[source] reqwest::Error),
    /// No answer within the call's timeout.
    #[error("no answer in time")]
    Timeout(#[source] reqwest::Error),
    /// The connection broke before the whole answer was there.
    #[error("the connection broke before the answer was complete")]
    Interrupted(#[source] reqwest::Error),
}

impl From<reqwest::Error> for ConnectionError {
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if !error.is_connect() {
            return if error.is_timeout() { Self::Timeout(error) } else { Self::Interrupted(error) };
        }
        if error.is_timeout() {
            return Self::ConnectTimeout(error);
        }
        let cause = causes(&error).find_map(cause);
        match cause {
            Some(Cause::Dns) => Self::Dns(error),
            Some(Cause::Tls) => Self::Tls(error),
            Some(Cause::Refused) => Self::Refused(error),
            None => Self::Connect(error),
        }
    }
}

enum Cause {
    Dns,
    Tls,
    Refused,
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |error| (*error).source())
}

fn cause(error: &(dyn Error + 'static)) -> Option<Cause> {
    if let Some(io) = error.downcast_ref::<io::Error>() {
        return match io.get_ref() {
            // The source of an I/O error is not the error in it, but that error's source.
            Some(inner) => cause(inner),
            None => (io.kind() == io::ErrorKind::ConnectionRefused).then_some(Cause::Refused),
        };
    }
    if error.is::<rustls::Error>() {
        return Some(Cause::Tls);
    }
    // hyper-util keeps the type of this error to itself; its text is fixed.
    (error.to_string() == "dns error").then_some(Cause::Dns)
}

#[cfg(test)]
mod tests {
    use tokio::net::{TcpListener, TcpSocket};

    use super::*;

    fn client() -> reqwest::Client {
        let roots = rustls::RootCertStore::empty();
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let tls = tls.unwrap().with_root_certificates(roots).with_no_client_auth();
        reqwest::Client::builder().no_proxy().tls_backend_preconfigured(tls).build().unwrap()
    }

    async fn error_of(url: &str) -> ConnectionError {
        client().get(url).send().await.unwrap_err().into()
    }

    #[tokio::test]
    async fn unknown_host_is_a_dns_failure() {
        let error = error_of("http://stripe.invalid/").await;
        assert!(matches!(error, ConnectionError::Dns(_)), "{error:?}");
    }

    #[tokio::test]
    async fn closed_port_is_a_refused_connection() {
        // Bound and held, but not listening.
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = socket.local_addr().unwrap();
        let error = error_of(&format!("http://{address}/")).await;
        assert!(matches!(error, ConnectionError::Refused(_)), "{error:?}");
    }

    #[tokio::test]
    async fn host_without_tls_is_a_tls_failure() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            stream.writable().await.unwrap();
            stream.try_write(b"HTTP/1.1 400 Bad Request\r\n\r\n").unwrap();
            stream
        });
        let error = error_of(&format!("https://{address}/")).await;
        assert!(matches!(error, ConnectionError::Tls(_)), "{error:?}");
        server.await.unwrap();
    }

    #[tokio::test]
    async fn closed_connection_is_an_interruption() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(async move { drop(listener.accept().await.unwrap()) });
        let error = error_of(&format!("http://{address}/")).await;
        assert!(matches!(error, ConnectionError::Interrupted(_)), "{error:?}");
        server.await.unwrap();
    }
}
