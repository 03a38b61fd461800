#!/bin/sh
# What the container of Sentinel runs. A Sentinel keeps its file by itself; a new one is told all that it would otherwise
# learn in its first ten seconds: without the replicas it could be elected leader of a failover, and find nobody to promote.
set -u
. "$(dirname "$0")/common.sh"
trap 'exit 0' TERM INT
conf=$STATE_DIR/sentinel.conf

# id I: follows from name and place, so that a Sentinel which is new is taken for the one that it replaces. As a fourth it
# would raise the majority that a failover needs.
id() { printf '%s/%s' "$CLUSTER" "$1" | sha1sum | cut -c1-40; }

# answers: "sentinel EPOCH I" from each other Sentinel that names node I, and "node I STATE" from each node
answers() {
  for i in $(peers); do (
    # The address never comes from "master": in a failover its leader tells the new epoch beside the old address.
    named=$(named_by "$i")
    [ -n "$named" ] || exit
    epoch=$(sentinel "$i" master mymaster | field config-epoch)
    echo "sentinel ${epoch:-0} $named"
  ) & done
  for i in 0 1 2; do echo "node $i $(state "$i")" & done
  wait
}

# believed: sets primary and epoch by the Sentinel with the newest configuration, else by a node that is the primary. Two
# nodes that seeded at the same time are both empty, or one is: then nothing is lost with the other.
believed() {
  said=$(answers | sort)
  # shellcheck disable=SC2046 # two words
  set -- $(echo "$said" | sed -n 's/^sentinel //p' | sort -rn | sed -n 1p)
  epoch=${1:-0} primary=${2:-}
  [ -z "$primary" ] || return 0
  full=$(echo "$said" | sed -n 's/^node \(.\) master data$/\1/p')
  empty=$(echo "$said" | sed -n 's/^node \(.\) master empty$/\1/p')
  case $full in
    '') primary=${empty%%[!0-2]*} ;;
    [0-2]) primary=$full ;;
  esac
  [ -n "$primary" ]
}

logins() {
  echo "sentinel auth-pass mymaster $(secret sentinel-password)"
  echo "sentinel sentinel-pass $(secret sentinel-password)"
}

# file: all of it, for the primary
file() {
  echo "set-proc-title no"
  grep -v ' mymaster ' "$CONFIG_DIR/sentinel.conf"
  locate "$NODE_INDEX"
  echo "bind $BIND"
  echo "port $sentinel_port"
  echo "dir \"$STATE_DIR\""
  echo "aclfile \"$SECRETS_DIR/sentinel-users.acl\""
  echo "sentinel myid $(id "$NODE_INDEX")"
  echo "sentinel announce-ip $host"
  echo "sentinel announce-port $sentinel_port"
  echo "sentinel sentinel-user _sentinel"
  # Its config-epoch is left at 0: the first message of any other Sentinel then corrects an address that was outdated
  # already. With a current-epoch it does not vote a second time where it voted before it was new.
  [ "$epoch" = 0 ] || echo "sentinel current-epoch $epoch"
  locate "$primary"
  echo "sentinel monitor mymaster $host $port 2"
  echo "sentinel auth-user mymaster _sentinel"
  logins
  grep ' mymaster ' "$CONFIG_DIR/sentinel.conf"
  for i in 0 1 2; do
    locate "$i"
    [ "$i" = "$primary" ] || echo "sentinel known-replica mymaster $host $port"
    [ "$i" = "$NODE_INDEX" ] || echo "sentinel known-sentinel mymaster $host $sentinel_port $(id "$i")"
  done
}

# remembers: whether there is a file, of the addresses that are in force
remembers() {
  [ -s "$conf" ] || return 1
  announced=$(sed -n 's/^sentinel announce-ip "*\([^"]*\)"*$/\1/p' "$conf")
  watched=$(sed -n 's/^sentinel monitor mymaster \([^ ]*\) \([0-9]*\) .*/\1,\2,/p' "$conf")
  locate "$NODE_INDEX"
  [ "$announced" = "$host" ] && case " $NODES" in *" ${watched:-nobody}"*) ;; *) return 1 ;; esac
}

if remembers; then
  # What it knew and voted for is kept. The passwords may have been changed since.
  { grep -v -e '^sentinel auth-pass ' -e '^sentinel sentinel-pass ' "$conf" && logins; } >"$conf.new"
  mv "$conf.new" "$conf"
  say "Sentinel $NODE_INDEX goes on"
else
  rm -f "$conf"
  told=
  until believed; do
    [ -n "$told" ] || say "no primary is known yet"
    told=yes
    sleep 0.5
  done
  file >"$conf.new"
  mv "$conf.new" "$conf"
  say "Sentinel $NODE_INDEX watches node $primary"
fi
exec valkey-sentinel "$conf"
