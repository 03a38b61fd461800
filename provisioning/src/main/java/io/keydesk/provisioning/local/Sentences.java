package io.keydesk.provisioning.local;

/** Words of people. */
final class Sentences {

    private Sentences() {}

    static String capitalised(String phrase) {
        return Character.toUpperCase(phrase.charAt(0)) + phrase.substring(1);
    }
}
