/** The PostgreSQL servers that tests run on. */
@NullMarked
package io.keydesk.persistence.server;

import org.jspecify.annotations.NullMarked;
