package io.keydesk.provisioning.local;

/** Words of people. */
final class Sentences {

    private Sentences() {}

    static String capitalised(String phrase) {
        return Character.toUpperCase(phrase.charAt(0)) + phrase.substring(1);
    }

    /** A sentence as part of another one. */
    static String withoutDot(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
