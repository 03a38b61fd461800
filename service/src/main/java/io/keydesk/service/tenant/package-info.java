/** Teams that order clusters, and what each may have. */
@NullMarked
package io.keydesk.service.tenant;

import org.jspecify.annotations.NullMarked;
