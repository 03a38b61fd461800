package io.keydesk.service.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketNumberTests {

    @Test
    void readsWhatItWrites() {
        var number = new TicketNumber(17);

        assertThat(number).hasToString("VK-17");
        assertThat(TicketNumber.parse("VK-17")).contains(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "17", "VK-", "vk-17", "VK-17 ", "VK--1", "VK-1.5", "VK-9999999999999999999"})
    void readsNothingElse(String text) {
        assertThat(TicketNumber.parse(text)).isEmpty();
    }
}
