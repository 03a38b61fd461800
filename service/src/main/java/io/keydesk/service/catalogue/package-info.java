/** What can be ordered: plans, purposes, environments and settings, as data. */
@NullMarked
package io.keydesk.service.catalogue;

import org.jspecify.annotations.NullMarked;
