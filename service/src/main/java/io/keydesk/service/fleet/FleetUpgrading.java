package io.keydesk.service.fleet;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.Invalid;
import io.keydesk.service.answer.Refusal.NotFound;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.catalogue.Version;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.desk.IdempotencyKey;
import io.keydesk.service.desk.Ids;
import io.keydesk.service.desk.Once;
import io.keydesk.service.desk.Texts;
import io.keydesk.service.fleet.FleetState.Cancelled;
import io.keydesk.service.fleet.FleetState.Completed;
import io.keydesk.service.fleet.FleetState.Paused;
import io.keydesk.service.fleet.FleetState.Running;
import io.keydesk.service.ticket.Comment;
import io.keydesk.service.work.Times;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Starting, watching, pausing, resuming and cancelling fleet upgrades. All of it is for admins. */
public final class FleetUpgrading {

    private static final int PAGE = 200;

    private final FleetPorts ports;
    private final Once once;
    private final Holding holding;

    public FleetUpgrading(FleetPorts ports) {
        this.ports = ports;
        this.once = new Once(ports.desk());
        this.holding = new Holding(ports);
    }

    /** What somebody says when acting on a fleet upgrade. */
    public record Remark(Optional<String> comment, Optional<IdempotencyKey> key) {}

    /** What becomes of clusters whose tickets have failed. */
    public enum OfFailed {
        RETRY,
        SKIP
    }

    /** Which clusters would be upgraded. Stores nothing. */
    public Answer<FleetScope> preview(Caller caller, StartFleetUpgrade command) {
        return asAdmin(caller, () -> scope(command));
    }

    private Answer<FleetScope> scope(StartFleetUpgrade command) {
        var errors = command.errors();
        if (!errors.isEmpty()) {
            return Answer.refused(new Invalid(errors));
        }
        var wanted = Version.parse(command.version());
        var scope = FleetScope.of(ports.desk(), wanted, command.waves());
        return scope.refusal(wanted, ports.desk().regions().all())
                .map(Answer::<FleetScope>refused)
                .orElseGet(() -> Answer.of(scope));
    }

    /** Starts a fleet upgrade of the clusters that are there now. Their tickets are filed by and by. */
    public Answer<FleetProgress> start(Caller caller, StartFleetUpgrade command, Optional<IdempotencyKey> key) {
        Function<UUID, Answer<FleetProgress>> replay = id -> upgrade(caller, id.toString());
        return asAdmin(
                caller,
                () -> once.replayed(caller, key, replay)
                        .orElseGet(() -> scope(command)
                                .then(scope -> once.run(
                                        caller,
                                        key,
                                        replay,
                                        started -> started.upgrade().id().value(),
                                        () -> started(caller, command, scope)))));
    }

    private Answer<FleetProgress> started(Caller caller, StartFleetUpgrade command, FleetScope scope) {
        var version = Version.parse(command.version()).toString();
        var open = ports.upgrades().open(version);
        if (open.isPresent()) {
            return Answer.refused(new WrongState(
                    "Fleet upgrade %s to version %s is %s: wait for it, or cancel it with POST /v1/upgrades/%s/cancel first."
                            .formatted(
                                    open.get().id(),
                                    version,
                                    open.get().state().label(),
                                    open.get().id())));
        }
        var at = Times.now(ports.desk().clock());
        var upgrade = new FleetUpgrade(
                new FleetUpgradeId(Ids.next()),
                version,
                command.reason().strip(),
                command.urgent(),
                command.waves(),
                command.concurrency(),
                caller.name(),
                new Running(caller.name(), at),
                at);
        ports.upgrades()
                .add(
                        upgrade,
                        scope.clusters().stream()
                                .map(cluster -> FleetMember.of(upgrade.id(), cluster, at))
                                .toList());
        return Answer.of(progress(upgrade));
    }

    /** A page, newest first. */
    public Answer<List<FleetProgress>> upgrades(Caller caller, @Nullable FleetUpgradeId after, int limit) {
        return asAdmin(caller, () -> {
            var page = ports.upgrades().list(after, limit);
            var waves =
                    ports.upgrades().waves(page.stream().map(FleetUpgrade::id).toList());
            return Answer.of(page.stream()
                    .map(upgrade -> progress(upgrade, waves.getOrDefault(upgrade.id(), List.of())))
                    .toList());
        });
    }

    public Answer<FleetProgress> upgrade(Caller caller, String id) {
        return asAdmin(caller, () -> found(id).map(this::progress));
    }

    /**
     * A page of its clusters.
     *
     * @param state a label of {@link MemberState}; {@code null} for all
     */
    public Answer<List<FleetMember>> members(
            Caller caller, String id, @Nullable String state, @Nullable ClusterId after, int limit) {
        var states = state == null ? List.<String>of() : List.of(state);
        return asAdmin(
                caller,
                () -> MemberState.LABELS.containsAll(states)
                        ? found(id).map(upgrade -> ports.upgrades().members(upgrade.id(), states, after, limit))
                        : Answer.refused(
                                Invalid.of("state", "state must be one of " + String.join(", ", MemberState.LABELS))));
    }

