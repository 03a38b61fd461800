#!/usr/bin/env bash
# The story of a cluster, from order to deletion, against a keydesk that runs on this machine (mvn -Prun).
# Needs bash 5 and curl only. Another address: KEYDESK_URL=http://localhost:8081 deploy/demo.sh
set -euo pipefail

url=${KEYDESK_URL:-http://localhost:8080}
name=demo-$(date +%H%M%S)
steps=10
step=0
began=$EPOCHREALTIME
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# ms TIME: milliseconds since TIME
ms() { echo $(((${EPOCHREALTIME/[.,]/} - ${1/[.,]/}) / 1000)); }
seconds() { printf '%d.%02d s' $(($1 / 1000)) $(($1 % 1000 / 10)); }

# begin TITLE: the progress bar, and what is being done
begin() {
  step=$((step + 1))
  started=$EPOCHREALTIME
  local done_ left
  done_=$(printf '%*s' "$step" '')
  left=$(printf '%*s' $((steps - step)) '')
  printf '\n[%s%s] %2d/%d  %s\n' "${done_// /█}" "${left// /░}" "$step" "$steps" "$1"
}
show() { printf '    %s\n' "$*"; }
end() { printf '    ✔ %s\n' "$(seconds "$(ms "$started")")"; }
fail() { printf '\n    ✘ %s\n' "$*" >&2; exit 1; }

# call TOKEN METHOD PATH [JSON]: the answer in $answer; anything but 2xx ends the demo with the problem that came
call() {
  local status
  status=$(curl -sS -o "$answer" -w '%{http_code}' -X "$2" "$url$3" -H "Authorization: Bearer $1" \
    -H 'Content-Type: application/json' ${4:+-d "$4"}) || fail "keydesk does not answer at $url: start it with mvn -Prun"
  [[ $status == 2* ]] || fail "$2 $3 answered $status: $(cat "$answer")"
}
# field NAME: the first value of that name in the answer
field() { grep -o "\"$1\":\(\"[^\"]*\"\|[0-9]*\)" "$answer" | head -n 1 | sed 's/^[^:]*://; s/"//g'; }

# follow TICKET: its event stream, until it ends
follow() {
  curl -sSN "$url/v1/tickets/$1/events" -H 'Authorization: Bearer dev-tenant' -H 'Accept: text/event-stream' |
    while IFS= read -r line; do
      case $line in
        data:*\"type\":\"*) sed 's/.*"type":"\([^"]*\)".*"message":"\([^"]*\)".*/\1  \2/' <<<"$line" | while IFS= read -r event; do show "$event"; done ;;
      esac
    done
  call dev-tenant GET "/v1/tickets/$1"
  [[ $(field state) == fulfilled ]] || fail "ticket $1 is $(field state): $(cat "$answer")"
}

# decide REQUEST: files a ticket, approves it, and follows it to its end
decide() {
  call dev-tenant POST /v1/tickets "{\"request\":$1}"
  local ticket
  ticket=$(field number)
  show "ticket $ticket is $(field state)"
  call dev-approver POST "/v1/tickets/$ticket/approve" '{"comment":"approved by the demo"}'
  follow "$ticket"
}

# resp HOST:PORT COMMAND...: one command to a Valkey or a Sentinel after logging in, if there is a password; first line of
# the answer, or its payload. The shell itself speaks the protocol, so that no client need be installed.
resp() {
  local host=${1%:*} port=${1##*:} reply size
  shift
  exec 3<>"/dev/tcp/$host/$port" || return 1
  if [ -n "${password:-}" ]; then
    printf '*3\r\n$4\r\nAUTH\r\n$7\r\ndefault\r\n$%d\r\n%s\r\n' "${#password}" "$password" >&3
    IFS= read -r -t 2 -u 3 reply || { exec 3>&-; return 1; }
  fi
  { printf '*%d\r\n' $#; for word; do printf '$%d\r\n%s\r\n' "${#word}" "$word"; done; } >&3
  IFS= read -r -t 2 -u 3 reply || { exec 3>&-; return 1; }
  reply=${reply%$'\r'}
  case $reply in
    '$-1') reply= ;;
    '$'*) size=${reply#?}; IFS= read -r -t 2 -N "$size" -u 3 reply || true ;;
    '*'*) local count=${reply#?} words=; for ((i = 0; i < count; i++)); do
        IFS= read -r -t 2 -u 3 _; IFS= read -r -t 2 -u 3 line; words+="${line%$'\r'} "
      done; reply=$words ;;
  esac
  exec 3>&-
  printf '%s\n' "$reply"
}

# primary: host:port of the primary, as the first Sentinel that answers says
primary() {
  local sentinel found
  for sentinel in $sentinels; do
    found=$(password='' resp "$sentinel" SENTINEL get-master-addr-by-name mymaster 2>/dev/null) || continue
    [ -n "$found" ] && { tr ' ' ':' <<<"${found% }"; return; }
  done
  return 1
}

printf 'keydesk demo: cluster %s at %s\n' "$name" "$url"

begin "Order a cluster, as dev-tenant"
call dev-tenant POST /v1/tickets "{\"request\":{\"kind\":\"order-cluster\",\"name\":\"$name\",\"purpose\":\"session-cache\",\"plan\":\"xs\",\"environment\":\"development\",\"namespaces\":[\"shop\"]},\"comment\":\"For the demo\"}"
order=$(field number)
cluster=$(field clusterId)
show "ticket $order is $(field state)"
end

begin "Look into the queue, as dev-approver"
call dev-approver GET '/v1/tickets?state=awaiting-approval'
show "$(field number): $(field summary)"
end

begin "Approve, and watch the work"
call dev-approver POST "/v1/tickets/$order/approve" '{"comment":"Have fun"}'
approved=$EPOCHREALTIME
follow "$order"
show "from approval to ready: $(seconds "$(ms "$approved")")"
end

begin "Get the connection"
curl -sS "$url/v1/clusters/$cluster/connection" -H 'Authorization: Bearer dev-tenant' -H 'Accept: application/yaml' |
  while IFS= read -r line; do show "$line"; done
call dev-tenant GET "/v1/clusters/$cluster/connection"
sentinels=$(grep -o '"sentinels":\[[^]]*\]' "$answer" | grep -o '[0-9.]*:[0-9]*')
call dev-tenant GET "/v1/clusters/$cluster/credentials"
password=$(field password)
end

begin "Write and read through Sentinel"
show "primary is $(primary)"
[[ $(resp "$(primary)" SET greeting hello) == +OK ]] || fail "the write was not accepted"
show "GET greeting: $(resp "$(primary)" GET greeting)"
end

begin "Change settings by ticket, live on all nodes"
decide "{\"kind\":\"change-settings\",\"clusterId\":\"$cluster\",\"settings\":{\"maxmemory-policy\":\"volatile-ttl\",\"timeout\":300}}"
call dev-tenant GET "/v1/clusters/$cluster"
show "$(grep -o '"type":"SettingsApplied"[^}]*' "$answer" | sed 's/.*"message":"\([^"]*\)".*/\1/')"
end

begin "kill -9 the primary while writing"
victim=$(primary)
pid=$(resp "$victim" INFO server | sed -n 's/^process_id:\([0-9]*\).*/\1/p')
show "the primary is $victim, process $pid"
kill -9 "$pid"
killed=$EPOCHREALTIME
until [[ $(resp "$(primary || echo 127.0.0.1:1)" SET greeting again 2>/dev/null) == +OK ]]; do
  [ "$(ms "$killed")" -lt 30000 ] || fail "no write was accepted for 30 s"
  read -r -t 0.05 <> <(:) || true
done
show "writes go on after $(seconds "$(ms "$killed")"), on $(primary)"
end

begin "The dead node comes back as a replica"
until call dev-tenant GET "/v1/clusters/$cluster" && [[ $(field phase) == ready && $(grep -o '"role":"replica"' "$answer" | wc -l) == 2 ]]; do
  [ "$(ms "$started")" -lt 60000 ] || fail "the cluster is $(field phase) after 60 s"
  read -r -t 0.2 <> <(:) || true
done
show "GET greeting: $(resp "$(primary)" GET greeting)"
end

begin "What the timeline tells"
call dev-tenant GET "/v1/clusters/$cluster/events?limit=200"
grep -o '"type":"[^"]*"[^}]*"message":"[^"]*"' "$answer" | sed 's/"type":"\([^"]*\)".*"message":"\([^"]*\)"/\1  \2/' |
  sed -n '/^node-died\|^sentinel-died\|^node-started\|^failover-ordered\|^primary-changed\|^phase-changed/p' | while IFS= read -r line; do show "$line"; done
end

begin "Give the cluster back"
decide "{\"kind\":\"delete-cluster\",\"clusterId\":\"$cluster\"}"
call dev-tenant GET "/v1/clusters/$cluster"
show "the cluster is $(field phase)"
for sentinel in $sentinels; do
  if (exec 4<>"/dev/tcp/${sentinel%:*}/${sentinel##*:}") 2>/dev/null; then fail "something still listens on $sentinel"; fi
done
show "nothing listens on its ports any more"
end

printf '\nAll of it took %s.\n' "$(seconds "$(ms "$began")")"
