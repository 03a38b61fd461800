package io.keydesk.service.catalogue;

/** How much depends on a cluster; approval policies look at it. */
public enum Environment implements Named {
    DEVELOPMENT,
    STAGING,
    PRODUCTION
}
