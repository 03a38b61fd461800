package io.keydesk.provisioning.valkey;

import static io.keydesk.service.connection.Connection.PRIMARY_NAME;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Asks all nodes and Sentinels of a cluster at once, so that one which does not answer costs no more than its time-out.
 *
 * @param client as a user that may ask for everything
 * @param directives whose values the nodes are asked for
 */
public record ClusterSurvey(AdminClient client, List<String> directives) {

    /** What the application is tried with: each would let it reach beyond its data. */
    private static final List<String> OUT_OF_REACH = List.of("CONFIG GET dir", "REPLICAOF NO ONE");

    /** A replica acknowledges once a second, and is sent the stream again after that at the latest. */
    private static final Duration CATCH_UP = Duration.ofSeconds(1);

    private static final String DRY_RUN = "ACL DRYRUN default ";

    /** How many replies come before those that tell directives. */
    private static final int ASIDE = 5 + OUT_OF_REACH.size();

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

    /**
     * The same view, with those replicas asked again that had not yet what the primary had when it was asked: with writes
     * going on, a replica that is well is always some bytes behind, but never for long.
     */
    public ClusterView caughtUp(ClusterView view, Presence presence) {
        var replicas = view.behind();
        if (replicas.isEmpty()) {
            return view;
        }
        var quick = new ClusterSurvey(client, List.of());
        var again = new ConcurrentHashMap<Member, NodeAnswer>();
        Patience.until(CATCH_UP, () -> {
            replicas.forEach(member -> again.put(member, quick.node(member, presence)));
            return view.with(again).behind().isEmpty();
        });
        return view.with(again);
    }

    private NodeAnswer node(Member member, Presence presence) {
        if (!presence.hasNode(member.index())) {
            return new NodeAnswer.Nobody();
        }
        try (var connection = client.asStranger(member.node())) {
            var commands = new ArrayList<>(
                    List.of(new String[] {"PING"}, login(), new String[] {"ROLE"}, new String[] {"INFO"}, new String[] {
                        "ACL", "LIST"
                    }));
            OUT_OF_REACH.forEach(words -> commands.add((DRY_RUN + words).split(" ")));
            directives.forEach(name -> commands.add(new String[] {"CONFIG", "GET", name}));
            var replies = connection.askAll(commands);
            if (replies.get(1) instanceof Refusal refusal) {
                return new NodeAnswer.Silence(refusal.words());
            }
            var configuration = new HashMap<String, String>();
            replies.subList(ASIDE, replies.size()).forEach(reply -> configuration.putAll(pairs(reply)));
            DefaultUser.channels(replies.get(4)).ifPresent(rule -> configuration.put(DefaultUser.CHANNELS, rule));
            boolean closed = replies.getFirst() instanceof Refusal refusal
                    && refusal.words().startsWith("NOAUTH");
            return new NodeAnswer.Answered(new NodeState(
                    NodeRole.of(replies.get(2)),
                    fields(replies.get(3)),
                    configuration,
                    lines(replies.get(4)),
                    new NodeState.Access(closed, reach(replies.subList(5, ASIDE)))));
        } catch (NoAnswer e) {
            return e.isRefused() ? new NodeAnswer.Nobody() : new NodeAnswer.Silence("");
        }
    }

    private Optional<SentinelState> sentinel(Member member, Presence presence) {
        if (!presence.hasSentinel(member.index())) {
            return Optional.empty();
        }
        try (var connection = client.asStranger(member.sentinel())) {
            var replies = connection.askAll(List.of(
                    login(),
                    new String[] {"SENTINEL", "GET-MASTER-ADDR-BY-NAME", PRIMARY_NAME},
                    new String[] {"SENTINEL", "MASTER", PRIMARY_NAME},
                    new String[] {"SENTINEL", "REPLICAS", PRIMARY_NAME},
                    new String[] {"SENTINEL", "CKQUORUM", PRIMARY_NAME},
                    new String[] {"ACL", "LIST"}));
            return replies.getFirst() instanceof Refusal
                    ? Optional.empty()
                    : Optional.of(new SentinelState(
                            address(replies.get(1)),
                            pairs(replies.get(2)),
                            promotable(replies.get(3)),
                            known(replies.get(3)),
                            words(replies.get(4)),
                            lines(replies.get(5))));
        } catch (NoAnswer e) {
            return Optional.empty();
        }
    }

    private String[] login() {
        return new String[] {"AUTH", client.login().user(), client.login().password()};
    }

    /** A server that has no dry runs refuses to try. */
    private static String reach(List<@Nullable Object> tries) {
        return IntStream.range(0, tries.size())
                .filter(i -> "OK".equals(tries.get(i)))
                .mapToObj(OUT_OF_REACH::get)
                .findFirst()
                .orElse("");
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

    private static List<String> lines(@Nullable Object reply) {
        return reply instanceof List<?> list
                ? list.stream().map(String.class::cast).toList()
                : List.of();
    }

    private static String words(@Nullable Object reply) {
        return reply instanceof Refusal refusal ? refusal.words() : reply instanceof String said ? said : "";
    }

    private static Set<Address> known(@Nullable Object reply) {
        return reply instanceof List<?> replicas
                ? replicas.stream()
                        .map(ClusterSurvey::pairs)
                        .map(replica -> new Address(
                                replica.getOrDefault("ip", ""), Integer.parseInt(replica.getOrDefault("port", "0"))))
                        .collect(Collectors.toSet())
                : Set.of();
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
