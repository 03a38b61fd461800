/** Puts the use cases together from ports and properties. */
@NullMarked
package io.keydesk.api.desk;

import org.jspecify.annotations.NullMarked;
