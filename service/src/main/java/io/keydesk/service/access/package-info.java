/** Who calls, and in which roles. */
@NullMarked
package io.keydesk.service.access;

import org.jspecify.annotations.NullMarked;
