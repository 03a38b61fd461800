package io.keydesk.api.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.provisioning.local.ClaimedPorts;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Alone: beside others it would measure them. */
@Isolated
@Timeout(300)
class LoadRunTests {

    @Test
    void aLittleLoadForAShortWhileMeetsNoFault(@TempDir Path folder) throws Exception {
        var plan = new Plan(
                Duration.ofSeconds(15),
                50,
                10,
                Duration.ofMillis(250),
                2,
                ClaimedPorts.claim().toString());

        var report = new LoadRun(plan, folder).run();

        assertThat(report.meter().faults()).as(report.toString()).isEmpty();
        assertThat(report.meter().counts()).containsKeys("events seen", "streams compared");
        assertThat(report.vitals().getLast().streams()).isGreaterThanOrEqualTo(plan.streams());
    }
}
