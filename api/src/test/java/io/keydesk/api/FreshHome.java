package io.keydesk.api;

import io.keydesk.persistence.postgres.UnpackedPrograms;
import io.keydesk.provisioning.local.ClaimedPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Gives the application a home that nobody has used, and ports that nobody else uses. */
class FreshHome implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        try {
            var home = Files.createTempDirectory("keydesk-test-");
            UnpackedPrograms.shareWith(home);
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "home",
                            Map.of(
                                    "keydesk.home",
                                    home.toString(),
                                    "keydesk.local.ports",
                                    ClaimedPorts.claim().toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
