/** Tenants, their quotas and their usage, over HTTP. */
@NullMarked
package io.keydesk.api.tenant;

import org.jspecify.annotations.NullMarked;
