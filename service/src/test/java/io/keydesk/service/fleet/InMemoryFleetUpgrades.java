package io.keydesk.service.fleet;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.fleet.MemberState.Skipped;
import io.keydesk.service.fleet.MemberState.Waiting;
import io.keydesk.service.work.ConcurrentChange;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps fleet upgrades in maps; holding one holds nobody off. */
public final class InMemoryFleetUpgrades implements FleetUpgrades {

    private record Key(FleetUpgradeId upgrade, ClusterId cluster) {}

    private static final Comparator<FleetMember> BY_CLUSTER =
            Comparator.comparing(member -> member.cluster().value());

    private final Map<FleetUpgradeId, FleetUpgrade> upgrades = new ConcurrentHashMap<>();
    private final Map<Key, FleetMember> members = new ConcurrentHashMap<>();

    @Override
    public void add(FleetUpgrade upgrade, List<FleetMember> added) {
        if (open(upgrade.version()).isPresent()) {
            throw new ConcurrentChange(new IllegalStateException("there is one to " + upgrade.version()));
        }
        upgrades.put(upgrade.id(), upgrade);
        added.forEach(member -> members.put(new Key(member.upgrade(), member.cluster()), member));
    }

    @Override
    public Optional<FleetUpgrade> find(FleetUpgradeId id) {
        return Optional.ofNullable(upgrades.get(id));
    }

    @Override
    public Optional<FleetUpgrade> lock(FleetUpgradeId id) {
        return find(id);
    }

    @Override
    public Optional<FleetUpgrade> open(String version) {
        return upgrades.values().stream()
                .filter(upgrade -> upgrade.version().equals(version))
                .filter(upgrade -> upgrade.state().isOpen())
                .findFirst();
    }

    @Override
    public void update(FleetUpgrade upgrade) {
        if (!find(upgrade.id()).orElseThrow(IllegalStateException::new).state().isOpen()) {
            throw new IllegalStateException("it has ended: " + upgrade.id());
        }
        upgrades.put(upgrade.id(), upgrade);
    }

    @Override
    public List<FleetUpgrade> list(@Nullable FleetUpgradeId after, int limit) {
        return upgrades.values().stream()
                .filter(upgrade -> after == null || upgrade.id().value().compareTo(after.value()) < 0)
                .sorted(Comparator.comparing(
                                (FleetUpgrade upgrade) -> upgrade.id().value())
                        .reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public List<FleetUpgradeId> unsettled() {
        return upgrades.values().stream()
                .filter(upgrade -> upgrade.state().isOpen() || of(upgrade.id()).anyMatch(InMemoryFleetUpgrades::isLeft))
                .map(FleetUpgrade::id)
                .sorted(Comparator.comparing(FleetUpgradeId::value))
                .toList();
    }

    private static boolean isLeft(FleetMember member) {
        return member.state() instanceof MemberState.Running
                || member.state() instanceof Waiting waiting && waiting.why() != null;
    }

    private Stream<FleetMember> of(FleetUpgradeId upgrade) {
        return members.values().stream().filter(member -> member.upgrade().equals(upgrade));
    }

    @Override
    public Map<FleetUpgradeId, List<Wave>> waves(Collection<FleetUpgradeId> ids) {
        return ids.stream()
                .filter(id -> of(id).findAny().isPresent())
                .collect(Collectors.toMap(
                        Function.identity(),
                        id -> Arrays.stream(Environment.values())
                                .map(environment -> wave(id, environment))
                                .filter(wave -> wave.clusters() > 0)
                                .toList()));
    }

    private Wave wave(FleetUpgradeId id, Environment environment) {
        var labels = of(id).filter(member -> member.environment() == environment)
                .collect(Collectors.groupingBy(member -> member.state().label(), Collectors.summingInt(_ -> 1)));
        return new Wave(
                environment,
                labels.getOrDefault(MemberState.WAITING, 0),
                labels.getOrDefault(MemberState.RUNNING, 0),
                labels.getOrDefault(MemberState.DONE, 0),
                labels.getOrDefault(MemberState.FAILED, 0),
                labels.getOrDefault(MemberState.SKIPPED, 0));
    }

    @Override
    public Optional<FleetMember> member(FleetUpgradeId upgrade, ClusterId cluster) {
        return Optional.ofNullable(members.get(new Key(upgrade, cluster)));
    }

    @Override
    public List<FleetMember> members(
            FleetUpgradeId upgrade, List<String> states, @Nullable ClusterId after, int limit) {
        return of(upgrade)
                .filter(member ->
                        states.isEmpty() || states.contains(member.state().label()))
                .filter(member -> after == null || member.cluster().value().compareTo(after.value()) > 0)
                .sorted(BY_CLUSTER)
                .limit(limit)
                .toList();
    }

    @Override
    public List<FleetMember> due(FleetUpgradeId upgrade, Environment environment, Instant now, int limit) {
        return of(upgrade)
                .filter(member -> member.environment() == environment)
                .filter(member -> member.state() instanceof Waiting waiting
                        && !waiting.lookAt().isAfter(now))
                .sorted(Comparator.comparing((FleetMember member) -> ((Waiting) member.state()).lookAt())
                        .thenComparing(BY_CLUSTER))
                .limit(limit)
                .toList();
    }

    @Override
    public void update(FleetMember member) {
        var before = member(member.upgrade(), member.cluster()).orElseThrow(IllegalStateException::new);
        if (before.ticket() != null && !before.ticket().equals(member.ticket())) {
            throw new IllegalStateException("it has another ticket: " + before);
        }
        members.put(new Key(member.upgrade(), member.cluster()), member);
    }

    @Override
    public void skipUntold(FleetUpgradeId upgrade, String why) {
        members.replaceAll((_, member) ->
                member.upgrade().equals(upgrade) && member.state() instanceof Waiting waiting && waiting.why() == null
                        ? member.in(new Skipped(why))
                        : member);
    }
}
