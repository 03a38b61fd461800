package io.keydesk.service.provisioning;

/**
 * Something that a provisioner saw or did which the state afterwards no longer shows.
 *
 * @param type in kebab-case, for example {@code node-died}, {@code node-started}, {@code failover-ordered}
 * @param message one sentence, without secrets
 */
public record Happening(String type, String message) {}
