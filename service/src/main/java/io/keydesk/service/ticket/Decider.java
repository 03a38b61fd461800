package io.keydesk.service.ticket;

/**
 * Somebody who may decide tickets, and what keeps them from some. Which tickets they may decide is a filter, so that a list of
 * them has whole pages.
 *
 * @param name of the caller
 * @param decides whether there are tickets that they may decide
 * @param ownToo whether they may decide those that they have filed or corrected
 */
public record Decider(String name, boolean decides, boolean ownToo) {}
