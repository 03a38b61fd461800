package io.keydesk.service.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.ticket.Preview.Use;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UseTests {

    @ParameterizedTest
    @CsvSource({
        "10, 9, 1, 0",
        "10, 10, 1, 1",
        "10, 4, 16, 10",
        "0, 0, 1, 1",
        "10, 12, 1, 3",
        "10, 12, 0, 0",
        "10, 12, -1, 0"
    })
    void missesWhatDoesNotFitButNeverForGivingBack(long limit, long used, long requested, long missing) {
        assertThat(new Use(limit, used, requested).missing()).isEqualTo(missing);
    }
}
