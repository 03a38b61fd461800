/** Who calls: tokens, roles, and what browsers may do. */
@NullMarked
package io.keydesk.api.security;

import org.jspecify.annotations.NullMarked;
