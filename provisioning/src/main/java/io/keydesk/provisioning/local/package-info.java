/** The region "this machine": nodes and Sentinels as processes on loopback, each in a folder of its own. */
@NullMarked
package io.keydesk.provisioning.local;

import org.jspecify.annotations.NullMarked;