    /** Lets no more tickets be filed; those that are go on. */
    public Answer<FleetProgress> pause(Caller caller, String id, Remark remark) {
        var why = remark.comment().orElse("Paused by %s.".formatted(caller.name()));
        return act(caller, id, remark, (upgrade, at) -> switch (upgrade.state()) {
            case Running running -> Answer.of(upgrade.in(running.pause(caller.name(), why, at)));
            case Paused _, Completed _, Cancelled _ -> wrongState(upgrade, "paused");
        });
    }

    /** Goes on, after what has failed was taken care of. */
    public Answer<FleetProgress> resume(Caller caller, String id, OfFailed failed, Remark remark) {
        return act(caller, id, remark, (upgrade, at) -> switch (upgrade.state()) {
            case Paused paused -> {
                for (var member : failed(upgrade)) {
                    switch (failed) {
                        case RETRY ->
                            ports.upgrades().update(member.in(new MemberState.Waiting("Its ticket is retried.", at)));
                        case SKIP -> skipped(upgrade, member, caller, remark);
                    }
                }
                yield Answer.of(
                        upgrade.in(paused.resume(caller.name(), remark.comment().orElse(null), at)));
            }
            case Running _, Completed _, Cancelled _ -> wrongState(upgrade, "resumed");
        });
    }

    /** There are no more than were under way together. */
    private List<FleetMember> failed(FleetUpgrade upgrade) {
        return ports.upgrades().members(upgrade.id(), List.of(MemberState.FAILED), null, PAGE);
    }

    /** Its tenant knows of the ticket; what admins tell each other is not for tenants. */
    private void skipped(FleetUpgrade upgrade, FleetMember member, Caller caller, Remark remark) {
        var number = Objects.requireNonNull(member.ticket()).number();
        holding.skipped(
                upgrade,
                member,
                "Ticket %s has failed, and %s goes on without it%s"
                        .formatted(
                                number,
                                caller.name(),
                                remark.comment().map(text -> ": " + text).orElse(".")),
                "Ticket %s has failed, and is not retried.".formatted(number));
    }

    /** Ends it. Tickets that are filed go on; they are cancelled one by one, where that can be. */
    public Answer<FleetProgress> cancel(Caller caller, String id, Remark remark) {
        var why = remark.comment().orElse("Cancelled by %s.".formatted(caller.name()));
        return act(caller, id, remark, (upgrade, at) -> switch (upgrade.state()) {
            case Running running -> cancelled(upgrade, running.cancel(caller.name(), why, at));
            case Paused paused -> cancelled(upgrade, paused.cancel(caller.name(), why, at));
            case Completed _, Cancelled _ -> wrongState(upgrade, "cancelled");
        });
    }

    private Answer<FleetUpgrade> cancelled(FleetUpgrade upgrade, Cancelled state) {
        ports.upgrades().skipUntold(upgrade.id(), Cancelled.IN_VAIN);
        return Answer.of(upgrade.in(state));
    }

    private Answer<FleetProgress> act(
            Caller caller, String id, Remark remark, BiFunction<FleetUpgrade, Instant, Answer<FleetUpgrade>> action) {
        var error = remark.comment().flatMap(text -> Texts.error("comment", text, Comment.LONGEST));
        if (error.isPresent()) {
            return Answer.refused(new Invalid(List.of(error.get())));
        }
        return asAdmin(
                caller,
                () -> found(id)
                        .then(upgrade -> once.run(
                                caller,
                                remark.key(),
                                same -> upgrade(caller, same.toString()),
                                done -> done.upgrade().id().value(),
                                () -> action.apply(
                                                ports.upgrades()
                                                        .lock(upgrade.id())
                                                        .orElseThrow(),
                                                Times.now(ports.desk().clock()))
                                        .map(next -> {
                                            ports.upgrades().update(next);
                                            return progress(next);
                                        }))));
    }

    private static <T> Answer<T> asAdmin(Caller caller, Supplier<Answer<T>> work) {
        return caller.isAdmin()
                ? work.get()
                : Answer.refused(new Forbidden(
                        "Only admins upgrade the fleet: ask one, or file an upgrade-version for your own cluster."));
    }

    private Answer<FleetUpgrade> found(String id) {
        return Ids.parse(id)
                .flatMap(uuid -> ports.upgrades().find(new FleetUpgradeId(uuid)))
                .map(Answer::of)
                .orElseGet(() -> Answer.refused(new NotFound("There is no fleet upgrade " + id + ".")));
    }

    private static Answer<FleetUpgrade> wrongState(FleetUpgrade upgrade, String action) {
        return Answer.refused(new WrongState("Fleet upgrade %s is %s since %s and cannot be %s."
                .formatted(
                        upgrade.id(), upgrade.state().label(), upgrade.state().since(), action)));
    }

    private FleetProgress progress(FleetUpgrade upgrade) {
        return progress(upgrade, ports.upgrades().waves(upgrade.id()));
    }

    private FleetProgress progress(FleetUpgrade upgrade, List<Wave> waves) {
        boolean anyFailed = waves.stream().anyMatch(wave -> wave.failed() > 0);
        return new FleetProgress(
                upgrade,
                waves,
                anyFailed
                        ? ports.upgrades()
                                .members(upgrade.id(), List.of(MemberState.FAILED), null, FleetProgress.MOST_FAILING)
                        : List.of());
    }
}
