package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.cluster.Cluster;
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
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.TicketState.Approved;
import io.keydesk.service.ticket.TicketState.InProgress;
import io.keydesk.service.ticket.UpgradeVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tries every action in every state for every role: {@code ticket-actions.csv} says what must come of it. */
class TicketActionsTests {

    /** Those who come to the same share a column. */
    private static final List<List<Caller>> CALLERS = List.of(
            List.of(Desk.VIEWER),
            List.of(Desk.REQUESTER),
            List.of(Desk.OTHER_TENANT, Desk.OTHER_TENANTS_APPROVER),
            List.of(Desk.APPROVER, Desk.TENANTS_APPROVER),
            List.of(Desk.ADMIN));

    /** One of each kind that there is, to be tried on a cluster for which it makes sense. */
    private static final Map<Class<?>, Function<Desk, TicketRequest>> REQUESTS = Map.ofEntries(
            Map.entry(OrderCluster.class, _ -> Desk.order("cache")),
            Map.entry(ChangeSettings.class, desk -> Desk.settings(ready(desk), "timeout", 60)),
            Map.entry(ChangePlan.class, desk -> new ChangePlan(ready(desk).id(), "m")),
            Map.entry(ChangeAccess.class, desk -> new ChangeAccess(ready(desk).id(), List.of("web"), List.of())),
            Map.entry(UpgradeVersion.class, TicketActionsTests::upgrade),
            Map.entry(RollBack.class, TicketActionsTests::rollBack),
            Map.entry(PowerOff.class, desk -> new PowerOff(ready(desk).id())),
            Map.entry(PowerOn.class, TicketActionsTests::powerOn),
            Map.entry(FailOver.class, desk -> new FailOver(ready(desk).id())),
            Map.entry(
                    RotateCredentials.class,
                    desk -> new RotateCredentials(ready(desk).id(), "PT1H", false)),
            Map.entry(DeleteCluster.class, desk -> new DeleteCluster(ready(desk).id())));

    /** What cannot be taken back once it has begun. */
    private static final Set<Class<?>> FOR_GOOD =
            Set.of(UpgradeVersion.class, FailOver.class, RotateCredentials.class, DeleteCluster.class);

    private final Desk desk = new Desk();

    /** @param kind of the request */
    record Try(Class<?> kind, String state, String action, Caller caller, String outcome) {
        @Override
        public String toString() {
            return "%s, %s: %s by %s -> %s".formatted(kind.getSimpleName(), state, action, caller.roles(), outcome);
        }
    }

    static Stream<Try> tries() {
        var lines = lines();
        return Stream.of(TicketRequest.class.getPermittedSubclasses())
                .flatMap(kind -> lines.stream().flatMap(line -> tries(kind, line)));
    }

