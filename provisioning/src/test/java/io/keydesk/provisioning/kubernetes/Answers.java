package io.keydesk.provisioning.kubernetes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * How a virtual machine that was started for a measurement talks to the one that has started it: whatever others write to the
 * output from now on goes to where errors go.
 */
final class Answers {

    private final PrintStream out;

    private Answers(PrintStream out) {
        this.out = out;
    }

    /** One to a question. */
    interface Answer {
        String to(String question);
    }

    /** To be called before anything is logged. */
    static Answers open() {
        var answers = new Answers(System.out);
        System.setOut(System.err);
        return answers;
    }

    /** Says a line, and one more to each line of the input, until that ends. */
    void give(String first, Answer answer) throws IOException {
        out.println(first);
        var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var question = questions.readLine(); question != null; question = questions.readLine()) {
            out.println(answer.to(question));
        }
    }
}
