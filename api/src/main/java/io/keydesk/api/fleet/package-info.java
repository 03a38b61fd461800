/** Fleet upgrades over HTTP. */
@NullMarked
package io.keydesk.api.fleet;

import org.jspecify.annotations.NullMarked;
