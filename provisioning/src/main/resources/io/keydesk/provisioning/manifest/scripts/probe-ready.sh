#!/bin/sh
# probe-ready.sh valkey|sentinel: ready is a primary, a replica that is linked to its primary and has all its data, and a
# Sentinel that can name a primary.
set -u
. "$(dirname "$0")/common.sh"
locate "$NODE_INDEX"
host=${PROBE_HOST:-127.0.0.1}
case $1 in
  valkey)
    said=$(ask "$host" "$port" INFO replication persistence)
    case $said in
      *loading:1* | *master_sync_in_progress:1*) exit 1 ;;
      *role:master* | *master_link_status:up*) ;;
      *) exit 1 ;;
    esac ;;
  sentinel)
    ask "$host" "$sentinel_port" SENTINEL get-master-addr-by-name mymaster |
      sed -n 2p | grep -q '^[0-9a-f.:][0-9a-f.:]*$' ;;
  *) exit 2 ;;
esac
