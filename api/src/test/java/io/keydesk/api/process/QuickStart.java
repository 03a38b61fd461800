package io.keydesk.api.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.provisioning.kubernetes.fake.FakeKubernetes;
import io.keydesk.provisioning.kubernetes.fake.Tempo;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * A virtual machine that starts keydesk for half of the processor time: from jars, and from a cache of their classes, for the
 * JVM takes none from folders.
 *
 * @param classpath jars only
 */
record QuickStart(String classpath, List<String> options) {

    /** The machine compiles less: no keydesk of a test lives long. */
    static final List<String> UNTRAINED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static @Nullable QuickStart trained;

    /** Made once for all that come after. */
    static synchronized QuickStart now() {
        if (trained == null) {
            trained = train(emptied(Path.of("target", "quick-start").toAbsolutePath()));
        }
        return trained;
    }

    /** Leads one keydesk through what most of the others do: what it does not come to is not in the cache. */
    private static QuickStart train(Path folder) {
        var cache = folder.resolve("keydesk.aot");
        var classpath = jars(folder);
        var training = new QuickStart(classpath, with("-XX:AOTCacheOutput=" + cache));
        try (var kubernetes = FakeKubernetes.withPods(Tempo.FAST);
                var client = kubernetes.client()) {
            var region = new RegionOnKubernetes(client, "valkey-system", "shop");
            List.of("valkey-system", "shop", region.otherNamespace()).forEach(kubernetes::createNamespace);
            var home = folder.resolve("trainee");
            var regions = Stream.concat(
                    Stream.of("--keydesk.regions.local.type=local"),
                    Stream.of(region.properties(kubernetes.kubeconfig())));
            try (var desk = MortalDesk.open(training, home, regions.toArray(String[]::new))) {
                Stream.of(new RegionOnDisk(home), region).forEach(each -> {
                    var story = new ClusterStory(desk, "in-" + each.name(), each);
                    story.order();
                    story.change(Map.of("timeout", "300", "databases", "8"));
                    story.delete();
                });
            }
        }
        assertThat(cache).isNotEmptyFile();
        return new QuickStart(classpath, with("-XX:AOTCache=" + cache));
    }

    private static Path emptied(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> with(String option) {
        return Stream.concat(UNTRAINED.stream(), Stream.of(option)).toList();
    }

    private static String jars(Path folder) {
        return Stream.of(underTest().split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .map(entry -> Files.isDirectory(entry) ? jar(folder, entry) : entry)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path jar(Path folder, Path classes) {
        var name = classes.toString().replaceAll("\\W+", "-") + ".jar";
        var jar = folder.resolve(name);
        int status = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "-c", "-0", "-f", jar.toString(), "-C", classes.toString(), ".");
        assertThat(status).as(name).isZero();
        return jar;
    }

    /** Surefire hides the class path in a jar, and tells it in a property of its own. */
    static String underTest() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
