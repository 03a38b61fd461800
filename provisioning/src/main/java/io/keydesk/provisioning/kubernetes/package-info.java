/** A region that is a Kubernetes cluster: applies the objects of clusters, watches them, and keeps them as ordered. */
@NullMarked
package io.keydesk.provisioning.kubernetes;

import org.jspecify.annotations.NullMarked;
