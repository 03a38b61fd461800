/** One interface per tag of openapi.yaml, generated from it, for controllers to implement. */
@NullMarked
package io.keydesk.openapi.http;

import org.jspecify.annotations.NullMarked;
