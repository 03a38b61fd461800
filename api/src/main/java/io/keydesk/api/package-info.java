/** The application. */
@NullMarked
package io.keydesk.api;

import org.jspecify.annotations.NullMarked;
