/** What an application needs to reach its cluster. */
@NullMarked
package io.keydesk.service.connection;

import org.jspecify.annotations.NullMarked;
