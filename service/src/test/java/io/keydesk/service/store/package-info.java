/** All ports of persistence together, for the contracts that need several. */
@NullMarked
package io.keydesk.service.store;

import org.jspecify.annotations.NullMarked;
