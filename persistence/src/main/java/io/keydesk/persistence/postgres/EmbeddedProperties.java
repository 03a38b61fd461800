package io.keydesk.persistence.postgres;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the embedded PostgreSQL keeps its data.
 *
 * @param home the folder of everything that this keydesk keeps on this machine
 */
@ConfigurationProperties("keydesk")
record EmbeddedProperties(
        @DefaultValue("${user.home}/.keydesk") Path home) {}
