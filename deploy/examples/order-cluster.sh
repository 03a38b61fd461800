#!/usr/bin/env bash
# Orders a cluster in a Kubernetes region, waits for what an approver says, and shows what the application gets.
#   KEYDESK=https://keydesk.example.com TOKEN=… ./order-cluster.sh
set -euo pipefail
keydesk=${KEYDESK:?the address of keydesk}
cd "$(dirname "$0")"

# The token goes by a file that only this shell can read, for arguments can be seen by everybody on the machine.
call() { curl -fsS --header @<(printf 'Authorization: Bearer %s\n' "${TOKEN:?a token of the tenant}") "$@"; }

ticket=$(call --json @order-cluster.json --header 'Idempotency-Key: orders-cache-1' --output /dev/null \
  --write-out '%header{location}' "$keydesk/v1/tickets")
echo "Filed as $keydesk$ticket. Its events end with it:"
call --no-buffer --header 'Accept: text/event-stream' "$keydesk$ticket/events"

cluster=$(call "$keydesk$ticket" | sed -n 's/.*"clusterId":"\([^"]*\)".*/\1/p')
call --header 'Accept: application/yaml' "$keydesk/v1/clusters/$cluster/connection"
