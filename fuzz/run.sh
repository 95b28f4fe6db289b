#!/usr/bin/env bash
# Fuzzes one target for some seconds, with Rust and a C++ compiler alone: fuzz/run.sh policy|decide [SECONDS]
#
# What libFuzzer learns stays in target/fuzz/corpus/, what breaks a target in target/fuzz/artifacts/.
set -euo pipefail
cd "$(dirname "$0")"
target="$1" seconds="${2:-60}"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/../target}/fuzz"
learnt="$CARGO_TARGET_DIR/corpus/$target" broken="$CARGO_TARGET_DIR/artifacts/$target/"

# The coverage that libFuzzer steers by; what cargo-fuzz sets, without the address sanitizer: there is no unsafe code.
coverage="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4"
coverage+=" -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table"
coverage+=" -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Ccodegen-units=1"
host="$(rustc --print host-tuple)"
# With a target named, build scripts are built without it.
RUSTFLAGS="$coverage" cargo build --release --locked --quiet --target "$host" --bin "$target"

mkdir -p "$learnt" "$broken"
seeds=()
if [[ "$target" == policy ]]; then
    seeds=(seeds/policy)
    cp ../discounts.toml "$learnt/sample.toml"
fi
dictionary=()
[[ -f "$target.dict" ]] && dictionary=("-dict=$target.dict")
exec "$CARGO_TARGET_DIR/$host/release/$target" -max_total_time="$seconds" -max_len=8192 -timeout=10 \
    -print_final_stats=1 -artifact_prefix="$broken" "${dictionary[@]}" "$learnt" "${seeds[@]}"
