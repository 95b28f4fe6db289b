#!/usr/bin/env bash
# Fuzzes one target for some seconds, with Rust and a C++ compiler alone: fuzz/run.sh policy|decide [SECONDS]
#
# What libFuzzer learns stays in fuzz/corpus/, what breaks a target in fuzz/artifacts/.
set -euo pipefail
cd "$(dirname "$0")"
target="$1" seconds="${2:-60}"

# The coverage that libFuzzer steers by; what cargo-fuzz sets, without the address sanitizer: there is no unsafe code.
coverage="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4"
coverage+=" -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table"
coverage+=" -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Ccodegen-units=1"
host="$(rustc --print host-tuple)"
# With a target named, build scripts are built without it.
RUSTFLAGS="$coverage" cargo build --release --locked --quiet --target "$host" --bin "$target"

mkdir -p "corpus/$target" "artifacts/$target"
seeds=()
[[ -d "seeds/$target" ]] && seeds+=("seeds/$target")
[[ "$target" == policy ]] && cp ../discounts.toml "corpus/policy/sample.toml"
dictionary=()
[[ -f "$target.dict" ]] && dictionary+=("-dict=$target.dict")
exec "${CARGO_TARGET_DIR:-target}/$host/release/$target" -max_total_time="$seconds" -max_len=8192 -timeout=10 \
  -print_final_stats=1 -artifact_prefix="artifacts/$target/" "${dictionary[@]}" "corpus/$target" "${seeds[@]}"
