/** Brings clusters to their desired state, and keeps them there. */
@NullMarked
package io.keydesk.service.reconcile;

import org.jspecify.annotations.NullMarked;
