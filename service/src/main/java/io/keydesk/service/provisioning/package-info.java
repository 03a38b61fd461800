/** The port behind which a region makes, keeps and removes clusters. */
@NullMarked
package io.keydesk.service.provisioning;

import org.jspecify.annotations.NullMarked;
