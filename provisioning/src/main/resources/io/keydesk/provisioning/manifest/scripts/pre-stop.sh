#!/bin/sh
# Runs before the container of Valkey is stopped: a primary hands over, without losing an acknowledged write. It takes at most
# some 40 s, which with shutdown-timeout (10 s) stays below the pod's grace period (60 s).
set -u
. "$(dirname "$0")/common.sh"

info() { valkey "$1" INFO replication; }

# until_true SECONDS COMMAND...
until_true() {
  end=$(($(date +%s) + $1))
  shift
  until "$@"; do
    [ "$(date +%s)" -lt "$end" ] || return 1
    sleep 0.1
  done
}

# received OFFSET: whether a replica is linked to this primary, and all that are have received that much
received() {
  some=1
  for i in $(peers); do
    said=$(info "$i")
    case $said in *master_link_status:up*) some=0 ;; *) continue ;; esac
    offset=$(echo "$said" | field slave_repl_offset)
    [ "${offset:-0}" -ge "$1" ] || return 1
  done
  return $some
}

# complete: whether every peer that answers is linked. One that is still copying must not be promoted.
complete() {
  received 0 || return 1
  for i in $(peers); do case $(info "$i") in *master_link_status:down*) return 1 ;; esac; done
}

# ordered: whether some Sentinel replaces this primary
ordered() {
  for i in $(peers) "$NODE_INDEX"; do
    case $(named_by "$i") in
      "$NODE_INDEX") case $(sentinel "$i" failover mymaster) in *OK*OK | *INPROG*) return ;; esac ;;
      ?) return ;;
    esac
  done
  return 1
}

votes() {
  for i in 0 1 2; do named_by "$i" & done
  wait
}
moved() { [ "$(votes | grep -cvx "$NODE_INDEX")" -ge 2 ]; }

case $(state "$NODE_INDEX") in master*) ;; *) exit 0 ;; esac
# All pods may be going at once: a replica that is back in time saves the data.
until_true 15 complete || received 0 || {
  say "there is no replica to hand over to"
  exit 0
}
# From here on writes wait, so that what a replica has is all there is. Sentinel's own messages to this node wait too.
valkey "$NODE_INDEX" CLIENT PAUSE 15000 WRITE
target=$(info "$NODE_INDEX" | field master_repl_offset)
if [ -n "$target" ] && until_true 3 received "$target" && until_true 8 ordered; then
  # Until this node is stopped, however long that was.
  valkey "$NODE_INDEX" CLIENT PAUSE 15000 WRITE
  until_true 8 moved && say "handed over" && exit
fi
say "not handed over: the Sentinels will fail over by themselves"
