/** Fleet upgrades in PostgreSQL. */
@NullMarked
package io.keydesk.persistence.fleet;

import org.jspecify.annotations.NullMarked;
