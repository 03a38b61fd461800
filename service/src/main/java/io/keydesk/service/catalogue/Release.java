package io.keydesk.service.catalogue;

import java.net.URI;
import java.time.LocalDate;

/**
 * A version of Valkey that its makers have published.
 *
 * @param released when
 * @param supportedUntil when its line stops being maintained
 * @param security whether it mends what others could exploit
 * @param summary one sentence on what is new, for who decides on an upgrade
 */
public record Release(Version version, LocalDate released, LocalDate supportedUntil, boolean security, String summary) {

    /** What its makers say of it. */
    public URI notes() {
        return notes(version);
    }

    /** The same of any version of Valkey, whether keydesk knows it or not. */
    public static URI notes(Version version) {
        return URI.create("https://github.com/valkey-io/valkey/releases/tag/" + version);
    }
}
