#!/usr/bin/env bash
# What bin/hokan and bin/dicom share: find the JDK, build when needed, start the right main class.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
dist=$root/archive-server/target/dist
command=$1
shift

fail() { echo "bin/$command: $*" >&2; exit 1; }

if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
  [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it (expected: the folder of a JDK 17 or later)"
else
  java=$(command -v java) || fail "no Java found. Install a JDK 17 or later (Debian, Ubuntu: apt install openjdk-17-jdk-headless), or set JAVA_HOME"
fi

up_to_date() {
  [ -f "$dist/.built" ] || return 1
  local newer
  newer=$(cd "$root" && find pom.xml schema dicom-tools/*/pom.xml dicom-tools/*/src/main dicom-tools/core/src/build \
    archive-server/pom.xml archive-server/src/main -newer "$dist/.built" -print -quit 2>/dev/null) || return 1
  [ -z "$newer" ]
}

check_jdk() {
  local settings home major
  settings=$("$java" -XshowSettings:properties -version 2>&1) || fail "$java does not run"
  home=$(sed -n 's/^ *java.home = //p' <<<"$settings")
  major=$(sed -n 's/^ *java.specification.version = //p' <<<"$settings")
  [ "${major%%.*}" -ge 17 ] 2>/dev/null || fail "$java is Java ${major:-of unknown version} (expected: a JDK 17 or later)"
  [ -x "$home/bin/javac" ] || fail "$home is a Java runtime without a compiler; the first start builds Hokan. Install a JDK 17 or later (Debian, Ubuntu: apt install openjdk-17-jdk-headless), or set JAVA_HOME"
  export JAVA_HOME=$home
}

build() {
  check_jdk
  echo "Building Hokan (first use, or sources changed; a minute or two) ..." >&2
  local log=$root/archive-server/target/build.log started
  started=$(mktemp "$root/archive-server/target/.started.XXXXXX")
  rm -f "$dist/.built" "$dist/hokan.jsa"
  (cd "$root" && ./mvnw -q -Dquick -Dmaven.test.skip=true -pl archive-server -am package) >"$log" 2>&1 </dev/null || { tail -30 "$log" >&2; fail "the build failed; its whole output is in $log"; }
  # Class data sharing makes short commands start quickly; without the archive they only take longer.
  "$java" -XX:ArchiveClassesAtExit="$dist/hokan.jsa" -Dhokan.root="$root" -cp "$dist/hokan.jar" org.hokan.archive.node.Main warm-up >/dev/null 2>&1 </dev/null || true
  mv "$started" "$dist/.built" # as old as the start of the build: what was edited meanwhile is newer
}

# How a node compiles (see serve.compile and docs/decisions/0020) and collects. On few processors G1's own threads take
# time from the work, and small heaps are collected by one thread in milliseconds. The classes of a node need no
# collections to find their room.
serve_options() {
  echo "-XX:+TieredCompilation -XX:MetaspaceSize=160m -XX:CompileCommandFile=$root/bin/serve.compile"
  # The second compiler five times later than usual, and on smaller pieces.
  echo "-XX:Tier4InvocationThreshold=25000 -XX:Tier4MinInvocationThreshold=3000 -XX:Tier4CompileThreshold=75000 -XX:Tier4BackEdgeThreshold=200000"
  echo "-XX:MaxInlineLevel=5 -XX:FreqInlineSize=80 -XX:InlineSmallCode=700"
  [ "$(nproc 2>/dev/null || echo 8)" -gt 2 ] || echo "-XX:+UseSerialGC"
}

# Asks for short turns on the processors (sched_setattr, Linux 6.12 and later): a thread that is woken then need not wait
# until another has had its turn, while shares of the processor time stay what they are (docs/decisions/0047). Where
# there is no perl, no /proc, or the system does not know or allow it, or somebody chose another policy, nothing changes.
ask_for_short_turns() {
  local call fields
  case $(uname -sm) in
    "Linux x86_64") call=314 ;;
    "Linux aarch64") call=274 ;;
    *) return 0 ;;
  esac
  read -ra fields < <(sed 's/.*) //' "/proc/$$/stat" 2>/dev/null) || return 0
  [ "${fields[38]:-}" = 0 ] && command -v perl >/dev/null || return 0
  # struct sched_attr: 48 bytes, SCHED_OTHER, no flags, our nice value, turns of 100,000 ns.
  perl -e 'syscall($ARGV[0] + 0, $ARGV[1] + 0, pack("LLQlLQQQ", 48, 0, 0, getpriority(0, 0), 0, 100_000, 0, 0), 0)' \
    "$call" "$$"
}

if ! up_to_date; then
  mkdir -p "$root/archive-server/target"
  exec 9>"$root/archive-server/target/.lock"
  if command -v flock >/dev/null; then flock 9; fi
  up_to_date || build
  exec 9>&-
fi

case $command in
  hokan) main=org.hokan.archive.node.Main ;;
  dicom) main=org.hokan.dicom.cli.Main ;;
esac
# What lives for seconds only starts faster with the quick compiler alone.
case "$command ${1:-}" in
  "hokan serve") quick=$(serve_options) ;;
  "hokan demo" | "dicom serve" | "dicom store" | "dicom load" | "dicom get") quick=-XX:+TieredCompilation ;;
  *) quick=-XX:TieredStopAtLevel=1 ;;
esac
# What runs for long is bounded in memory beside its heap. (The arenas are those of the C library.)
bounds=()
case "$command ${1:-}" in
  "hokan serve" | "hokan demo")
    bounds=("@$root/bin/serve.options")
    export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}
    # A wish only: whatever fails in there, or is killed for the call, the command runs.
    (ask_for_short_turns) >/dev/null 2>&1 </dev/null || true
    ;;
esac
# A node tells a broken device from a full disk by the system's words for an error: English ones, whatever the language.
# The character set, that of file names too, stays as it was chosen.
[ -z "${LC_ALL:-}" ] || export LANG="$LC_ALL" LC_CTYPE="$LC_ALL"
unset LC_ALL
export LC_MESSAGES=C
# shellcheck disable=SC2086 # both are several words
exec "$java" $quick ${bounds[@]+"${bounds[@]}"} -XX:SharedArchiveFile="$dist/hokan.jsa" -Xshare:auto -Xlog:cds=off -Xlog:cds+dynamic=off \
  -Dhokan.root="$root" ${HOKAN_JAVA_OPTS:-} -cp "$dist/hokan.jar" "$main" "$@"
