package io.keydesk.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class OutageTests {

    private static final String AWAY = "The database does not answer";
    private static final String BACK = "The database answers again";

    private final Outage outage = new Outage();

    @Test
    void isToldOnceHoweverManyNotice(CapturedOutput output) {
        var first = outage.ask();
        var second = outage.ask();

        fail(first);
        fail(second);
        fail(outage.ask());
        assertThat(output.getAll()).containsOnlyOnce(AWAY).doesNotContain(BACK);

        outage.ask().answered();
        outage.ask().answered();
        assertThat(output.getAll()).containsOnlyOnce(AWAY).containsOnlyOnce(BACK);
    }

    @Test
    void isNotToldAgainByOneWhoWaitedAllTheTime(CapturedOutput output) {
        var before = outage.ask();
        fail(outage.ask());
        var meanwhile = outage.ask();
        outage.ask().answered();

        fail(before);
        fail(meanwhile);

        assertThat(output.getAll()).containsOnlyOnce(AWAY).containsOnlyOnce(BACK);
    }

    @Test
    void isNotEndedByAnAnswerFromBefore(CapturedOutput output) {
        var before = outage.ask();
        fail(outage.ask());

        before.answered();

        assertThat(output.getAll()).doesNotContain(BACK);
    }

    @Test
    void isToldAgainWhenItComesAgain(CapturedOutput output) {
        fail(outage.ask());
        outage.ask().answered();
        fail(outage.ask());

        assertThat(output.getAll().split(AWAY, -1)).hasSize(3);
    }

    private static void fail(Outage.Question question) {
        question.failed(new SQLTransientConnectionException("no connection to be had"));
    }
}
