package io.keydesk.provisioning.manifest.scripts;

import io.keydesk.provisioning.node.Peer;
import io.keydesk.provisioning.valkey.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What others answer, in files, as Valkey 8.0.1 has said it. Who is not in it gives no answer.
 *
 * @param folder see the fake {@code valkey-cli}
 */
record Recording(Path folder) {

    static final String INFO = "INFO replication keyspace";

    /** The parts of the answer to {@code INFO} that scripts could confuse. */
    private static final String PRIMARY = """
            # Replication
            role:master
            connected_slaves:1
            slave0:ip=10.96.7.9,port=6379,state=online,offset=50,lag=0,type=replica
            master_failover_state:no-failover
            master_repl_offset:50
            second_repl_offset:-1

            # Keyspace
            """;

    private static final String REPLICA = """
            # Replication
            role:slave
            master_host:10.96.7.9
            master_link_status:%s
            master_last_io_seconds_ago:%s
            master_sync_in_progress:0
            slave_repl_offset:50
            slave_priority:100
            connected_slaves:0
            master_repl_offset:50

            # Keyspace
            """;

    private static final String KEYS = "db0:keys=1,expires=0,avg_ttl=0\n";

    static String primary() {
        return PRIMARY;
    }

    /** @param heard how many seconds ago it heard from its primary */
    static String replica(String link, String heard) {
        return REPLICA.formatted(link, heard);
    }

    Recording node(int index, Peer peer) {
        return switch (peer) {
            case PRIMARY_WITH_DATA -> node(index, INFO, PRIMARY + KEYS);
            case PRIMARY_EMPTY -> node(index, INFO, PRIMARY);
            case REPLICA_WITH_DATA -> node(index, INFO, replica("down", "3") + KEYS);
            case REPLICA_EMPTY -> node(index, INFO, replica("down", "-1"));
            case LINKED_WITH_DATA -> node(index, INFO, replica("up", "2") + KEYS);
            case LINKED_EMPTY -> node(index, INFO, replica("up", "0"));
            case NONE -> refuses(RecordedPod.MEMBERS.get(index).node());
            case UNKNOWN -> this;
            case STOPPED_WITH_DATA -> throw new IllegalArgumentException("that cannot be seen from a pod");
        };
    }

    Recording node(int index, String command, String reply) {
        return says(RecordedPod.MEMBERS.get(index).node(), command, reply);
    }

    /** @param vote the index of the node that it names, or {@code -} */
    Recording vote(int sentinel, String vote) {
        if (vote.equals("-")) {
            return sentinel(sentinel, "get-master-addr-by-name", "\n");
        }
        var named = RecordedPod.MEMBERS.get(Integer.parseInt(vote)).node();
        return sentinel(sentinel, "get-master-addr-by-name", "%s\n%d\n".formatted(named.host(), named.port()));
    }

    Recording votes(String... votes) {
        for (int i = 0; i < votes.length; i++) {
            vote(i, votes[i]);
        }
        return this;
    }

    Recording sentinel(int index, String subcommand, String reply) {
        return says(RecordedPod.MEMBERS.get(index).sentinel(), "SENTINEL %s mymaster".formatted(subcommand), reply);
    }

    /** What is recorded once this was asked of a Sentinel. */
    Recording after(int sentinel, String subcommand) {
        var name = "%s/SENTINEL_%s_mymaster.then"
                .formatted(RecordedPod.MEMBERS.get(sentinel).sentinel(), subcommand);
        return new Recording(folder.resolve(name));
    }

    /** @param address may be any, such as that by which probes ask */
    Recording says(Address address, String command, String reply) {
        // What INFO tells comes as the server has written it.
        return write(
                address, command.replace(' ', '_'), command.startsWith("INFO") ? reply.replace("\n", "\r\n") : reply);
    }

    Recording refuses(Address address) {
        return write(address, "refused", "");
    }

    private Recording write(Address address, String name, String text) {
        try {
            Files.writeString(
                    Files.createDirectories(folder.resolve(address.toString())).resolve(name), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every command that a node or a Sentinel was asked, with its address before it. */
    List<String> asked() {
        return lines("asked");
    }

    /** The server that was started, and its arguments; empty if none was. */
    String started() {
        return String.join("\n", lines("started"));
    }

    /** How often somebody has slept. */
    int slept() {
        return lines("slept").size();
    }

    private List<String> lines(String name) {
        var file = folder.resolve(name);
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
