/** What happened to tickets and clusters, in order. */
@NullMarked
package io.keydesk.service.timeline;

import org.jspecify.annotations.NullMarked;
