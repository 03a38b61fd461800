package io.keydesk.api.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import redis.clients.jedis.HostAndPort;

/** The local region, as it is on this machine. */
record RegionOnDisk(Path home) implements RealRegion {

    @Override
    public String name() {
        return "local";
    }

    @Override
    public String namespace() {
        return "shop";
    }

    @Override
    public String otherNamespace() {
        return "web";
    }

    @Override
    public void assertHasOnly(String id, String cluster, String revision, String reachedFrom) {
        assertThat(folders()).containsExactly(id);
        assertThat(drafts()).isEmpty();
        assertThat(processes()).containsExactlyInAnyOrderElementsOf(configurations(id));
        assertThat(ports(id)).hasSize(6).doesNotHaveDuplicates();
        assertThat(property(id, "started")).isEqualTo("true");
        assertThat(property(id, "revision")).isEqualTo(revision);
        assertThat(clusters().resolve(id).resolve("connection/networkpolicy.yaml"))
                .content()
                .containsOnlyOnce("kubernetes.io/metadata.name: ")
                .contains("kubernetes.io/metadata.name: " + reachedFrom + "\n");
    }

    @Override
    public void assertHasNothing() {
        assertThat(folders()).isEmpty();
        assertThat(drafts()).isEmpty();
        assertThat(processes()).isEmpty();
    }

    private Path clusters() {
        return home.resolve("regions/local/clusters");
    }

    /** The ids of the clusters that have a folder. */
    private List<String> folders() {
        try (var folders = Files.list(clusters())) {
            return folders.map(folder -> String.valueOf(folder.getFileName())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files that somebody began to write, and did not give their name. */
    private List<Path> drafts() {
        var drafts = new ArrayList<Path>();
        try {
            Files.walkFileTree(home, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".new")) {
                        drafts.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return drafts;
    }

    /** The files with which the six processes of a cluster are started. */
    private List<Path> configurations(String cluster) {
        var nodes = clusters().resolve(cluster).resolve("nodes");
        return IntStream.range(0, 3)
                .mapToObj(Integer::toString)
                .map(nodes::resolve)
                .flatMap(node -> Stream.of(node.resolve("valkey.conf"), node.resolve("sentinel.conf")))
                .toList();
    }

    /** The files with which all processes below this home were started, each as often as there are processes. */
    private List<Path> processes() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> configuration(process.pid()))
                .toList();
    }

    private Stream<Path> configuration(long pid) {
        try {
            var command = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
            return Arrays.stream(command.split("\0"))
                    .filter(argument -> argument.startsWith(home + "/") && argument.endsWith(".conf"))
                    .map(Path::of);
        } catch (IOException gone) {
            return Stream.of();
        }
    }

    /** What keydesk has noted of a cluster. */
    private String property(String cluster, String name) {
        try {
            var properties = new Properties();
            properties.load(new StringReader(
                    Files.readString(clusters().resolve(cluster).resolve("cluster.properties"))));
            return properties.getProperty(name, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Integer> ports(String cluster) {
        return Arrays.stream(property(cluster, "ports").split(","))
                .map(Integer::valueOf)
                .toList();
    }

    @Override
    public RealNode node(String id, int index) {
        try {
            var password = clusters().resolve(id).resolve("secrets/ops-password");
            return new RealNode(new HostAndPort("127.0.0.1", ports(id).get(index)), Files.readString(password));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Set<HostAndPort> resolve(HostAndPort announced) {
        return Set.of(announced);
    }
}
