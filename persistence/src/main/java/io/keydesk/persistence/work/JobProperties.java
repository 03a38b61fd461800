package io.keydesk.persistence.work;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How an instance works on clusters.
 *
 * @param concurrency how many clusters one instance works on at once
 * @param pollingInterval how often an instance looks for work that others have left
 * @param heartbeat how often a worker says that it lives; who has missed four is dead, and its work is taken over
 * @param shutdown how long looks that are under way may take at a shutdown
 */
@ConfigurationProperties("keydesk.jobs")
public record JobProperties(
        @DefaultValue("64") int concurrency,
        @DefaultValue("250ms") Duration pollingInterval,
        @DefaultValue("4s") Duration heartbeat,
        @DefaultValue("10s") Duration shutdown) {}
