package io.keydesk.api.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keydesk.api.problem.RequestRefused;
import io.keydesk.service.access.Caller;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamPlacesTests {

    private final Caller ada = new Caller("ada", List.of());
    private final Caller bob = new Caller("bob", List.of());
    private final StreamPlaces places = new StreamPlaces(new StreamProperties(3, 2));

    @Test
    void refusesACallerWhoHasTheMostOfOneCaller() {
        places.take(ada);
        places.take(ada);

        assertThatExceptionOfType(RequestRefused.class)
                .isThrownBy(() -> places.take(ada))
                .withMessageContaining("You have 2 event streams open");
        places.take(bob);
        assertThat(places.open()).isEqualTo(3);
    }

    @Test
    void refusesEverybodyWhenAllPlacesAreTaken() {
        places.take(ada);
        places.take(ada);
        places.take(bob);

        assertThatExceptionOfType(RequestRefused.class)
                .isThrownBy(() -> places.take(bob))
                .withMessageContaining("This keydesk has 3 event streams open");
    }

    @Test
    void givesAPlaceToTheNext() {
        places.take(ada);
        places.take(ada);
        places.leave(ada);

        places.take(ada);

        assertThat(places.open()).isEqualTo(2);
    }
}
