/** The rules of the house, and the assertions that read like its sentences; other modules use both. */
@NullMarked
package io.keydesk.service;

import org.jspecify.annotations.NullMarked;
