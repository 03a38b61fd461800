/** Clusters and their connections over HTTP. */
@NullMarked
package io.keydesk.api.cluster;

import org.jspecify.annotations.NullMarked;
