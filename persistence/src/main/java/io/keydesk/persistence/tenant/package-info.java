/** Tenants in PostgreSQL. */
@NullMarked
package io.keydesk.persistence.tenant;

import org.jspecify.annotations.NullMarked;
