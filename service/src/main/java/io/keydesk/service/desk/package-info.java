/** The use cases of tenants and admins: file, decide, read. */
@NullMarked
package io.keydesk.service.desk;

import org.jspecify.annotations.NullMarked;
