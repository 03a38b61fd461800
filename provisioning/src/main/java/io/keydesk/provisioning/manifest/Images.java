package io.keydesk.provisioning.manifest;

import java.util.regex.Pattern;

/** What says which image a container runs. */
final class Images {

    /** A colon before the last slash belongs to the port of a registry. */
    private static final Pattern FORM =
            Pattern.compile("([^\\s@]+/)?[^\\s/:@]+(:(?<tag>[^\\s/:@]+))?(@(?<digest>[a-z0-9]+:[0-9a-f]{32,}))?");

    private Images() {}

    /** @throws IllegalArgumentException if the next node that starts could get another image by the same text */
    static void requirePinned(String what, String image) {
        var reference = FORM.matcher(image);
        if (!reference.matches() || reference.group("tag") == null && reference.group("digest") == null) {
            throw new IllegalArgumentException(
                    "%s must be a repository with a tag or a digest, such as valkey/valkey:8.1.1-alpine, and is \"%s\""
                            .formatted(what, image));
        }
        if ("latest".equals(reference.group("tag"))) {
            throw new IllegalArgumentException(
                    "%s must not have the tag latest, which is another image from day to day: give \"%s\" the tag of a version"
                            .formatted(what, image));
        }
    }
}
