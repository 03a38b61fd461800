/** Events in PostgreSQL, and their way to the listeners. */
@NullMarked
package io.keydesk.persistence.timeline;

import org.jspecify.annotations.NullMarked;
