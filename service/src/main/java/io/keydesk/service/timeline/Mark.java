package io.keydesk.service.timeline;

/**
 * Between what was committed and what was not, at one moment.
 *
 * @param value only the timeline that gave it can read it
 */
public record Mark(String value) {}
