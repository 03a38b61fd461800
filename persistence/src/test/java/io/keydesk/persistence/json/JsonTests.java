package io.keydesk.persistence.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.Drill;
import io.keydesk.service.cluster.NodeObservation;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.cluster.Rotated;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.provisioning.Progress;
import io.keydesk.service.ticket.ChangeAccess;
import io.keydesk.service.ticket.ChangePlan;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.Preview;
import io.keydesk.service.ticket.RollBack;
import io.keydesk.service.ticket.RotateCredentials;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.TicketState;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.ticket.TicketState.InProgress;
import io.keydesk.service.ticket.UpgradeVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JsonTests {

    private final Json json = new Json();

    @Test
    void tellsRequestsApartByTheirKind() {
        var request = new DeleteCluster(new ClusterId(new UUID(1, 2)));

        var document = json.write(request);

        assertThat(document)
                .isEqualTo("{\"kind\":\"%s\",\"clusterId\":\"00000000-0000-0001-0000-000000000002\"}"
                        .formatted(request.kind()));
        assertThat(json.read(document, TicketRequest.class)).isEqualTo(request);
    }

    @Test
    void readsBackEveryKindOfChange() {
        var cluster = new ClusterId(new UUID(1, 2));

        for (var request : List.of(
                new ChangePlan(cluster, "m"),
                new ChangeAccess(cluster, List.of("web"), List.of("shop")),
                new UpgradeVersion(cluster, "8.1.2"),
                new UpgradeVersion(cluster, "8.1.2", true, "CVE-2025-49844"),
                new RollBack(cluster, 3))) {
            var document = json.write(request);

            assertThat(document).contains("\"kind\":\"%s\"".formatted(request.kind()));
            assertThat(json.read(document, TicketRequest.class)).isEqualTo(request);
        }
    }

    @Test
    void readsPreviewsAndNodesOfAnOlderKeydesk() {
        var preview = json.read("""
                {"summary": "Set timeout to 60", "settings": [], "objects": [], "restarts": 0, "writePause": "PT0S",
                 "clusters": {"limit": 1, "used": 1, "requested": 0},
                 "memoryBytes": {"limit": 1, "used": 1, "requested": 0},
                 "monthlyCostBefore": 1, "monthlyCostAfter": 1, "warnings": []}""", Preview.class);
        var node = json.read("""
                {"index": 0, "state": "RUNNING", "role": "PRIMARY", "address": "a:1", "linked": null,
                 "sentinelAddress": "a:2", "sentinelState": "RUNNING"}""", NodeObservation.class);

        assertThat(preview.plan()).isNull();
        assertThat(preview.access()).isNull();
        assertThat(preview.dueAt()).isNull();
        assertThat(node.usedMemoryBytes()).isNull();
    }

    @Test
    void tellsStatesApartByTheirLabel() {
        var state = new AwaitingApproval(2, List.of("alice"));

        assertThat(json.write(state))
                .isEqualTo(
                        "{\"label\":\"awaiting-approval\",\"needed\":2,\"approvedBy\":[\"alice\"],\"correctedBy\":[]}");
        assertThat(json.read(json.write(state), TicketState.class)).isEqualTo(state);
    }

    @Test
    void readsWhatANewerKeydeskHasWritten() {
        var state = new DesiredState("s", List.of("shop"), new TreeMap<>(), false);
        var newer = json.write(state).replace("{\"plan\"", "{\"standby\":{\"region\":\"north\"},\"plan\"");

        assertThat(json.read(newer, DesiredState.class)).isEqualTo(state);
    }

    @Test
    void readsWhatAnOlderKeydeskHasWritten() {
        var older = """
                {"label": "in-progress", "approvedAt": "2026-11-21T08:00:00Z", "startedAt": "2026-11-21T08:00:01Z",
                 "progress": {"step": 1, "of": 3, "message": "Starting nodes"}}""";

        assertThat(json.read(older, TicketState.class))
                .isEqualTo(new InProgress(
                        Instant.parse("2026-11-21T08:00:00Z"),
                        Instant.parse("2026-11-21T08:00:01Z"),
                        new Progress(1, 3, "Starting nodes")));
    }

    @Test
    void readsStatesOfClustersThatNobodyCouldPowerOffYet() {
        var older = """
                {"plan": "s", "namespaces": ["shop"], "settings": {"timeout": "60"}, "deleted": false}""";

        assertThat(json.read(older, DesiredState.class))
                .isEqualTo(new DesiredState("s", List.of("shop"), new TreeMap<>(Map.of("timeout", "60")), false));
    }

    @Test
    void keepsPowerAndDrills() {
        var state = new DesiredState("s", List.of("shop"), new TreeMap<>(), false);
        var drill = new Drill(7, 0, 2, new Drill.Measured(Duration.ofMillis(812), 400, 0));
        var seen = SampleClusters.healthy(7).drilled(drill);
        var request = new PowerOff(new ClusterId(new UUID(1, 2)));

        assertThat(json.read(json.write(state.asPowered(false)), DesiredState.class))
                .isEqualTo(state.asPowered(false));
        assertThat(json.read(json.write(state.asDrill()), DesiredState.class)).isEqualTo(state.asDrill());
        assertThat(json.read(json.write(seen), Observation.class)).isEqualTo(seen);
        assertThat(json.write(request)).contains("\"kind\":\"%s\"".formatted(request.kind()));
        assertThat(json.read(json.write(request), TicketRequest.class)).isEqualTo(request);
    }

    @Test
    void keepsRotationsAndNoPassword() {
        var state =
                new DesiredState("s", List.of("shop"), new TreeMap<>(), false).withRotation(Duration.ofHours(4), true);
        var at = Instant.parse("2026-11-21T08:00:00.5Z");
        var seen = SampleClusters.healthy(7).rotated(new Rotated(2, at, at.plusSeconds(60), null));
        var request = new RotateCredentials(new ClusterId(new UUID(1, 2)), "PT4H", true);

        assertThat(json.read(json.write(state), DesiredState.class)).isEqualTo(state);
        assertThat(json.write(state)).contains("\"generation\":2").doesNotContain("assword");
        assertThat(json.read(json.write(seen), Observation.class)).isEqualTo(seen);
        assertThat(json.write(request)).contains("\"kind\":\"%s\"".formatted(request.kind()));
        assertThat(json.read(json.write(request), TicketRequest.class)).isEqualTo(request);
    }

    @Test
    void writesComponentsAndNothingDerived() {
        assertThat(json.write(SampleClusters.healthy(1))).doesNotContain("healthy", "degraded");
    }
}
