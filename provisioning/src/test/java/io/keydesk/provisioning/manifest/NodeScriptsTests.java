package io.keydesk.provisioning.manifest;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NodeScriptsTests {

    private static final Path FOLDER = Path.of("src/main/resources/io/keydesk/provisioning/manifest/scripts");

    private final Blueprint blueprint = Scenario.read("minimal").blueprint();
    private final Map<String, String> scripts = NodeScripts.desired(blueprint).getData();

    @Test
    void givesPodsEveryScriptAsItIs() throws IOException {
        try (var files = Files.list(FOLDER)) {
            assertThat(scripts)
                    .containsExactlyInAnyOrderEntriesOf(
                            files.collect(toMap(file -> String.valueOf(file.getFileName()), NodeScriptsTests::read)));
        }
    }

    @Test
    void hasEveryScriptThatPodsRun() {
        assertThat(Pattern.compile("/scripts/([^\"\\s]+)")
                        .matcher(Serialization.asYaml(NodeSet.desired(blueprint)))
                        .results()
                        .map(match -> match.group(1))
                        .distinct())
                .hasSize(5)
                .isSubsetOf(scripts.keySet());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
