/** The objects of a cluster on Kubernetes, one class a kind, as pure functions: none of them knows a client. */
@NullMarked
package io.keydesk.provisioning.manifest;

import org.jspecify.annotations.NullMarked;
