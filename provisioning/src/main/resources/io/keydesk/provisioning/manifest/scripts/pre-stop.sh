#!/bin/sh
# Runs before the container of Valkey is stopped: a primary hands over, without losing an acknowledged write. It takes some
# 3 s, and at most 45 s, which with shutdown-timeout (10 s) stays below the pod's grace period (60 s).
set -u
. "$(dirname "$0")/common.sh"

info() { valkey "$1" INFO replication; }
now() { date +%s; }

# until_true SECONDS COMMAND...
until_true() {
  end=$(($(now) + $1))
  shift
  until "$@"; do
    [ "$(now)" -lt "$end" ] || return 1
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

# all_linked: whether every peer that answers is linked. One that is still copying must not be promoted.
all_linked() {
  received 0 || return 1
  for i in $(peers); do case $(info "$i") in *master_link_status:down*) return 1 ;; esac; done
}

# steady: whether that lasts. A replica whose pod is deleted at the same moment is gone by then.
steady() { all_linked && sleep 1.5 && all_linked; }

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

pause() { valkey "$NODE_INDEX" CLIENT PAUSE 15000 WRITE; }

# handed_over: tries it. From the pause on, what replicas have is all there is; Sentinel's own messages to this node wait too.
handed_over() {
  pause
  target=$(info "$NODE_INDEX" | field master_repl_offset)
  if [ -z "$target" ] || ! until_true 3 received "$target"; then
    valkey "$NODE_INDEX" CLIENT UNPAUSE
    return 1
  fi
  # From here on writes wait until this node is stopped, however long that takes.
  until_true 5 ordered && pause && until_true 6 moved
}

case $(state "$NODE_INDEX") in master*) ;; *) exit 0 ;; esac
last_try=$(($(now) + 15))
while :; do
  # All pods may be going at once: a replica that is back in time saves the data.
  until_true 15 steady || received 0 || {
    say "there is no replica to hand over to"
    exit 0
  }
  handed_over && say "handed over" && exit
  [ "$(now)" -lt "$last_try" ] || break
done
say "not handed over: the Sentinels will fail over by themselves"
