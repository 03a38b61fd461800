/** What all adapters need to speak SQL. */
@NullMarked
package io.keydesk.persistence.sql;

import org.jspecify.annotations.NullMarked;
