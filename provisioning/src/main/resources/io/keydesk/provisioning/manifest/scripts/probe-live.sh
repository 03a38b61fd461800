#!/bin/sh
# probe-live.sh valkey|sentinel: alive is who answers anything, without a password. One that loads its data, lost its primary
# or wants a password would be no better after a restart.
set -u
. "$(dirname "$0")/common.sh"
locate "$NODE_INDEX"
case $1 in
  valkey) ;;
  sentinel)
    # It has not started yet while it asks who the primary is.
    [ -s "$STATE_DIR/sentinel.conf" ] || exit 0
    port=$sentinel_port ;;
  *) exit 2 ;;
esac
case $(echo PING | timeout 3 valkey-cli -h "${PROBE_HOST:-127.0.0.1}" -p "$port" 2>&1) in
  PONG* | NOAUTH* | LOADING* | MASTERDOWN*) ;;
  *) exit 1 ;;
esac
