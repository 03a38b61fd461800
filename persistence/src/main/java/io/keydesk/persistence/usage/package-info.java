/** The meters of clusters in PostgreSQL. */
@NullMarked
package io.keydesk.persistence.usage;

import org.jspecify.annotations.NullMarked;
