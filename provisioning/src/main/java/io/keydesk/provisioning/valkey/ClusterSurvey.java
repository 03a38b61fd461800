package io.keydesk.provisioning.valkey;

import static io.keydesk.service.connection.Connection.PRIMARY_NAME;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Asks all nodes and Sentinels of a cluster at once, so that one which does not answer costs no more than its time-out.
 *
 * @param ops a user that may ask for everything
 * @param directives whose values the nodes are asked for
 */
public record ClusterSurvey(Login ops, List<String> directives) {

    public ClusterSurvey {
        directives = List.copyOf(directives);
    }

    public ClusterView of(List<Member> members, Presence presence) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var nodes = members.stream()
                    .map(member -> threads.submit(() -> node(member, presence)))
                    .toList();
            var sentinels = members.stream()
                    .map(member -> threads.submit(() -> sentinel(member, presence)))
                    .toList();
            return new ClusterView(
                    members,
                    nodes.stream().map(ClusterSurvey::result).toList(),
                    sentinels.stream().map(ClusterSurvey::result).toList());
        }
    }

    private NodeAnswer node(Member member, Presence presence) {
        if (!presence.hasNode(member.index())) {
            return new NodeAnswer.Nobody();
        }
        try (var connection = AdminConnection.open(member.node(), ops)) {
            var commands = new ArrayList<String[]>();
            commands.add(new String[] {"INFO"});
            commands.add(new String[] {"ACL", "LIST"});
            directives.forEach(name -> commands.add(new String[] {"CONFIG", "GET", name}));
            var replies = connection.askAll(commands);
            var configuration = new HashMap<String, String>();
            replies.subList(2, replies.size()).forEach(reply -> configuration.putAll(pairs(reply)));
            DefaultUser.channels(replies.get(1)).ifPresent(rule -> configuration.put(DefaultUser.CHANNELS, rule));
            return new NodeAnswer.Answered(
                    new NodeState(fields(replies.getFirst()), configuration, isClosed(member.node())));
        } catch (NoAnswer e) {
            return e.isRefused() ? new NodeAnswer.Nobody() : new NodeAnswer.Silence();
        } catch (Refusal e) {
            return new NodeAnswer.Silence();
        }
    }

    private Optional<SentinelState> sentinel(Member member, Presence presence) {
        if (!presence.hasSentinel(member.index())) {
            return Optional.empty();
        }
        try (var connection = AdminConnection.open(member.sentinel(), ops)) {
            var replies = connection.askAll(List.of(
                    new String[] {"SENTINEL", "GET-MASTER-ADDR-BY-NAME", PRIMARY_NAME},
                    new String[] {"SENTINEL", "MASTER", PRIMARY_NAME},
                    new String[] {"SENTINEL", "REPLICAS", PRIMARY_NAME},
                    new String[] {"SENTINEL", "CKQUORUM", PRIMARY_NAME}));
            var master = pairs(replies.get(1));
            return Optional.of(new SentinelState(
                    address(replies.getFirst()),
                    master.getOrDefault("flags", ""),
                    promotable(replies.get(2)),
                    Integer.parseInt(master.getOrDefault("num-other-sentinels", "0")),
                    replies.get(3) instanceof String));
        } catch (NoAnswer | Refusal e) {
            return Optional.empty();
        }
    }

    private static boolean isClosed(Address node) {
        try (var stranger = AdminConnection.asStranger(node)) {
            stranger.ask("PING");
            return false;
        } catch (Refusal e) {
            return e.words().startsWith("NOAUTH");
        }
    }

    static @Nullable Address address(@Nullable Object reply) {
        return reply instanceof List<?> pair && pair.size() == 2
                ? new Address((String) pair.get(0), Integer.parseInt((String) pair.get(1)))
                : null;
    }

    private static Map<String, String> fields(@Nullable Object reply) {
        var fields = new HashMap<String, String>();
        if (reply instanceof String text) {
            text.lines().forEach(line -> {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    fields.put(line.substring(0, colon), line.substring(colon + 1));
                }
            });
        }
        return fields;
    }

    private static Map<String, String> pairs(@Nullable Object reply) {
        var pairs = new HashMap<String, String>();
        if (reply instanceof List<?> list) {
            for (int i = 0; i + 1 < list.size(); i += 2) {
                pairs.put((String) list.get(i), (String) list.get(i + 1));
            }
        }
        return pairs;
    }

    /** Trouble, such as {@code disconnected}, would be named beside it. */
    private static int promotable(@Nullable Object reply) {
        return reply instanceof List<?> replicas
                ? (int) replicas.stream()
                        .filter(replica -> "slave".equals(pairs(replica).get("flags")))
                        .count()
                : 0;
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking a cluster", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a question to a cluster went wrong", e.getCause());
        }
    }
}
