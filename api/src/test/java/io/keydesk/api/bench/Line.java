package io.keydesk.api.bench;

/**
 * One line of the table.
 *
 * @param figure what keydesk reached, with its unit
 * @param baseline what the same work took without keydesk, in the same run; empty where nothing compares
 * @param goal the ratio between both, or the bound to keep, as text; empty where there is none
 */
record Line(String what, String figure, String baseline, String goal, Verdict verdict) {

    enum Verdict {
        MET("yes"),
        MISSED("NO"),
        NONE("");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** A figure that has to keep its goal. */
    static Line judged(String what, String figure, String baseline, String goal, boolean met) {
        return new Line(what, figure, baseline, goal, met ? Verdict.MET : Verdict.MISSED);
    }

    /** A figure that is good to know. */
    static Line told(String what, String figure, String baseline) {
        return new Line(what, figure, baseline, "", Verdict.NONE);
    }
}
