//! The address that the server listens at, and the one at which this machine reaches it.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::net::TcpListener;

use super::start_error::StartError;
use crate::arguments::ArgumentError;

/// Listens at a port; 0 takes a free one.
pub(super) async fn bind(host: IpAddr, port: u16) -> Result<TcpListener, StartError> {
    TcpListener::bind((host, port)).await.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => StartError::PortInUse { port, host },
        _ => StartError::Port { port, host, source },
    })
}

/// The address at which this machine reaches a listener.
pub(super) fn from_here(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

/// The functions reach the sandbox at the same address, and a key goes in the clear over loopback only.
pub(super) fn host(text: &str) -> Result<IpAddr, ArgumentError> {
    let host: Option<IpAddr> = if text == "localhost" { Some(Ipv4Addr::LOCALHOST.into()) } else { text.parse().ok() };
    host.filter(|host| host.is_loopback() || host.is_unspecified()).ok_or(ArgumentError::Host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listener_on_every_address_is_reached_over_loopback() {
        for (bound, reached) in
            [("0.0.0.0:80", "127.0.0.1:80"), ("[::]:80", "[::1]:80"), ("127.0.0.2:80", "127.0.0.2:80")]
        {
            assert_eq!(from_here(bound.parse().unwrap()).to_string(), reached);
        }
    }

    #[test]
    fn host_is_refused_unless_loopback_reaches_it() {
        for text in ["127.0.0.1", "localhost", "::1", "0.0.0.0", "::"] {
            assert!(host(text).is_ok(), "{text}");
        }
        for text in ["192.168.1.2", "example.com", ""] {
            assert!(host(text).is_err(), "{text}");
        }
    }
}
