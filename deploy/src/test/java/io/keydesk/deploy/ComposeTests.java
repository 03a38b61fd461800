package io.keydesk.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ComposeTests {

    private final JsonNode file = read();
    private final JsonNode postgres = file.path("services").path("postgres");
    private final JsonNode keydesk = file.path("services").path("keydesk");

    @Test
    void everyServiceIsPinnedAndTellsItsHealth() {
        assertThat(file.path("services"))
                .hasSize(2)
                .allMatch(service ->
                        service.has("healthcheck") && service.has("restart") && service.has("stop_grace_period"));
        assertThat(postgres.path("image").asText()).isEqualTo("postgres:18");
        assertThat(keydesk.path("image").asText())
                .isEqualTo("keydesk:${KEYDESK_VERSION:-%s}", System.getProperty("keydesk.version"));
    }

    /** Neither in the file nor in the environment of a container, which everybody may look at who may use Docker. */
    @Test
    void passwordIsInNeitherFileNorEnvironment() {
        assertThat(file.path("secrets").toString())
                .isEqualTo("{\"database-password\":{\"environment\":\"KEYDESK_DATABASE_PASSWORD\"}}");
        assertThat(file.path("services"))
                .noneMatch(service ->
                        service.path("environment").toString().matches("(?s).*(DATABASE|_)PASSWORD(?!_FILE).*"));
    }

    @Test
    void nothingListensToOthersWhileTheLocalTokensAreValid() {
        var environment = keydesk.path("environment");

        assertThat(environment.path("KEYDESK_SECURITY_LOCAL_TOKENS").asText()).isEqualTo("true");
        assertThat(environment.path("SERVER_ADDRESS").asText()).isEqualTo("127.0.0.1");
        assertThat(keydesk.path("network_mode").asText()).isEqualTo("host");
        assertThat(postgres.path("ports")).allMatch(port -> port.asText().startsWith("127.0.0.1:"));
    }

    @Test
    void keydeskWritesToItsHomeOnly() {
        assertThat(keydesk.path("read_only").asBoolean()).isTrue();
        assertThat(keydesk.path("volumes").toString()).isEqualTo("[\"home:/var/lib/keydesk\"]");
        assertThat(keydesk.path("cap_drop").toString()).isEqualTo("[\"ALL\"]");
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper().valueToTree(Manifest.yaml().load(Files.readString(Path.of("compose.yaml"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
