/** Clusters and their revisions in PostgreSQL. */
@NullMarked
package io.keydesk.persistence.cluster;

import org.jspecify.annotations.NullMarked;
