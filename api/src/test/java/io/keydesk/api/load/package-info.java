/** {@code mvn -Pload}: many streams, callers and clusters at once, for as long as a leak takes to show. */
@NullMarked
package io.keydesk.api.load;

import org.jspecify.annotations.NullMarked;
