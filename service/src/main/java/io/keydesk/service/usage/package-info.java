/** For how long clusters ran in which plan, what that costs, and how much of its quotas a tenant uses. */
@NullMarked
package io.keydesk.service.usage;

import org.jspecify.annotations.NullMarked;
