//! The base address of Stripe's API.

use reqwest::Url;

use super::fault::SettingsFault;

const STRIPE: &str = "https://api.stripe.com";

/// Reads it; without one it is Stripe's own. The key must not travel in the clear: `http` is for this machine only.
pub(super) fn parse(address: Option<&str>) -> Result<Url, SettingsFault> {
    let url = Url::parse(address.unwrap_or(STRIPE)).map_err(|_| SettingsFault::BaseNotAnAddress)?;
    match url.scheme() {
        "https" if url.has_host() => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(SettingsFault::BaseNotSecure),
        _ => Err(SettingsFault::BaseNotAnAddress),
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_is_allowed_for_loopback_only() {
        for (base, fine) in [
            ("https://api.stripe.com", true),
            ("http://127.0.0.1:12111", true),
            ("http://[::1]:12111", true),
            ("http://localhost:12111", true),
            ("http://api.stripe.com", false),
            ("http://127.0.0.1.example.com", false),
            ("http://localhost.example.com", false),
            ("ftp://127.0.0.1", false),
            ("api.stripe.com", false),
        ] {
            assert_eq!(parse(Some(base)).is_ok(), fine, "{base}");
        }
    }
}
