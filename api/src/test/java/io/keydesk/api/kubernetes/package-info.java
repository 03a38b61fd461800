/** All of keydesk with a region on Kubernetes: one within the JVM, and by {@code mvn -Pkube-api} a real one. */
@NullMarked
package io.keydesk.api.kubernetes;

import org.jspecify.annotations.NullMarked;
