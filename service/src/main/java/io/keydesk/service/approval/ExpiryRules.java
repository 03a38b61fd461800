package io.keydesk.service.approval;

import java.time.Duration;

/**
 * How long a ticket may wait for approval, counted from its last change.
 *
 * @param after zero lets tickets wait for ever
 * @param remindsBefore how long before that people are reminded; zero reminds nobody. No ticket expires less than this after
 *     the reminder, however long it has waited
 */
public record ExpiryRules(Duration after, Duration remindsBefore) {}
