/** What all endpoints share: limits, versions, cursors, idempotency. */
@NullMarked
package io.keydesk.api.http;

import org.jspecify.annotations.NullMarked;
