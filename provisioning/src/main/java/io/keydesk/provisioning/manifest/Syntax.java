package io.keydesk.provisioning.manifest;

import java.util.regex.Pattern;

/**
 * What Kubernetes allows in names and labels. See <a
 * href="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/">names</a> and <a
 * href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set">labels</a>.
 */
final class Syntax {

    static final int LONGEST_LABEL = 63;
    private static final int LONGEST_SUBDOMAIN = 253;
    private static final String DNS_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern LABEL = Pattern.compile(DNS_LABEL);
    private static final Pattern SUBDOMAIN = Pattern.compile(DNS_LABEL + "(\\." + DNS_LABEL + ")*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");

    private Syntax() {}

    /** A DNS label of RFC 1123, which is the name of a namespace. */
    static void requireLabel(String what, String value, int longest) {
        require(
                value.length() <= longest && LABEL.matcher(value).matches(),
                "%s must be a DNS label (lower-case letters, digits and inner hyphens) of at most %d characters, and is \"%s\""
                        .formatted(what, longest, value));
    }

    /** A DNS subdomain of RFC 1123, which is the name of most objects. */
    static void requireSubdomain(String what, String value) {
        require(
                value.length() <= LONGEST_SUBDOMAIN && SUBDOMAIN.matcher(value).matches(),
                "%s must be a DNS subdomain (DNS labels with dots between them) of at most %d characters, and is \"%s\""
                        .formatted(what, LONGEST_SUBDOMAIN, value));
    }

    /** The key of a label: a name, and before it perhaps a DNS subdomain and a slash. */
    static void requireLabelKey(String what, String key) {
        int slash = key.indexOf('/');
        if (slash >= 0) {
            requireSubdomain("the prefix of " + what, key.substring(0, slash));
        }
        var name = key.substring(slash + 1);
        require(
                name.length() <= LONGEST_LABEL && NAME.matcher(name).matches(),
                "the name of %s must be letters and digits, with inner hyphens, dots and underscores, of at most %d characters, and is \"%s\""
                        .formatted(what, LONGEST_LABEL, name));
    }

    static void requireLabelValue(String what, String value) {
        require(
                value.isEmpty()
                        || value.length() <= LONGEST_LABEL
                                && NAME.matcher(value).matches(),
                "%s must be letters and digits, with inner hyphens, dots and underscores, of at most %d characters, and is \"%s\""
                        .formatted(what, LONGEST_LABEL, value));
    }

    private static void require(boolean met, String sentence) {
        if (!met) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
