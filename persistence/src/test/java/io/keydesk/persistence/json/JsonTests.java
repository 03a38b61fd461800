package io.keydesk.persistence.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.TicketState;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import java.util.List;
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
    void writesComponentsAndNothingDerived() {
        assertThat(json.write(SampleClusters.healthy(1))).doesNotContain("healthy", "degraded");
    }
}
