package io.keydesk.api.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs after the jar is packaged, and its AOT cache made. */
class FastStartIT {

    @Test
    void startsFromTheCacheThatTheBuildMade(@TempDir Path folder) {
        try (var keydesk = KeydeskProcess.launchExtracted(folder.resolve("home"), "-XX:AOTMode=on", "-Xlog:aot")
                .awaitReady()) {
            assertThat(keydesk.log())
                    .contains("Opened AOT cache")
                    .contains("keydesk.aot")
                    .contains("Using AOT-linked classes: true");
        }
    }
}
