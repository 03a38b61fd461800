/** What keeps a cluster as it was ordered, wherever its nodes run: steps that look first, and do only what is missing. */
@NullMarked
package io.keydesk.provisioning.upkeep;

import org.jspecify.annotations.NullMarked;
