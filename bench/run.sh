#!/usr/bin/env bash
# What the functions cost, against a floor measured in the same run. Builds in release first: minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --locked -p bench -p bench-floor -p bench-two-calls \
  -p loyalty -p cart-threshold -p location -p limited-time -p customer-offer -p remove -p refresh -p quote
exec "${CARGO_TARGET_DIR:-target}/release/bench" "${CARGO_TARGET_DIR:-target}/release"
