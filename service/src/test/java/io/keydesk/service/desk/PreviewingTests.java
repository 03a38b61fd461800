package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.cluster.MaintenanceWindow;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.PlannedWork;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.Preview;
import io.keydesk.service.ticket.Preview.SettingChange;
import io.keydesk.service.ticket.Preview.Use;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.When;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewingTests {

    private final Desk desk = new Desk();

    @Test
    void showsWhatAnOrderAdds() {
        var preview = preview(new OrderCluster(
                "cache", "locks", "development", "m", "local", List.of("shop"), Map.of("timeout", 300)));

        assertThat(preview.settings())
                .containsExactly(
                        new SettingChange("maxmemory-policy", null, "noeviction", true),
                        new SettingChange("timeout", null, "300", true));
        assertThat(preview.clusters()).isEqualTo(new Use(10, 0, 1));
        assertThat(preview.memoryBytes()).isEqualTo(new Use(64 * 1024 * Desk.MIB, 0, 4096 * Desk.MIB));
        assertThat(preview.monthlyCostBefore()).isEqualTo(BigDecimal.ZERO);
        assertThat(preview.monthlyCostAfter()).isEqualTo(new BigDecimal("160"));
        assertThat(preview.restarts()).isZero();
        assertThat(preview.warnings()).isEmpty();
    }

    @Test
    void asksTheRegionAboutTheNextRevision() {
        var cluster = desk.ready("cache", "development");

        preview(Desk.settings(cluster, "timeout", 60));

        assertThat(desk.region.previewed())
                .last()
                .extracting(DesiredCluster::id, DesiredCluster::revision)
                .containsExactly(cluster.id(), 2);
    }

    @Test
    void warnsOfARegionThatIsAway() {
        desk.region.become(new Region("local", "kubernetes", false, "Its API has not answered since 08:00:00Z.", null));

        var preview = preview(Desk.order("cache"));

        assertThat(preview.warnings())
                .containsExactly("Region local is away: Its API has not answered since 08:00:00Z. "
                        + "The work on a ticket waits until it is back.");
    }

    @Test
    void keepsNobodyFromFilingForARegionThatFails() {
        desk.region.previewing(() -> {
            throw new IllegalStateException("secret detail");
        });

        var preview = preview(Desk.order("cache"));

        assertThat(preview.objects()).isEmpty();
        assertThat(preview.warnings())
                .containsExactly("What would be touched cannot be told: region local failed unexpectedly.");
    }

    @Test
    void passesOnWhatTheRegionWarnsOf() {
        desk.region.previewing(() -> new PlannedWork(List.of(), List.of("The quota of namespace shop is used up.")));

        assertThat(preview(Desk.order("cache")).warnings()).containsExactly("The quota of namespace shop is used up.");
    }

    @Test
    void showsNoRestartForLiveSettings() {
        var preview = preview(Desk.settings(desk.ready("cache", "development"), "timeout", 60));

        assertThat(preview.settings()).containsExactly(new SettingChange("timeout", "0", "60", true));
        assertThat(preview.restarts()).isZero();
        assertThat(preview.writePause()).isEqualTo(Duration.ZERO);
        assertThat(preview.monthlyCostAfter()).isEqualTo(preview.monthlyCostBefore());
        assertThat(preview.clusters().requested()).isZero();
    }

    @Test
    void showsTheRestartsOfOtherSettings() {
        var preview = preview(Desk.settings(desk.ready("cache", "development"), "persistence", "aof"));

        assertThat(preview.restarts()).isEqualTo(3);
        assertThat(preview.writePause()).isPositive();
        assertThat(preview.warnings()).singleElement().asString().contains("restarted one after the other");
    }

    @Test
    void showsWhatADeletionGivesBack() {
        var preview = preview(Desk.deletion(desk.ready("cache", "production")));

        assertThat(preview.clusters()).isEqualTo(new Use(10, 1, -1));
        assertThat(preview.memoryBytes().requested()).isEqualTo(-1024 * Desk.MIB);
        assertThat(preview.monthlyCostAfter()).isEqualTo(BigDecimal.ZERO);
        assertThat(preview.settings()).isEmpty();
        assertThat(preview.warnings())
                .anyMatch(text -> text.contains("All data"))
                .contains("This is a production cluster.");
    }

    @ParameterizedTest
    @CsvSource({
        "pub-sub, volatile-lru, acts as noeviction",
        "locks, volatile-ttl, acts as noeviction",
        "other, volatile-lfu, acts as noeviction",
        "session-cache, noeviction, refuses writes"
    })
    void warnsOfEvictionPoliciesThatDoNotFitThePurpose(String purpose, String policy, String warning) {
        var preview = preview(order(purpose, policy));

        assertThat(preview.warnings()).singleElement().asString().contains(warning);
    }

    @ParameterizedTest
    @CsvSource({"session-cache, volatile-lru", "locks, noeviction", "other, allkeys-lfu"})
    void doesNotWarnOfEvictionPoliciesThatFit(String purpose, String policy) {
        assertThat(preview(order(purpose, policy)).warnings()).isEmpty();
    }

    @Test
    void saysThatDatabasesWithKeysAreNotTakenAway() {
        var preview = preview(Desk.settings(desk.ready("cache", "development"), "databases", 8));

        assertThat(preview.warnings())
                .anyMatch(
                        text -> text.contains("holds keys, this cannot be done") && text.contains("nothing is changed"))
                .noneMatch(text -> text.contains("lost"));
    }

    @Test
    void saysNothingOfKeysWhenDatabasesAreAdded() {
        var preview = preview(Desk.settings(desk.ready("cache", "development"), "databases", 32));

        assertThat(preview.warnings()).noneMatch(text -> text.contains("holds keys"));
    }

    @Test
    void expectsNoPauseWhereNothingIsWrittenToAfterwards() {
        var cluster = desk.ready("cache", "development");

        assertThat(preview(Desk.deletion(cluster)).writePause()).isNull();
        assertThat(preview(Desk.deletion(cluster)).warnings())
                .containsExactly(
                        "All data of the cluster is lost at once, and its connection stops working: nothing can be read or written any more.");
        assertThat(preview(new PowerOff(cluster.id())).writePause()).isNull();
        assertThat(preview(new PowerOff(cluster.id())).warnings())
                .anyMatch(text -> text.startsWith("Nothing of the cluster answers until"));
    }

    @Test
    void saysWhenItIsToBeCarriedOut() {
        var cluster = desk.ready("cache", "development");
        var at = desk.in(Duration.ofHours(1));

        assertThat(desk.filed(Desk.settings(cluster, "timeout", 60)).preview().dueAt())
                .isNull();
        assertThat(desk.filed(Desk.settings(cluster, "timeout", 60), at)
                        .preview()
                        .dueAt())
                .isEqualTo(((When.At) at).time());
    }

    @Test
    void saysTheNextWindowAndTheTimeToWhichItIsMoved() {
        var cluster = desk.ready("cache", "development");
        var window = assertThat(MaintenanceWindow.parse("sunday", "03:00", "PT2H", "UTC"))
                .given();
        desk.maintaining.maintain(Desk.REQUESTER, cluster.id().toString(), window, OptionalLong.empty());
        var ticket = desk.filed(Desk.settings(cluster, "timeout", 60), new When.Window());
        assertThat(ticket.preview().dueAt()).isEqualTo("2026-11-22T03:00:00Z");
        var later = desk.in(Duration.ofHours(2));

        desk.scheduling.move(Desk.REQUESTER, Desk.ref(ticket), later, Desk.NO_REMARK);

        assertThat(desk.ticket(ticket).preview().dueAt()).isEqualTo(((When.At) later).time());
    }

    private Preview preview(TicketRequest request) {
        return assertThat(desk.filing.preview(Desk.REQUESTER, request, Optional.empty()))
                .given();
    }

    private static OrderCluster order(String purpose, String policy) {
        return new OrderCluster(
                "cache", purpose, "development", "s", "local", List.of("shop"), Map.of("maxmemory-policy", policy));
    }
}
