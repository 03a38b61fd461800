/** Transactions, idempotency keys and jobs on PostgreSQL. */
@NullMarked
package io.keydesk.persistence.work;

import org.jspecify.annotations.NullMarked;
