/** Who works in which region, in PostgreSQL. */
@NullMarked
package io.keydesk.persistence.region;

import org.jspecify.annotations.NullMarked;
