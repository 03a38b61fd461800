/** The folder of everything that keydesk keeps on this machine. */
@NullMarked
package io.keydesk.api.home;

import org.jspecify.annotations.NullMarked;
