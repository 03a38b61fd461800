/** What can be ordered, over HTTP. */
@NullMarked
package io.keydesk.api.catalogue;

import org.jspecify.annotations.NullMarked;
