package io.keydesk.api.ticket;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Event streams of this instance.
 *
 * @param most how many may be open at once
 * @param mostPerCaller how many of these one caller may have
 */
@Validated
@ConfigurationProperties("keydesk.streams")
record StreamProperties(
        @DefaultValue("2000") @Positive int most,
        @DefaultValue("500") @Positive int mostPerCaller) {}
