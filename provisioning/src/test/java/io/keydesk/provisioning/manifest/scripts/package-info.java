@NullMarked
package io.keydesk.provisioning.manifest.scripts;

import org.jspecify.annotations.NullMarked;
