#!/usr/bin/env bash
# Prints, as Markdown, what discounts.toml does, and how that differs from another commit: scripts/policy-summary.sh origin/main
# Both are shown at one moment, NOW or the current time, so that only the policy makes a difference.
set -euo pipefail
cd "$(dirname "$0")/.."
base=$1
now=${NOW:-$(date -u +%Y-%m-%dT%H:%M:%SZ)}
discounts=${DISCOUNTS:-target/debug/discounts}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/base" "$work/head"
git show "$base:discounts.toml" > "$work/base/discounts.toml"
cp discounts.toml "$work/head/discounts.toml"
for side in base head; do
    # A faulty policy is shown by its faults.
    "$discounts" show "$work/$side/discounts.toml" --now "$now" > "$work/$side.txt" 2>&1 || true
done
# Longer than any run of backticks that a name may have.
fence='``````````````'
printf '## The difference to %s\n\n%sdiff\n' "$base" "$fence"
diff --unified=1 --label base --label this "$work/base.txt" "$work/head.txt" || true
printf '%s\n\n## What the policy does\n\n%stext\n' "$fence" "$fence"
cat "$work/head.txt"
printf '%s\n' "$fence"
