/** Where keydesk may be killed, by name. */
@NullMarked
package io.keydesk.service.crash;

import org.jspecify.annotations.NullMarked;
