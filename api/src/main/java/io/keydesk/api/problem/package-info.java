/** Every refusal and every fault as a problem detail (RFC 9457). */
@NullMarked
package io.keydesk.api.problem;

import org.jspecify.annotations.NullMarked;
