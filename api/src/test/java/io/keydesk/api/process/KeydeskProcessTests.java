package io.keydesk.api.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeydeskProcessTests {

    @Test
    void startsAgainAfterBeingKilled(@TempDir Path folder) {
        var home = folder.resolve("home");
        try (var killed = KeydeskProcess.start(home)) {
            killed.kill();
            try (var again = KeydeskProcess.start(home)) {
                assertThat(again.desk("dev-tenant")
                                .get("/v1/tickets")
                                .expect(200)
                                .json()
                                .at("/items"))
                        .isEmpty();
            }
        }
    }
}
