/** The PostgreSQL server that keydesk brings along for those who have none. */
@NullMarked
package io.keydesk.persistence.postgres;

import org.jspecify.annotations.NullMarked;
