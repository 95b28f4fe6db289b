//! `discounts dev`, when it does not start.

use std::net::TcpListener;
use std::process::Command;

use crate::run::{data, discounts, streams};

#[test]
fn port_in_use_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let output = discounts(&["dev", "--port", &port]);
    let (code, out, err) = streams(&output);
    assert_eq!((code, out), (Some(1), ""));
    assert!(err.contains(&format!("port {port} of 127.0.0.1 is in use")) && err.contains("--port"), "{err}");
}

#[test]
fn start_fails_with_a_faulty_policy_or_a_live_key() {
    for (variable, value, text) in [
        ("DISCOUNT_POLICY", "faulty.toml", "faulty.toml:1:11: "),
        ("DISCOUNT_POLICY", "nowhere.toml", "nowhere.toml, which can't be read"),
        ("STRIPE_SECRET_KEY", "sk_live_1", "is a live key"),
        ("STRIPE_SECRET_KEY", "pk_test_1", "STRIPE_SECRET_KEY is not a Stripe secret key"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_discounts"));
        let command = command.args(["dev", "--port", "0"]).env(variable, value).current_dir(data(""));
        let output = command.output().unwrap();
        let (code, out, err) = streams(&output);
        assert_eq!((code, out), (Some(1), ""), "{err}");
        assert!(err.contains(text), "{err}");
    }
}
