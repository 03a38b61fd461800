/** Which regions properties name, before any of them is made. */
@NullMarked
package io.keydesk.provisioning.region;

import org.jspecify.annotations.NullMarked;
