package io.keydesk.api.fleet;

import io.keydesk.api.http.Bodies;
import io.keydesk.openapi.body.Upgrade;
import io.keydesk.openapi.body.UpgradeCluster;
import io.keydesk.openapi.body.UpgradeClusterState;
import io.keydesk.openapi.body.UpgradeLeftOut;
import io.keydesk.openapi.body.UpgradePreview;
import io.keydesk.openapi.body.UpgradePreviewWave;
import io.keydesk.openapi.body.UpgradeState;
import io.keydesk.openapi.body.UpgradeWave;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.fleet.FleetMember;
import io.keydesk.service.fleet.FleetProgress;
import io.keydesk.service.fleet.FleetScope;
import io.keydesk.service.fleet.FleetState;
import io.keydesk.service.fleet.MemberState;
import io.keydesk.service.fleet.Wave;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fleet upgrades as callers get them. */
final class UpgradeBodies {

    private UpgradeBodies() {}

    static Upgrade body(FleetProgress progress) {
        var upgrade = progress.upgrade();
        var state = upgrade.state();
        return Upgrade.builder()
                .id(upgrade.id().value())
                .version(upgrade.version())
                .reason(upgrade.reason())
                .environments(
                        upgrade.environments().stream().map(Environment::label).toList())
                .concurrency(upgrade.concurrency())
                .urgent(upgrade.urgent())
                .startedBy(upgrade.startedBy())
                .state(UpgradeState.fromValue(state.label()))
                .since(Bodies.utc(state.since()))
                .by(by(state))
                .message(message(state))
                .waves(progress.waves().stream().map(UpgradeBodies::body).toList())
                .failing(progress.failing().stream().map(UpgradeBodies::body).toList())
                .createdAt(Bodies.utc(upgrade.createdAt()))
                .build();
    }

    private static @Nullable String by(FleetState state) {
        return switch (state) {
            case FleetState.Running running -> running.by();
            case FleetState.Paused paused -> paused.by();
            case FleetState.Completed _ -> null;
            case FleetState.Cancelled cancelled -> cancelled.by();
        };
    }

    private static @Nullable String message(FleetState state) {
        return switch (state) {
            case FleetState.Running running -> running.why();
            case FleetState.Paused paused -> paused.why();
            case FleetState.Completed _ -> null;
            case FleetState.Cancelled cancelled -> cancelled.why();
        };
    }

    private static UpgradeWave body(Wave wave) {
        return UpgradeWave.builder()
                .environment(wave.environment().label())
                .clusters(wave.clusters())
                .waiting(wave.waiting())
                .running(wave.running())
                .done(wave.done())
                .failed(wave.failed())
                .skipped(wave.skipped())
                .build();
    }

    static UpgradeCluster body(FleetMember member) {
        var ticket = member.ticket();
        return UpgradeCluster.builder()
                .clusterId(member.cluster().value())
                .name(member.name())
                .tenant(member.tenant().value())
                .environment(member.environment().label())
                .state(UpgradeClusterState.fromValue(member.state().label()))
                .message(message(member.state()))
                .ticketId(ticket == null ? null : ticket.id().value())
                .ticketNumber(ticket == null ? null : ticket.number().toString())
                .build();
    }

    private static @Nullable String message(MemberState state) {
        return switch (state) {
            case MemberState.Waiting waiting -> waiting.why();
            case MemberState.Failed failed -> failed.why();
            case MemberState.Skipped skipped -> skipped.why();
            case MemberState.Running _, MemberState.Done _ -> null;
        };
    }

    static UpgradePreview body(FleetScope scope) {
        var waves = scope.clusters().stream()
                .collect(Collectors.groupingBy(Cluster::environment, TreeMap::new, Collectors.summingInt(_ -> 1)));
        return UpgradePreview.builder()
                .waves(waves.entrySet().stream()
                        .map(wave -> UpgradePreviewWave.builder()
                                .environment(wave.getKey().label())
                                .clusters(wave.getValue())
                                .build())
                        .toList())
                .leftOut(scope.leftOut().stream()
                        .map(left -> UpgradeLeftOut.builder()
                                .reason(left.why())
                                .clusters(left.clusters())
                                .build())
                        .toList())
                .build();
    }
}
