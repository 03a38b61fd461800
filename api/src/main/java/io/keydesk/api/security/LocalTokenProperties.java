package io.keydesk.api.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call.
 *
 * @param localTokens whether the fixed, well-known tokens are valid; only on a loopback address
 */
@ConfigurationProperties(prefix = "keydesk.security", ignoreUnknownFields = false)
record LocalTokenProperties(@DefaultValue("true") boolean localTokens) {}
