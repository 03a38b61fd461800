package io.keydesk.provisioning.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.cluster.Drill;
import io.keydesk.service.cluster.Drill.Measured;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrillNoteTests {

    @Test
    void readsBackOneThatHasBegun() {
        var note = DrillNote.begun(7, 2);

        assertThat(DrillNote.parse(note.text())).contains(note);
        assertThat(DrillNote.lastOf(Optional.of(note))).isNull();
    }

    @Test
    void readsBackWhatWasMeasured() {
        var drill = new Drill(7, 2, 0, new Measured(Duration.ofMillis(812), 400, 3));

        assertThat(DrillNote.parse(DrillNote.of(drill).text() + "\n").map(DrillNote::ended))
                .contains(drill);
    }

    @Test
    void readsBackOneThatNobodyHasMeasured() {
        var drill = new Drill(7, 2, 0, null);

        assertThat(DrillNote.lastOf(DrillNote.parse(DrillNote.of(drill).text())))
                .isEqualTo(drill);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "edited by hand", "revision=7", "revision=seven from=0", "revision=7 from=0 to=1 gap=long"})
    void takesNothingFromWhatSomebodyElseHasWritten(String text) {
        assertThat(DrillNote.parse(text)).isEmpty();
    }
}
