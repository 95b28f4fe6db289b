#!/usr/bin/env bash
# What the functions cost, against a floor measured in the same run. Builds in release first: minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
# By binary: another crate in the tree is called quote too. Four of the functions: they hold the same code, and each link
# takes a minute and a half.
cargo build --release --locked --bin bench --bin bench-floor --bin bench-two-calls --bin bench-secret-floor --bin loyalty \
  --bin cart-threshold --bin quote --bin webhook
exec "${CARGO_TARGET_DIR:-target}/release/bench" "${CARGO_TARGET_DIR:-target}/release"
