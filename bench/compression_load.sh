#!/usr/bin/env bash
# How much C-STORE's response times rise while compression runs: the same load on one node, in turn with compression
# switched off and on, in the second case with a backlog of stills from before and all that comes meanwhile.
#   bench/compression_load.sh [ROUNDS [SECONDS [ASSOCIATIONS]]]        (3 rounds, 60 s, 4 associations)
# HOKAN_SERVE_OPTIONS has more words for bin/hokan serve, such as: --set compression.rest-factor=4
# HOKAN and DICOM name other launchers. Ports 21112 and 21180. Needs libjxl-tools; the data go to a temporary folder.
# Prints p50 and p99 of each run in ms, the objects compressed meanwhile, and the ratio of the medians of p99.
set -euo pipefail
rounds=${1:-3} seconds=${2:-60} associations=${3:-4}
root=$(cd "$(dirname "$0")/.." && pwd)
hokan=${HOKAN:-$root/bin/hokan} dicom=${DICOM:-$root/bin/dicom}
HOKAN_DATA=$(mktemp -d -t hokan-compression-XXXXXX)
export HOKAN_DATA
node=

serve() {
  # shellcheck disable=SC2086 # several words
  "$hokan" serve --data "$HOKAN_DATA" --set dicom.port=21112 --set http.port=21180 --set dicom.host=127.0.0.1 \
    --set compression.jobs="$1" ${HOKAN_SERVE_OPTIONS:-} >>"$HOKAN_DATA.log" 2>&1 &
  node=$!
  for _ in $(seq 1200); do
    "$hokan" facility list >/dev/null 2>&1 && return
    kill -0 "$node" || { tail "$HOKAN_DATA.log"; exit 1; }
    sleep 0.2
  done
  exit 1
}

stop() {
  if [ -n "$node" ]; then kill -TERM "$node" 2>/dev/null || true; wait "$node" || true; node=; fi
}
trap 'stop; rm -rf "$HOKAN_DATA" "$HOKAN_DATA.log"' EXIT

field() { python3 -c 'import json,sys; v=json.load(sys.stdin)
for key in sys.argv[1].split("."): v=v[int(key)] if key.isdigit() else v[key]
print(v)' "$1"; }

done_so_far() { "$hokan" compression status --json | field facilities.0.recompressed 2>/dev/null || echo 0; }

run() {
  serve "$1"
  local before after report
  before=$(done_so_far)
  report=$("$dicom" load --call HOKAN@127.0.0.1:21112 --as ENDO1 --associations "$associations" \
    --warm-up 15 --duration "$seconds" --json)
  after=$(done_so_far)
  echo "$1 $(field p50Ms <<<"$report") $(field p99Ms <<<"$report") $(field imagesPerSecond <<<"$report") $((after - before))" |
    tee -a "$HOKAN_DATA.results" | awk '{printf "compression %-4s  p50 %6.2f ms  p99 %7.2f ms  %6.0f images/s  %d compressed\n", $1, $2, $3, $4, $5}'
  stop
}

serve none
"$hokan" facility add bench --name Bench --issuer BENCH >/dev/null
"$hokan" ae add ENDO1 --facility bench --may store >/dev/null
"$hokan" contract add --facility bench --from 2026-01-01 --until 2036-12-31 --course ANNUAL --unit-rate 1000 \
  --currency JPY --unit FACILITY --capacity 50TB >/dev/null
"$hokan" rule add --ae ENDO1 --name stills --when true --then compression=lossless --order 10 >/dev/null
"$dicom" load --call HOKAN@127.0.0.1:21112 --as ENDO1 --associations "$associations" --warm-up 0 --count 400 >/dev/null
stop

for _ in $(seq "$rounds"); do
  run none
  run run
done
python3 - "$HOKAN_DATA.results" <<'END'
import statistics, sys
runs = [line.split() for line in open(sys.argv[1])]
p99 = {mode: statistics.median(float(r[2]) for r in runs if r[0] == mode) for mode in ("none", "run")}
print("p99 off %.2f ms, on %.2f ms: factor %.2f (goal: below 2)" % (p99["none"], p99["run"], p99["run"] / p99["none"]))
END
rm -f "$HOKAN_DATA.results"
