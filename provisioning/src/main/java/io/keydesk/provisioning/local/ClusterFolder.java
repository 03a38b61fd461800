package io.keydesk.provisioning.local;

import io.keydesk.service.cluster.ClusterId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where the files of one cluster lie. */
record ClusterFolder(Path root) {

    static ClusterFolder of(Path clusters, ClusterId id) {
        return new ClusterFolder(clusters.resolve(id.toString()));
    }

    boolean exists() {
        return Files.isDirectory(root);
    }

    Path record() {
        return root.resolve("cluster.properties");
    }

    Path password(String name) {
        return secrets().resolve(name);
    }

    /** How far the last exchange of passwords is; not there before the first. */
    Path exchange() {
        return secrets().resolve("exchange");
    }

    Path users() {
        return secrets().resolve("users.acl");
    }

    Path sentinelUsers() {
        return secrets().resolve("sentinel-users.acl");
    }

    /** What all nodes are told alike, and were seen to take. */
    Path directives() {
        return root.resolve("valkey.conf");
    }

    /** What is known of the last drill. */
    Path drill() {
        return root.resolve("drill");
    }

    Path configMap() {
        return connection().resolve("configmap.yaml");
    }

    Path networkPolicy() {
        return connection().resolve("networkpolicy.yaml");
    }

    Path node(int index) {
        return nodes().resolve(Integer.toString(index));
    }

    Path data(int index) {
        return node(index).resolve("data");
    }

    /** The file which a process was started with, and by which it is recognised. */
    Path configuration(Slot slot) {
        return node(slot.index())
                .resolve(
                        switch (slot.kind()) {
                            case NODE -> "valkey.conf";
                            case SENTINEL -> "sentinel.conf";
                        });
    }

    Path log(Slot slot) {
        return node(slot.index())
                .resolve(
                        switch (slot.kind()) {
                            case NODE -> "valkey.log";
                            case SENTINEL -> "sentinel.log";
                        });
    }

    Path nodes() {
        return root.resolve("nodes");
    }

    List<Path> all() {
        return Stream.concat(
                        Stream.of(root, secrets(), connection(), nodes()),
                        IntStream.range(0, Layout.MEMBERS).boxed().flatMap(i -> Stream.of(node(i), data(i))))
                .toList();
    }

    private Path secrets() {
        return root.resolve("secrets");
    }

    private Path connection() {
        return root.resolve("connection");
    }
}
