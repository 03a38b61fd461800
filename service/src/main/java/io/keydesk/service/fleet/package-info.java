/** Upgrades of many clusters at once, wave by wave: the cluster of each tenant gets a ticket of its own. */
@NullMarked
package io.keydesk.service.fleet;

import org.jspecify.annotations.NullMarked;
