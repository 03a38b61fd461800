/** What a use case answers: the value, or a refusal that says why and what to do. */
@NullMarked
package io.keydesk.service.answer;

import org.jspecify.annotations.NullMarked;
