/** What is delivered besides the jar: chart, compose file, examples, image. */
@NullMarked
package io.keydesk.deploy;

import org.jspecify.annotations.NullMarked;
