/** PostgreSQL behind the ports. */
@NullMarked
package io.keydesk.persistence;

import org.jspecify.annotations.NullMarked;
