package io.keydesk.persistence.work;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How an instance works on clusters.
 *
 * @param concurrency how many clusters one instance works on at once
 * @param pollingInterval how often an instance looks for work that others have left
 * @param heartbeat how often a worker says that it lives; who has missed four is dead, and its work is taken over
 * @param shutdown how long looks that are under way may take at a shutdown
 */
@Validated
@ConfigurationProperties(prefix = "keydesk.jobs", ignoreUnknownFields = false)
public record JobProperties(
        @DefaultValue("64") @Positive int concurrency,
        @DefaultValue("250ms") @DurationMin(millis = 10) Duration pollingInterval,
        @DefaultValue("4s") @DurationMin(millis = 100) Duration heartbeat,
        @DefaultValue("10s") @DurationMin(nanos = 0) Duration shutdown) {}
