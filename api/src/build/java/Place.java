import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * A folder from which keydesk starts: its jar with the libraries beside it, the options for its virtual machine, and the AOT
 * cache, which is good for the files of this folder and one JDK only.
 *
 * @param jar what is extracted
 * @param options what is copied, and gets the cache added
 */
record Place(Path jar, Path options, Path folder) {

    /** What is set for the keydesk of whoever builds, above all its database, is not meant for the one that is run here. */
    private static final Set<String> ENVIRONMENT =
            Set.of("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "LANG", "LC_ALL");

    Path extractedJar() {
        return folder.resolve(jar.getFileName());
    }

    Path extractedOptions() {
        return folder.resolve(options.getFileName());
    }

    Path cache() {
        return folder.resolve("keydesk.aot");
    }

    Path beside(String ending) {
        return folder.resolveSibling(folder.getFileName() + ending);
    }

    /** Of contents: the jar is reproducible, so its time never changes. */
    String fingerprint() throws IOException, NoSuchAlgorithmException {
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update(Files.readAllBytes(options));
        digest.update(Files.readAllBytes(jar));
        return HexFormat.of().formatHex(digest.digest()) + " " + Runtime.version() + " " + folder;
    }

    void extract() throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var tools =
                start(java, List.of("-Djarmode=tools", "-jar", jar.toString(), "extract", "--force", "--destination"));
        tools.command().add(folder.toString());
        if (tools.inheritIO().start().waitFor() != 0) {
            throw new IOException("%s cannot be extracted to %s".formatted(jar, folder));
        }
        Files.copy(options, extractedOptions());
    }

    static ProcessBuilder start(Path java, List<String> arguments) {
        var builder = new ProcessBuilder(java.toString());
        builder.command().addAll(arguments);
        builder.environment().keySet().retainAll(ENVIRONMENT);
        return builder.redirectErrorStream(true);
    }

    static void delete(Path tree) throws IOException {
        if (Files.notExists(tree)) {
            return;
        }
        try (var paths = Files.walk(tree)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