    private static List<String> lines() {
        try (var table = Objects.requireNonNull(TicketActionsTests.class.getResourceAsStream("ticket-actions.csv"))) {
            var text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().skip(1).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Try> tries(Class<?> kind, String line) {
        var cells = line.split(";", -1);
        return IntStream.range(0, CALLERS.size())
                .boxed()
                .flatMap(i ->
                        CALLERS.get(i).stream().map(caller -> new Try(kind, cells[0], cells[1], caller, cells[2 + i])));
    }

    @ParameterizedTest
    @MethodSource("tries")
    void comesToWhatTheTableSays(Try given) {
        var ticket = ticketIn(given.state(), request(given.kind()));
        var outcome = outcome(given, ticket);

        assertThat(act(given, ticket)).comesTo(outcome, found -> found.state().label());

        if (isRefused(outcome)) {
            assertThat(desk.ticket(ticket)).isSameAs(ticket);
        }
    }

    /** The table is that of kinds that can be taken back. */
    private static String outcome(Try given, Ticket ticket) {
        boolean hasBegun = ticket.state() instanceof Approved || ticket.state() instanceof InProgress;
        return given.outcome().equals("cancelled") && hasBegun && FOR_GOOD.contains(given.kind())
                ? "WrongState"
                : given.outcome();
    }

    private static boolean isRefused(String outcome) {
        return Character.isUpperCase(outcome.charAt(0));
    }

    private TicketRequest request(Class<?> kind) {
        return Objects.requireNonNull(REQUESTS.get(kind), () -> "no request to try of " + kind)
                .apply(desk);
    }

    private static Cluster ready(Desk desk) {
        return desk.ready("cache", "development");
    }

    private static RollBack rollBack(Desk desk) {
        var cluster = ready(desk);
        desk.fulfilled(Desk.settings(cluster, "timeout", 60));
        desk.fulfilled(Desk.settings(cluster, "timeout", 120));
        return new RollBack(cluster.id(), 1);
    }

    private static UpgradeVersion upgrade(Desk desk) {
        var cluster = ready(desk);
        desk.region.offering("8.1.2", "9.0.0");
        return new UpgradeVersion(cluster.id(), "8.1.2");
    }

    private static PowerOn powerOn(Desk desk) {
        var cluster = ready(desk);
        desk.fulfilled(new PowerOff(cluster.id()));
        return new PowerOn(cluster.id());
    }

    private Ticket ticketIn(String state, TicketRequest request) {
        return switch (state) {
            case "awaiting-approval" -> desk.filed(request);
            case "approved" -> desk.approved(request);
            case "scheduled" -> desk.scheduled(request, desk.in(Duration.ofHours(1)));
            case "in-progress" -> desk.started(request);
            case "fulfilled" -> desk.fulfilled(request);
            case "failed" -> desk.failed(request);
            case "rejected" ->
                ended(desk.filed(request), ref -> desk.deciding.reject(Desk.APPROVER, ref, Desk.saying("No")));
            case "expired" -> {
                var filed = desk.filed(request);
                desk.clock.advance(Duration.ofDays(12));
                desk.expiring.expire();
                desk.clock.advance(Duration.ofDays(2));
                desk.expiring.expire();
                yield desk.ticket(filed);
            }
            case "cancelled" ->
                ended(desk.filed(request), ref -> desk.deciding.cancel(Desk.ADMIN, ref, Desk.NO_REMARK));
            default -> throw new IllegalArgumentException(state);
        };
    }

    private static Ticket ended(Ticket ticket, Function<String, Answer<Ticket>> end) {
        return assertThat(end.apply(Desk.ref(ticket))).given();
    }

    private Answer<Ticket> act(Try given, Ticket ticket) {
        var caller = given.caller();
        var ref = Desk.ref(ticket);
        return switch (given.action()) {
            case "approve" -> desk.deciding.approve(caller, ref, Desk.NO_REMARK);
            case "approve-edited" -> desk.deciding.approveEdited(caller, ref, other(ticket), Desk.saying("Better so"));
            case "reject" -> desk.deciding.reject(caller, ref, Desk.saying("No"));
            case "cancel" -> desk.deciding.cancel(caller, ref, Desk.NO_REMARK);
            case "move" -> desk.scheduling.move(caller, ref, desk.in(Duration.ofHours(2)), Desk.NO_REMARK);
            case "start" -> desk.scheduling.start(caller, ref, Desk.NO_REMARK);
            case "retry" -> desk.deciding.retry(caller, ref, Desk.NO_REMARK);
            case "correct" -> desk.correcting.correct(caller, ref, correction(other(ticket)), OptionalLong.empty());
            case "comment" ->
                desk.reading.comment(caller, ref, "Hello", Optional.empty()).map(_ -> desk.ticket(ticket));
            default -> throw new IllegalArgumentException(given.action());
        };
    }

    private static CorrectTicket correction(TicketRequest other) {
        return new CorrectTicket(Optional.of(other), Optional.empty(), Optional.empty());
    }

    /** What may stand in the place of the request; the same where there is nothing to choose. */
    private static TicketRequest other(Ticket ticket) {
        return switch (ticket.request()) {
            case OrderCluster _ -> Desk.order("other-cache");
            case ChangeSettings change -> new ChangeSettings(change.clusterId(), Map.of("timeout", 90), List.of());
            case ChangePlan change -> new ChangePlan(change.clusterId(), "l");
            case ChangeAccess change -> new ChangeAccess(change.clusterId(), List.of("api"), List.of("shop"));
            case UpgradeVersion upgrade -> new UpgradeVersion(upgrade.clusterId(), "9.0.0");
            case RollBack back -> new RollBack(back.clusterId(), 2);
            case RotateCredentials rotation -> new RotateCredentials(rotation.clusterId(), "PT2H", true);
            case PowerOff _, PowerOn _, FailOver _, DeleteCluster _ -> ticket.request();
        };
    }
}
