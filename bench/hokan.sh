#!/usr/bin/env bash
# A node for side_by_side.py, in its default, durable configuration:
#   bench/side_by_side.py DATA --custom hokan='exec bench/hokan.sh'
# Runs by peers.sh (see there), which sets PEER_DIR, PEER_PORT, PEER_AET, PEER_MOVE_AET and PEER_MOVE_PORT, and stops
# it by SIGTERM. HOKAN_SERVE_OPTIONS has more words for bin/hokan serve, HOKAN_JAVA_OPTS more JVM options.
# Uses PEER_PORT, the 100th and the 101st port after it. Facility, systems and contract are made by a node on another
# port first, because peers.sh takes the node for ready as soon as PEER_PORT listens.
set -euo pipefail
hokan=$(cd "$(dirname "$0")/.." && pwd)/bin/hokan
export HOKAN_DATA=$PEER_DIR/data

serve() {
  # shellcheck disable=SC2086 # several words
  "$hokan" serve --data "$HOKAN_DATA" --set dicom.ae-title="$PEER_AET" --set dicom.host=127.0.0.1 \
    --set dicom.port="$1" --set http.port=$((PEER_PORT + 100)) ${HOKAN_SERVE_OPTIONS:-} &
  node=$!
}

stop() {
  kill -TERM "$node" 2>/dev/null || true
  wait "$node" || true
}
trap 'stop; exit 0' TERM

serve $((PEER_PORT + 101))
for _ in $(seq 600); do
  "$hokan" facility list >/dev/null 2>&1 && break
  kill -0 "$node" || exit 1
  sleep 0.1
done
"$hokan" facility add bench --name Bench --issuer BENCH
for title in BENCH STORESCU; do
  "$hokan" ae add "$title" --facility bench --may store,query,retrieve
done
"$hokan" ae add "$PEER_MOVE_AET" --facility bench --may receive --host 127.0.0.1 --port "$PEER_MOVE_PORT"
"$hokan" contract add --facility bench --from 2026-01-01 --until 2036-12-31 --course ANNUAL --unit-rate 1000 \
  --currency JPY --unit FACILITY --capacity 50TB
stop

serve "$PEER_PORT"
wait "$node"
