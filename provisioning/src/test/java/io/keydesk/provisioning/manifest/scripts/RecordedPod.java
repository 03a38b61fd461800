package io.keydesk.provisioning.manifest.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.provisioning.node.Directive;
import io.keydesk.provisioning.node.Directives;
import io.keydesk.provisioning.node.Secrets;
import io.keydesk.provisioning.node.SentinelFile;
import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.Member;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A pod whose surroundings are recorded: programs answer from files, and note how they were called. */
final class RecordedPod {

    static final List<Member> MEMBERS = IntStream.range(0, 3)
            .mapToObj(i -> new Member(i, new Address("10.96.7." + i, 6379), new Address("10.96.7." + i, 26379)))
            .toList();

    static final String CLUSTER = "orders-cache";
    static final Secrets SECRETS = Secrets.generate();

    private final Path root;
    private final Shell shell;
    private final Map<String, String> environment = new HashMap<>();

    /** What came of a script. */
    record Ended(int status, String output) {}

    RecordedPod(Path root, Shell shell, int me) {
        this.root = root;
        this.shell = shell;
        environment.put("CLUSTER", CLUSTER);
        environment.put("NODE_INDEX", Integer.toString(me));
        environment.put("NODES", nodes(MEMBERS));
        environment.put("RECORD", root.resolve("record").toString());
        environment.put("PATH", root.resolve("bin") + File.pathSeparator + shell.path());
        for (var folder : List.of("config", "secrets", "run", "data", "record")) {
            folder(folder);
        }
        environment.put("CONFIG_DIR", root.resolve("config").toString());
        environment.put("SECRETS_DIR", root.resolve("secrets").toString());
        environment.put("RUN_DIR", run().toString());
        environment.put("DATA_DIR", data().toString());
        install("valkey-cli", "bin", "valkey-cli");
        install("server", "bin", "valkey-server");
        install("server", "bin", "valkey-sentinel");
        install("sleep", "bin", "sleep");
        install("date", "bin", "date");
        install("timeout", "bin", "timeout");
        write("config/sentinel.conf", SentinelFile.renderCommon());
        write("secrets/sentinel-password", SECRETS.sentinel().value());
        write("secrets/replication-password", SECRETS.replication().value());
    }

    static String nodes(List<Member> members) {
        return String.join(
                " ",
                members.stream()
                        .map(member -> "%s,%d,%d"
                                .formatted(
                                        member.node().host(),
                                        member.node().port(),
                                        member.sentinel().port()))
                        .toList());
    }

    /** Fails if others can read a file: it holds passwords. */
    static void isPrivate(Path file) {
        try {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Directives that say nothing but what is written to disk. */
    static Directives persistence(String save, String appendonly) {
        return new Directives(List.of(new Directive("save", save), new Directive("appendonly", appendonly)));
    }

    /** Where a script lies. */
    static Path located(String script) {
        return resource(script);
    }

    private static Path resource(String name) {
        var url = RecordedPod.class.getResource(name);
        if (url == null) {
            throw new IllegalStateException(name + " is missing");
        }
        return Path.of(url.getPath());
    }

    Path run() {
        return root.resolve("run");
    }

    Path data() {
        return root.resolve("data");
    }

    Path secrets() {
        return root.resolve("secrets");
    }

    RecordedPod with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Notes what is to be seen of these programs. */
    RecordedPod spiedOn(String... programs) {
        for (var program : programs) {
            install("spy", "spies", program);
        }
        var path = String.valueOf(environment.get("PATH"));
        var spies = root.resolve("spies").toString();
        environment.put("PATH", path.startsWith(spies) ? path : spies + File.pathSeparator + path);
        return this;
    }

    RecordedPod told(Directives directives) {
        return write("config/valkey.conf", directives.render());
    }

    /** @param name within the pod's folder */
    RecordedPod write(String name, String text) {
        try {
            folder(String.valueOf(Path.of(name).getParent()));
            Files.writeString(root.resolve(name), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String name) {
        try {
            return Files.readString(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Recording recording() {
        return new Recording(folder("record"));
    }

    /** What is recorded once a program has slept so often. */
    Recording afterSleeping(int times) {
        return new Recording(folder("record/sleep-%d.then".formatted(times)));
    }

    Ended script(String name, String... arguments) {
        var all = new ArrayList<>(List.of(located(name).toString()));
        all.addAll(List.of(arguments));
        return execute(all);
    }

    /** Runs lines of shell that have read what scripts read. */
    Ended lines(String lines) {
        return execute(List.of(
                "-c",
                "set -u; . \"$1\"; . \"$2\"; " + lines,
                "sh",
                located("common.sh").toString(),
                located("start-rules.sh").toString()));
    }

    private Ended execute(List<String> arguments) {
        try {
            var builder = new ProcessBuilder(shell.command(arguments)).redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(environment);
            var process = builder.start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a script ran", e);
        }
    }

    private Path folder(String name) {
        try {
            return Files.createDirectories(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void install(String fake, String where, String program) {
        try {
            var file = folder(where).resolve(program);
            Files.copy(resource("fakes/" + fake), file);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
