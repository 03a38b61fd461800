/** The dedicated Valkey of one purpose: its desired state by revisions, and what was observed of it. */
@NullMarked
package io.keydesk.service.cluster;

import org.jspecify.annotations.NullMarked;
