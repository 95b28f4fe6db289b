#!/usr/bin/env bash
# What the functions cost, against a floor measured in the same run. Builds in release first: minutes.
# `bench/run.sh decide` builds and measures the decision alone: the build takes a minute or two, the measurement seconds.
set -euo pipefail
cd "$(dirname "$0")/.."
release="${CARGO_TARGET_DIR:-target}/release"
if [[ "${1:-}" != decide ]]; then
  # By binary: another crate in the tree is called quote too. Four of the functions: they hold the same code, and each link
  # takes a minute and a half.
  cargo build --release --locked --bin bench --bin bench-floor --bin bench-two-calls --bin bench-secret-floor --bin loyalty \
    --bin cart-threshold --bin quote --bin webhook
  "$release/bench" "$release"
  echo
fi
# By package: its dependencies without the features that the functions need.
cargo build --release --locked --package bench-decide
exec "$release/bench-decide"
