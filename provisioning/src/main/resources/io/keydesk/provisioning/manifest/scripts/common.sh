# Read by every script of a node. POSIX sh, with no more programs than busybox has.
#
# NODES        "host,port,sentinel-port" of each node, in order, with spaces between: where they are announced. On
#              Kubernetes these are the ClusterIPs of the nodes' Services, which outlive the pods
# NODE_INDEX   which of them this node is, from 0
# CLUSTER      a name that no other cluster has; the ids of its Sentinels follow from it
# FIRST        "yes" while no node of the cluster has ever held anything
# CONFIG_DIR   valkey.conf and sentinel.conf: what all are told alike
# SECRETS_DIR  users.acl, sentinel-users.acl, replication-password, sentinel-password
# RUN_DIR      for complete configuration files. They hold passwords: memory suits, and it may end with the pod
# DATA_DIR     what Valkey writes, and reads when it starts
# STATE_DIR    what Sentinel has to remember; beside the data where that outlives the pod
# BIND         where to listen
: "${NODES:?}" "${NODE_INDEX:?}" "${CLUSTER:?}"
CONFIG_DIR=${CONFIG_DIR:-/config}
SECRETS_DIR=${SECRETS_DIR:-/secrets}
RUN_DIR=${RUN_DIR:-/run/valkey}
DATA_DIR=${DATA_DIR:-/data}
STATE_DIR=${STATE_DIR:-$RUN_DIR}
BIND=${BIND:-* -::*}
FIRST=${FIRST:-no}
umask 077

say() { echo "$(date -u +%H:%M:%S) $*"; }
peers() { for i in 0 1 2; do [ "$i" = "$NODE_INDEX" ] || echo "$i"; done; }

secret() {
  read -r word <"$SECRETS_DIR/$1" || [ -n "$word" ]
  echo "$word"
}

# among WORD LIST
among() { case " $2 " in *" $1 "*) ;; *) return 1 ;; esac; }

# locate I: sets host, port and sentinel_port to those of node I
locate() {
  left=$1
  for entry in $NODES; do
    [ "$left" -gt 0 ] || break
    left=$((left - 1))
  done
  host=${entry%%,*} sentinel_port=${entry##*,} port=${entry#*,}
  port=${port%,*}
}

# ask HOST PORT COMMAND...: "OK" for the login and then the reply, or what valkey-cli says instead. The password is written
# by the shell itself into a pipe: an argument or a variable could be read in /proc. The time-out is for who is frozen: his
# kernel still takes connections.
ask() (
  to=$1 at=$2
  shift 2
  printf 'AUTH _sentinel %s\n%s\n' "$(secret sentinel-password)" "$*" |
    timeout 2 valkey-cli -h "$to" -p "$at" -t 1 2>&1
)
valkey() {
  locate "$1"
  shift
  ask "$host" "$port" "$@"
}
sentinel() {
  locate "$1"
  shift
  ask "$host" "$sentinel_port" SENTINEL "$@"
}

# field NAME: what follows its name in the INFO that is read, or in the next line of what a Sentinel tells
field() { tr -d '\r' | sed -n -e "s/^$1://p" -e "/^$1\$/{n;p;}"; }

# named_by I: the index of the node that Sentinel I calls the primary; nothing if it calls none so, or gives no answer
named_by() (
  said=$(sentinel "$1" get-master-addr-by-name mymaster)
  for i in 0 1 2; do
    locate "$i"
    [ "$said" != "OK
$host
$port" ] || echo "$i"
  done
)

# state I: what node I says of itself: "master" or "slave", then "data" or "empty", then "linked" if it is a replica that
# heard from its primary within the last 2 s, the period of its pings. "none": nobody listens there, as the other machine
# says, or this one where a Service has no pod. "unknown": no answer came, so that node may be alive.
state() (
  said=$(valkey "$1" INFO replication keyspace)
  case $said in
    *role:master*) role=master ;;
    *role:slave*) role=slave ;;
    *refused*) echo none && exit ;;
    *) echo unknown && exit ;;
  esac
  case $said in *:keys=*) has=data ;; *) has=empty ;; esac
  case $said in *master_last_io_seconds_ago:[0-2][!0-9]*) heard=" linked" ;; *) heard= ;; esac
  echo "$role $has$heard"
)
