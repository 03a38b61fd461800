#!/bin/sh
# What the container of Valkey runs: finds out which role is safe, and becomes the server. At every start of the container,
# not only of the pod: a process that died is back empty within a second, long before Sentinel notices.
set -u
here=$(dirname "$0")
. "$here/common.sh"
. "$here/start-rules.sh"
trap 'exit 0' TERM INT
conf=$RUN_DIR/valkey.conf

# start [I]: becomes the server, as a replica of node I or as the primary
start() {
  if [ -z "$reads" ]; then
    # What a replica was sent lies on its disk: old by now, and read even by who is to forget everything.
    rm -rf "$DATA_DIR"/dump.rdb "$DATA_DIR"/temp-* "$DATA_DIR"/appendonly*
  fi
  {
    cat "$CONFIG_DIR/valkey.conf"
    locate "$NODE_INDEX"
    echo "set-proc-title no"
    echo "bind $BIND"
    echo "port $port"
    echo "dir \"$DATA_DIR\""
    echo "aclfile \"$SECRETS_DIR/users.acl\""
    echo "replica-announce-ip $host"
    echo "replica-announce-port $port"
    echo "masteruser _replication"
    echo "masterauth $(secret replication-password)"
    if [ $# = 1 ]; then
      locate "$1"
      echo "replicaof $host $port"
    fi
  } >"$conf"
  say "node $NODE_INDEX starts as ${1:+replica of node }${1:-primary}"
  exec valkey-server "$conf"
}

# order_failover: has one Sentinel replace this node, unless that is under way or done: a second one would replace the new
# primary, with all it was sent since
order_failover() {
  [ "$attempt" -ge "$next_order" ] || return
  for i in 0 1 2; do
    case $(sentinel "$i" master mymaster) in *failover_in_progress*) return ;; esac
  done
  for i in $(peers); do
    named=$(named_by "$i")
    [ -n "$named" ] || continue
    [ "$named" = "$NODE_INDEX" ] || return
    case $(sentinel "$i" failover mymaster) in
      *INPROG*) return ;;
      *OK*OK)
        # It takes a second or two.
        next_order=$((attempt + 10))
        say "Sentinel $i fails over, as it was told"
        return ;;
    esac
  done
}

# halves: half seconds since the machine started, which no change of its clock disturbs
halves() {
  read -r up _ </proc/uptime
  case ${up#*.} in [5-9]*) echo $((${up%.*} * 2 + 1)) ;; *) echo $((${up%.*} * 2)) ;; esac
}

began=$(halves) attempt=0 next_order=0 told=
while :; do
  # Silent nodes take longer to ask than half a second, which counts.
  due=$(($(halves) - began + 1))
  attempt=$((attempt + 1))
  [ "$attempt" -ge "$due" ] || attempt=$due
  survey
  decide
  [ "$why" = "$told" ] || say "attempt $attempt: $why"
  told=$why
  case $decision in
    lead) start ;;
    "follow "*) start "${decision#follow }" ;;
    failover) order_failover ;;
  esac
  sleep 0.5
done
