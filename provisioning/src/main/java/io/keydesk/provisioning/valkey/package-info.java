/** The admin client of Valkey: what nodes and Sentinels say, whether that is well, and how a primary hands over. */
@NullMarked
package io.keydesk.provisioning.valkey;

import org.jspecify.annotations.NullMarked;
