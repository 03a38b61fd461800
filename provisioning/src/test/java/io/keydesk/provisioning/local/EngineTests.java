package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.provisioning.Region.Engine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EngineTests {

    @TempDir
    Path folder;

    @Test
    void takesTheBundledServerWhereNoneIsInstalled() {
        assertThat(new EngineSearch(null, "", folder).find())
                .isInstanceOfSatisfying(EngineSearch.Usable.class, usable -> {
                    assertThat(usable.binary().engine()).isEqualTo(new Engine("redis", "6.2.11", true));
                    assertThat(usable.binary().isThere()).isTrue();
                });
    }

    @Test
    void refusesAProgramThatIsNoServer() {
        assertThat(new EngineSearch("/bin/true", "", folder).find())
                .isEqualTo(new EngineSearch.Unusable("/bin/true is neither a Valkey nor a Redis server"));
    }

    @Test
    void refusesAServerThatIsNotThere() {
        assertThat(new EngineSearch("/nowhere/valkey-server", "", folder).find())
                .isInstanceOf(EngineSearch.Unusable.class);
    }
}
