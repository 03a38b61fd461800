/** What a node is told: configuration and ACL files, passwords, and the role in which it may start. */
@NullMarked
package io.keydesk.provisioning.node;

import org.jspecify.annotations.NullMarked;
