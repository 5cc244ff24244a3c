#!/usr/bin/env bash
# Servers that have worked for a while, asked in turn: each run of a load goes to the one and then to the other, both
# running, so that the machine's mood meets both. side_by_side.py starts each afresh instead.
#   bench/worked.sh STILLS [FOLDER] [ROUNDS]
# STILLS from make_workload.py; FOLDER is new and stays (default: a temporary one, removed at the end; tens of GB).
# Orthanc and a node of this clone first take the stills once, 30,000 queries, and moves of 600 studies each; before stores are
# measured, the stills ten times more. dcmtk's storescp, with and without --ignore, is asked for the stores only.
set -euo pipefail
bench=$(cd "$(dirname "$0")" && pwd)
stills=${1:?"a folder of stills, see make_workload.py"}
temporary=
if [ -z "${2:-}" ]; then temporary=$(mktemp -d); fi
folder=${2:-$temporary}
rounds=${3:-10}
export PEER_SECONDS=${PEER_SECONDS:-14400} # the servers end by themselves then; peers.sh gives them half an hour
mkdir -p "$folder"
chmod 755 "$folder"

peers="orthanc storescp storescp-ignore"
port() { echo $((21312 + 100 * $1)); } # of the peer of this number
stop() {
  for each in hokan $peers; do "$bench/peers.sh" stop "$folder/$each" || true; done
}
end() {
  stop
  if [ -n "$temporary" ]; then rm -rf "$temporary"; fi
}
trap end EXIT

hokan_pids=$(PEER_CMD="exec $bench/hokan.sh" "$bench/peers.sh" start custom "$folder/hokan" 21112 MOVEDEST:21310)
others=()
for each in $peers; do
  at=$(port ${#others[@]})
  pids=$("$bench/peers.sh" start "$each" "$folder/$each" "$at" MOVEDEST:21310)
  others+=("$each=127.0.0.1:$at:ARCHIVE:${pids// /,}")
done

load() { # load SCRIPT PEERS RUNS WORDS...: on the node and so many of the peers
  local script=$1 vs=() runs=$3 each
  for each in "${others[@]:0:$2}"; do vs+=(--vs "$each"); done
  shift 3
  /usr/bin/python3 -B "$bench/$script" 127.0.0.1 21112 ARCHIVE --name hokan --pid "${hokan_pids// /,}" "${vs[@]}" --runs "$runs" "$@" \
    | grep -E '^(median|ratio)'
}
find() { load find_load.py 1 "$1" --queries 1000 --patients 10; }
move() { load move_load.py 1 "$1" --dest MOVEDEST:21310; }
store() { load store_load.py "$1" "$2" "$stills" --sender raw --parallel "$3"; }

echo "warming"
store 1 1 1
find 30
move 30
echo "measured, medians of $rounds runs in turn"
find "$rounds"
move "$rounds"
echo "warming"
store 1 10 8
echo "measured, medians of $rounds runs in turn"
store 3 "$rounds" 1
store 3 "$rounds" 8
