/** Transactions and jobs, as the use cases see them. */
@NullMarked
package io.keydesk.service.work;

import org.jspecify.annotations.NullMarked;
