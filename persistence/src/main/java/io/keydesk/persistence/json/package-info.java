/** Records of the domain as the JSON documents that the database keeps. */
@NullMarked
package io.keydesk.persistence.json;

import org.jspecify.annotations.NullMarked;
