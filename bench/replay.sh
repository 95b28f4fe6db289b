#!/usr/bin/env bash
# What a replay costs, against reading the same JSON and doing nothing with it. Builds in release first: minutes.
#
#   bench/replay.sh             200,000 sessions, about 1 GB under $TMPDIR, removed afterwards
#   bench/replay.sh 1000000     a million of them
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --locked --bin discounts --bin bench-replay
exec "${CARGO_TARGET_DIR:-target}/release/bench-replay" "${CARGO_TARGET_DIR:-target}/release/discounts" "${1:-200000}"
