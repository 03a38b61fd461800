/** What Prometheus reads. */
@NullMarked
package io.keydesk.api.metrics;

import org.jspecify.annotations.NullMarked;
