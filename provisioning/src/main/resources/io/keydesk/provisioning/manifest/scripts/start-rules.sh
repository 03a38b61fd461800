# Read by start-valkey.sh: the role in which this node may start without losing what others hold. These are the rules of
# StartRules.java; one table of cases tests both. They differ in what can be seen: a pod cannot look at another's disk, and
# each decides for itself.

# In attempts, which are made twice a second.
one_vote=10   # after which the vote of a single Sentinel counts
patience=15   # for which an older self that may still serve is waited for
frozen=120    # for which a node is waited for that may have all data
cannot=20     # after which one that is named, and does not run, is taken for one that cannot start
turn=20       # which each node leaves the one before it for seeding
show_up=2     # which node 0 leaves others to show up

# reads: how the names begin of what the server would read from its folder; nothing if it starts empty in any case
reads() {
  if grep -qx 'appendonly yes' "$CONFIG_DIR/valkey.conf"; then
    echo appendonly
  elif ! grep -qx 'save ""' "$CONFIG_DIR/valkey.conf"; then
    echo dump.rdb
  fi
}

# stored: whether it would find something there; sets reads
stored() {
  reads=$(reads)
  [ -n "$reads" ] || return 1
  for file in "$DATA_DIR/$reads"* "$DATA_DIR/$reads"*/*; do
    [ -f "$file" ] && [ -s "$file" ] && return
  done
  return 1
}

# answers: a line from each Sentinel and each peer. All are asked at once, so that the silent ones cost one time-out.
answers() {
  for i in 0 1 2; do echo "vote $i $(named_by "$i")" & done
  for i in $(peers); do echo "peer $i $(state "$i")" & done
  wait
}

# survey: asks everybody once, and sets
#   votes                                      what Sentinels name, in their order
#   named most dissent                         what most of them name, how many do, and who names another than this node
#   primaries holders linked unknown gone      which peers are so
#   lost                                       which peers could have on their disks what this node should have, and has not
survey() {
  votes='' primaries='' holders='' linked='' unknown='' gone='' lost='' dissent='' named='' most=0
  # Not within the here-document: ash would have its pipe kept open by what busybox leaves of "timeout" for a second.
  said=$(answers | sort)
  while read -r what index says; do
    case "$what $says" in
      "vote "[0-2]) votes="$votes $says" ;;
      "peer unknown") unknown="$unknown $index" ;;
      "peer none") gone="$gone $index" ;;
      "peer master "*) primaries="$primaries $index" ;;
    esac
    case $says in *" data"*) holders="$holders $index" ;; esac
    case $says in *" linked") linked="$linked $index" ;; esac
  done <<END
$said
END
  for vote in $votes; do
    [ "$vote" = "$NODE_INDEX" ] || dissent="$dissent $vote"
    count=0
    for other in $votes; do [ "$other" != "$vote" ] || count=$((count + 1)); done
    [ "$count" -le "$most" ] || most=$count named=$vote
  done
  if stored; then disk=yes; else disk=no; fi
  [ -z "$reads" ] || [ "$disk" = yes ] || lost=$gone
}

# decide: at this attempt, sets decision to "lead", "follow I", "failover" (have a node promoted that has the data, then ask
# again) or "wait", and why
# shellcheck disable=SC2034,SC2154 # which start-valkey.sh reads, and sets
decide() {
  decision=wait why=
  if [ -z "$votes" ]; then
    decide_unnamed
  elif [ "$most" -lt 2 ] && [ "$attempt" -lt "$one_vote" ]; then
    why="only one Sentinel names a primary"
  elif [ "$named" = "$NODE_INDEX" ]; then
    decide_named
  elif among "$named" "$primaries"; then
    decision="follow $named"
  elif among "$named" "$gone" && { [ "$disk" = yes ] || [ "$attempt" -gt "$cannot" ]; }; then
    # Sentinels can only promote who runs: so this node starts, as a replica that waits for its primary.
    decision="follow $named"
  else
    why="the Sentinels name node $named, which is no primary now"
  fi
}

# shellcheck disable=SC2034
decide_named() {
  if [ -n "$linked" ] && [ "$attempt" -le "$patience" ]; then
    # A pod may be deleted by force while its container lives on beside the next one, and takes writes.
    why="an earlier self seems to serve still:$linked heard from it"
  elif [ -n "$dissent" ] && [ "$attempt" -le "$patience" ]; then
    # A failover was just made, and is not known to all: another one would undo it.
    why="the Sentinels are agreeing on another primary"
  elif [ -n "$holders" ]; then
    decision=failover why="this node was the primary, and the data is elsewhere now:$holders"
  elif [ -n "$unknown$lost" ] && [ "$attempt" -le "$frozen" ]; then
    why="this node was the primary, and others may have the data:$unknown$lost"
  else
    decision=lead
  fi
}

# shellcheck disable=SC2034
decide_unnamed() {
  [ "$FIRST" != yes ] || lost=
  from=$show_up
  [ -z "$unknown$lost" ] || from=$frozen
  case $primaries in
    " "[0-2])
      decision="follow ${primaries# }"
      return ;;
    ?*)
      why="two nodes are primary, and no Sentinel judges:$primaries"
      return ;;
  esac
  if [ -n "$holders" ]; then
    why="nobody is primary, and data is there:$holders"
  elif [ -n "$unknown$lost" ] && [ "$attempt" -le "$frozen" ]; then
    why="nobody is primary, and others may have data:$unknown$lost"
  elif [ "$attempt" -gt $((from + NODE_INDEX * turn)) ]; then
    decision=lead
  elif [ "$FIRST" = yes ] && [ "$NODE_INDEX" = 0 ]; then
    decision=lead
  else
    why="nobody is primary, and it is not this node's turn yet"
  fi
}
