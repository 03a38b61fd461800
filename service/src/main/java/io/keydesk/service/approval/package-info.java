/** Named rules that refuse a ticket, approve it, or ask for people. */
@NullMarked
package io.keydesk.service.approval;

import org.jspecify.annotations.NullMarked;
