/**
 * The bodies of requests and answers, generated from openapi.yaml. What a caller left out of a request is null, even where
 * the contract demands it: nothing here validates.
 */
@NullMarked
package io.keydesk.openapi.body;

import org.jspecify.annotations.NullMarked;
