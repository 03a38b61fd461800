package io.keydesk.api.ticket;

import io.keydesk.api.problem.RequestRefused;
import io.keydesk.openapi.body.TicketRequest;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.ticket.ChangeAccess;
import io.keydesk.service.ticket.ChangePlan;
import io.keydesk.service.ticket.ChangeSettings;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.FailOver;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.PowerOn;
import io.keydesk.service.ticket.RollBack;
import io.keydesk.service.ticket.RotateCredentials;
import io.keydesk.service.ticket.UpgradeVersion;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Requests as they come and go over HTTP. What is missing comes as empty, for the domain to refuse in its own words. */
final class TicketRequests {

    private TicketRequests() {}

    static io.keydesk.service.ticket.TicketRequest read(@Nullable TicketRequest body) {
        return switch (body) {
            case null -> throw RequestRefused.invalid("request", "request must be given");
            case io.keydesk.openapi.body.OrderCluster order ->
                new OrderCluster(
                        text(order.getName()),
                        text(order.getPurpose()),
                        text(order.getEnvironment()),
                        text(order.getPlan()),
                        text(order.getRegion()),
                        texts(order.getNamespaces()),
                        settings(order.getSettings()));
            case io.keydesk.openapi.body.ChangeSettings change ->
                new ChangeSettings(
                        clusterId(change.getClusterId()), settings(change.getSettings()), texts(change.getReset()));
            case io.keydesk.openapi.body.PowerOff off -> new PowerOff(clusterId(off.getClusterId()));
            case io.keydesk.openapi.body.PowerOn on -> new PowerOn(clusterId(on.getClusterId()));
            case io.keydesk.openapi.body.FailOver drill -> new FailOver(clusterId(drill.getClusterId()));
            case io.keydesk.openapi.body.ChangePlan change ->
                new ChangePlan(clusterId(change.getClusterId()), text(change.getPlan()));
            case io.keydesk.openapi.body.ChangeAccess change ->
                new ChangeAccess(clusterId(change.getClusterId()), texts(change.getAdd()), texts(change.getRemove()));
            case io.keydesk.openapi.body.UpgradeVersion upgrade ->
                new UpgradeVersion(
                        clusterId(upgrade.getClusterId()),
                        text(upgrade.getVersion()),
                        Objects.requireNonNullElse(upgrade.getAheadOfStaging(), false),
                        upgrade.getUrgent());
            case io.keydesk.openapi.body.RollBack back ->
                new RollBack(clusterId(back.getClusterId()), Objects.requireNonNullElse(back.getRevision(), 0));
            case io.keydesk.openapi.body.RotateCredentials rotation ->
                new RotateCredentials(
                        clusterId(rotation.getClusterId()),
                        text(rotation.getOverlap()),
                        Boolean.TRUE.equals(rotation.getCloseOldConnections()));
            case io.keydesk.openapi.body.DeleteCluster delete -> new DeleteCluster(clusterId(delete.getClusterId()));
        };
    }

    static TicketRequest write(io.keydesk.service.ticket.TicketRequest request) {
        return switch (request) {
            case OrderCluster order ->
                io.keydesk.openapi.body.OrderCluster.builder()
                        .name(order.name())
                        .purpose(order.purpose())
                        .environment(order.environment())
                        .plan(order.plan())
                        .region(order.region())
                        .namespaces(order.namespaces())
                        .settings(new TreeMap<>(order.settings()))
                        .build();
            case ChangeSettings change ->
                io.keydesk.openapi.body.ChangeSettings.builder()
                        .clusterId(change.clusterId().value())
                        .settings(new TreeMap<>(change.settings()))
                        .reset(change.reset())
                        .build();
            case ChangePlan change ->
                io.keydesk.openapi.body.ChangePlan.builder()
                        .clusterId(change.clusterId().value())
                        .plan(change.plan())
                        .build();
            case ChangeAccess change ->
                io.keydesk.openapi.body.ChangeAccess.builder()
                        .clusterId(change.clusterId().value())
                        .add(change.add())
                        .remove(change.remove())
                        .build();
            case UpgradeVersion upgrade ->
                io.keydesk.openapi.body.UpgradeVersion.builder()
                        .clusterId(upgrade.clusterId().value())
                        .version(upgrade.version())
                        .aheadOfStaging(upgrade.aheadOfStaging() ? true : null)
                        .urgent(upgrade.urgent())
                        .build();
            case RollBack back ->
                io.keydesk.openapi.body.RollBack.builder()
                        .clusterId(back.clusterId().value())
                        .revision(back.revision())
                        .build();
            case PowerOff off ->
                io.keydesk.openapi.body.PowerOff.builder()
                        .clusterId(off.clusterId().value())
                        .build();
            case PowerOn on ->
                io.keydesk.openapi.body.PowerOn.builder()
                        .clusterId(on.clusterId().value())
                        .build();
            case FailOver drill ->
                io.keydesk.openapi.body.FailOver.builder()
                        .clusterId(drill.clusterId().value())
                        .build();
            case RotateCredentials rotation ->
                io.keydesk.openapi.body.RotateCredentials.builder()
                        .clusterId(rotation.clusterId().value())
                        .overlap(rotation.overlap())
                        .closeOldConnections(rotation.closeOldConnections())
                        .build();
            case DeleteCluster delete ->
                io.keydesk.openapi.body.DeleteCluster.builder()
                        .clusterId(delete.clusterId().value())
                        .build();
        };
    }

    private static ClusterId clusterId(@Nullable UUID id) {
        if (id == null) {
            throw RequestRefused.invalid("request.clusterId", "clusterId must be given; GET /v1/clusters lists them");
        }
        return new ClusterId(id);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static List<String> texts(@Nullable List<String> texts) {
        return texts == null
                ? List.of()
                : texts.stream().map(TicketRequests::text).toList();
    }

    private static Map<String, Object> settings(@Nullable Map<String, Object> settings) {
        var values = new TreeMap<String, Object>();
        if (settings != null) {
            settings.forEach((name, value) -> values.put(name, Objects.requireNonNullElse(value, "null")));
        }
        return values;
    }
}
