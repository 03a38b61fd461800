package io.keydesk.api.process;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** What {@code spring.main.sources} adds to a keydesk of a test: it is found by no scan. */
final class SharedRegionBeans {

    static final String ARGUMENT = "--spring.main.sources=" + SharedRegionBeans.class.getName();
    static final String FOLDER = "keydesk.test.shared-region";

    @Bean
    SharedRegion sharedRegion(@Value("${" + FOLDER + "}") Path folder, Clock clock) {
        return new SharedRegion(new StepLog(folder), clock);
    }

    /** For an instance whose time is off by this much, whatever it asks. */
    static final class WrongClock {

        static final String ARGUMENT =
                "--spring.main.sources=" + SharedRegionBeans.class.getName() + "," + WrongClock.class.getName();
        static final String OFFSET = "keydesk.test.clock-offset";

        @Bean
        @Primary
        Clock wrongClock(@Value("${" + OFFSET + "}") Duration offset) {
            return Clock.offset(Clock.systemUTC(), offset);
        }
    }
}
