package io.keydesk.provisioning.upkeep;

/** Words of people. */
public final class Sentences {

    private Sentences() {}

    public static String capitalised(String phrase) {
        return Character.toUpperCase(phrase.charAt(0)) + phrase.substring(1);
    }

    /** A sentence as part of another one. */
    public static String withoutDot(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
