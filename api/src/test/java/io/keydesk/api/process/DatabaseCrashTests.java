package io.keydesk.api.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.crash.CrashPoint;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills PostgreSQL in the midst of work, alone and together with keydesk. What it has said yes to, it has kept. */
@Timeout(300)
class DatabaseCrashTests {

    @TempDir
    Path folder;

    @Test
    void goesOnWhenItsOwnServerDiedWithIt() {
        try (var desk = MortalDesk.open(folder.resolve("home"))) {
            desk.whileDead(() -> MortalPostgres.kill(desk.home().resolve("postgres/data")));
            var story = new ClusterStory(desk, "both-died");
            desk.diesAt(CrashPoint.NODE_LAUNCHED, 2);
            story.order();
            desk.diesAt(CrashPoint.SETTING_CHANGED, 1);
            story.change(Map.of("timeout", "300"));
            desk.diesAt(CrashPoint.SENTINELS_ENDED, 1);
            story.delete();

            assertThat(desk.deaths()).isEqualTo(3);
        }
    }

    @Test
    void goesOnWhenAServerThatDiedIsBack() {
        try (var postgres = new MortalPostgres(folder.resolve("postgres"));
                var desk = MortalDesk.open(
                        folder.resolve("home"),
                        "--spring.datasource.url=" + postgres.url(),
                        "--spring.datasource.username=postgres")) {
            var story = new ClusterStory(desk, "server-died");
            story.onceApproved(() -> {
                postgres.kill();
                assertThat(desk.status("dev-tenant", "/v1/tickets")).isEqualTo(503);
                postgres.startAgain();
            });
            story.order();
            story.change(Map.of("databases", "8"));
            story.delete();

            assertThat(desk.deaths()).isZero();
        }
    }
}
