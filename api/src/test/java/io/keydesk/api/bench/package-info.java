/** Benchmarks of keydesk, each figure beside its baseline from the same run: {@code mvn -Pbench}. */
@NullMarked
package io.keydesk.api.bench;

import org.jspecify.annotations.NullMarked;
