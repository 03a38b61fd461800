package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
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

    private final Desk desk = new Desk();

    record Try(String state, String action, Caller caller, String outcome) {
        @Override
        public String toString() {
            return "%s: %s by %s -> %s".formatted(state, action, caller.roles(), outcome);
        }
    }

    static List<Try> tries() {
        try (var table = Objects.requireNonNull(TicketActionsTests.class.getResourceAsStream("ticket-actions.csv"))) {
            var text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().skip(1).flatMap(TicketActionsTests::tries).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Try> tries(String line) {
        var cells = line.split(";", -1);
        return IntStream.range(0, CALLERS.size())
                .boxed()
                .flatMap(i -> CALLERS.get(i).stream().map(caller -> new Try(cells[0], cells[1], caller, cells[2 + i])));
    }

    @ParameterizedTest
    @MethodSource("tries")
    void ofAnOrder(Try given) {
        var ticket = ticketIn(given.state(), Desk.order("cache"));

        assertThat(act(given, ticket))
                .comesTo(given.outcome(), found -> found.state().label());
        assertOnlyChangedIfGiven(given, ticket);
    }

    @ParameterizedTest
    @MethodSource("tries")
    void ofAChangeOfSettings(Try given) {
        var cluster = desk.ready("cache", "development");
        var ticket = ticketIn(given.state(), Desk.settings(cluster, "timeout", 60));

        assertThat(act(given, ticket))
                .comesTo(given.outcome(), found -> found.state().label());
        assertOnlyChangedIfGiven(given, ticket);
    }

    @ParameterizedTest
    @MethodSource("tries")
    void ofAChangeOfThePlan(Try given) {
        var cluster = desk.ready("cache", "development");
        var ticket = ticketIn(given.state(), new ChangePlan(cluster.id(), "m"));

        assertThat(act(given, ticket))
                .comesTo(given.outcome(), found -> found.state().label());
        assertOnlyChangedIfGiven(given, ticket);
    }

    @ParameterizedTest
    @MethodSource("tries")
    void ofAChangeOfAccess(Try given) {
        var cluster = desk.ready("cache", "development");
        var ticket = ticketIn(given.state(), new ChangeAccess(cluster.id(), List.of("web"), List.of()));

        assertThat(act(given, ticket))
                .comesTo(given.outcome(), found -> found.state().label());
        assertOnlyChangedIfGiven(given, ticket);
    }

    @ParameterizedTest
    @MethodSource("tries")
    void ofARollBack(Try given) {
        var cluster = desk.ready("cache", "development");
        desk.fulfilled(Desk.settings(cluster, "timeout", 60));
        desk.fulfilled(Desk.settings(cluster, "timeout", 120));
        var ticket = ticketIn(given.state(), new RollBack(cluster.id(), 1));

        assertThat(act(given, ticket))
                .comesTo(given.outcome(), found -> found.state().label());
        assertOnlyChangedIfGiven(given, ticket);
    }

    @ParameterizedTest
    @MethodSource("tries")
    void ofAPowerOff(Try given) {
        var cluster = desk.ready("cache", "development");
        var ticket = ticketIn(given.state(), new PowerOff(cluster.id()));

        assertThat(act(given, ticket))
                .comesTo(given.outcome(), found -> found.state().label());
        assertOnlyChangedIfGiven(given, ticket);
    }

    @ParameterizedTest
    @MethodSource("tries")
    void ofAnUpgrade(Try given) {
        var cluster = desk.ready("cache", "development");
        desk.region.offering("8.1.2", "9.0.0");
        var ticket = ticketIn(given.state(), new UpgradeVersion(cluster.id(), "8.1.2"));
        boolean tooLate = given.action().equals("cancel")
                && (given.state().equals("in-progress") || given.state().equals("approved"))
                && given.outcome().equals("cancelled");

        assertThat(act(given, ticket))
                .comesTo(
                        tooLate ? "WrongState" : given.outcome(),
                        found -> found.state().label());
        if (!tooLate) {
            assertOnlyChangedIfGiven(given, ticket);
        }
    }

    private void assertOnlyChangedIfGiven(Try given, Ticket before) {
        if (Character.isUpperCase(given.outcome().charAt(0))) {
            assertThat(desk.ticket(before)).isSameAs(before);
        }
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
            case "reject" -> desk.deciding.reject(caller, ref, Desk.saying("No"));
            case "cancel" -> desk.deciding.cancel(caller, ref, Desk.NO_REMARK);
            case "move" -> desk.scheduling.move(caller, ref, desk.in(Duration.ofHours(2)), Desk.NO_REMARK);
            case "start" -> desk.scheduling.start(caller, ref, Desk.NO_REMARK);
            case "retry" -> desk.deciding.retry(caller, ref, Desk.NO_REMARK);
            case "correct" -> desk.correcting.correct(caller, ref, correction(ticket), OptionalLong.empty());
            case "comment" ->
                desk.reading.comment(caller, ref, "Hello", Optional.empty()).map(_ -> desk.ticket(ticket));
            default -> throw new IllegalArgumentException(given.action());
        };
    }

    private static CorrectTicket correction(Ticket ticket) {
        var other = switch (ticket.request()) {
            case OrderCluster _ -> Desk.order("other-cache");
            case ChangeSettings change -> new ChangeSettings(change.clusterId(), Map.of("timeout", 90), List.of());
            case ChangePlan change -> new ChangePlan(change.clusterId(), "l");
            case ChangeAccess change -> new ChangeAccess(change.clusterId(), List.of("api"), List.of("shop"));
            case UpgradeVersion upgrade -> new UpgradeVersion(upgrade.clusterId(), "9.0.0");
            case RollBack back -> new RollBack(back.clusterId(), 2);
            case RotateCredentials rotation -> new RotateCredentials(rotation.clusterId(), "PT2H", true);
            case PowerOff _, PowerOn _, FailOver _, DeleteCluster _ -> ticket.request();
        };
        return new CorrectTicket(Optional.of(other), Optional.empty(), Optional.empty());
    }
}
