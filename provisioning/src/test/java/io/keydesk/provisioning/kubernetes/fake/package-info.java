/**
 * A Kubernetes for tests, within this JVM: an API server behind real HTTP, the controllers that a StatefulSet needs, and
 * machines that run containers as processes, or at once pretend to.
 *
 * <p>The client under test is the real one, so that what it sends, what it retries and how it watches is tested too.
 */
@NullMarked
package io.keydesk.provisioning.kubernetes.fake;

import org.jspecify.annotations.NullMarked;
