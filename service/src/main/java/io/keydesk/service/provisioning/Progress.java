package io.keydesk.service.provisioning;

/**
 * How far a change has come.
 *
 * @param step from 1 to {@code of}
 * @param message what is being done or waited for, in a few words
 */
public record Progress(int step, int of, String message) {}
