package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.KeyReused;
import io.keydesk.service.answer.Refusal.NotFound;
import io.keydesk.service.answer.Refusal.PreviewStale;
import io.keydesk.service.answer.Refusal.QuotaExceeded;
import io.keydesk.service.answer.Refusal.Stale;
import io.keydesk.service.answer.Refusal.TicketInTheWay;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.desk.ApprovalPreview.Totals;
import io.keydesk.service.tenant.Quota;
import io.keydesk.service.tenant.SampleTenants;
import io.keydesk.service.tenant.Tenant;
import io.keydesk.service.ticket.ChangePlan;
import io.keydesk.service.ticket.Ticket;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApprovingSeveralTests {

    private final Desk desk = new Desk();

    @Test
    void approvesEachTicketByItself() {
        var one = desk.filed(Desk.order("one"));
        var two = desk.filed(Desk.order("two"));
        desk.deciding.reject(Desk.APPROVER, Desk.ref(two), Desk.saying("No."));
        var three = desk.filed(Desk.order("three"));

        var results = approve(Desk.APPROVER, "VK-1", "VK-2", "VK-9", Desk.ref(three));

        assertThat(results).hasSize(4);
        assertThat(results.get(0)).isGiven();
        assertThat(results.get(1)).isRefusedAs(WrongState.class);
        assertThat(results.get(2)).isRefusedAs(NotFound.class);
        assertThat(results.get(3)).isGiven();
        assertThat(desk.ticket(one).state().label()).isEqualTo("approved");
        assertThat(desk.ticket(three).decisions().getLast().comment()).isEqualTo("Go.");
        assertThat(desk.events(one)).contains("ticket-approved");
    }

    @Test
    void refusesTheTicketsOfOnesOwn() {
        desk.filed(Desk.order("one"));
        desk.filing.file(Desk.REQUESTER_AND_APPROVER, Desk.filingOf(Desk.order("own")), Optional.empty());

        var results = approve(Desk.REQUESTER_AND_APPROVER, "VK-1", "VK-2");

        assertThat(results.get(0)).isGiven();
        assertThat(results.get(1)).isRefusedAs(Forbidden.class);
    }

    @Test
    void approvesOnlyWhatWasLookedAt() {
        var ticket = desk.filed(Desk.order("one"));
        desk.filed(Desk.order("two"));
        var several = new ApproveTickets(
                List.of("VK-1", "VK-2"), Map.of("VK-1", ticket.version() + 1, "VK-2", 0L), Optional.empty());

        var results = results(desk.approvingSeveral.approve(Desk.APPROVER, several, Optional.empty()));

        assertThat(results.get(0)).isRefusedAs(Stale.class);
        assertThat(results.get(1)).isGiven();
        assertThat(preview(Desk.APPROVER, several).getFirst().answer()).isRefusedAs(Stale.class);
    }

    @Test
    void approvesNothingTwiceUnderOneKey() {
        var ticket = desk.filed(Desk.order("one"));
        var key = Optional.of(new IdempotencyKey("k", "abc"));
        var several = several("VK-1", "VK-2");
        desk.approvingSeveral.approve(Desk.APPROVER, several, key);
        desk.filed(Desk.order("two"));

        var again = results(desk.approvingSeveral.approve(Desk.APPROVER, several, key));

        assertThat(again.get(0)).isGiven();
        assertThat(desk.ticket(ticket).decisions()).hasSize(1);
        assertThat(again.get(1)).isGiven();
    }

    @Test
    void refusesAKeyThatCameWithAnotherRequest() {
        desk.filed(Desk.order("one"));
        desk.approvingSeveral.approve(Desk.APPROVER, several("VK-1"), Optional.of(new IdempotencyKey("k", "abc")));

        assertThat(desk.approvingSeveral.approve(
                        Desk.APPROVER, several("VK-1"), Optional.of(new IdempotencyKey("k", "def"))))
                .isRefusedAs(KeyReused.class);
    }

    @Test
    void refusesAllOfItToThoseWhoNeverDecide() {
        desk.filed(Desk.order("one"));

        assertThat(desk.approvingSeveral.approve(Desk.REQUESTER, several("VK-1"), Optional.empty()))
                .isRefusedAs(Forbidden.class);
        assertThat(desk.approvingSeveral.preview(Desk.REQUESTER, several("VK-1")))
                .isRefusedAs(Forbidden.class);
    }

    @Test
    void refusesListsThatAreNone() {
        var tooMany = IntStream.rangeClosed(1, 51).mapToObj(n -> "VK-" + n).toArray(String[]::new);

        assertThat(desk.approvingSeveral.preview(Desk.APPROVER, several())).isInvalidIn("tickets");
        assertThat(desk.approvingSeveral.preview(Desk.APPROVER, several(tooMany)))
                .isInvalidIn("tickets");
        assertThat(desk.approvingSeveral.preview(Desk.APPROVER, several("VK-1", "VK-1")))
                .isInvalidIn("tickets[1]");
        assertThat(desk.approvingSeveral.preview(
                        Desk.APPROVER, new ApproveTickets(List.of("VK-1"), Map.of("VK-2", 1L), Optional.empty())))
                .isInvalidIn("ifMatch.VK-2");
        assertThat(desk.approvingSeveral.preview(
                        Desk.APPROVER, new ApproveTickets(List.of("VK-1"), Map.of(), Optional.of("x".repeat(4001)))))
                .isInvalidIn("comment");
    }

    @Test
    void previewsWhatApprovingWillDo() {
        desk.filed(Desk.order("one"));
        var two = desk.filed(Desk.order("two"));
        desk.deciding.reject(Desk.APPROVER, Desk.ref(two), Desk.saying("No."));
        desk.filed(Desk.order("three"));
        var refs = new String[] {"VK-1", "VK-2", "VK-3", "VK-77"};

        var items = preview(Desk.APPROVER, several(refs));
        assertThat(desk.tickets
                        .counts(io.keydesk.service.ticket.TicketFilter.ALL, desk.reading.decider(Desk.APPROVER))
                        .decidable())
                .isEqualTo(2);
        var results = approve(Desk.APPROVER, refs);

        assertThat(items.stream().map(item -> refusal(item.answer())).toList())
                .isEqualTo(results.stream().map(ApprovingSeveralTests::refusal).toList());
    }

    @Test
    void addsUpWhatCanBeApproved() {
        var cluster = desk.ready("old", "development");
        desk.filed(Desk.settings(cluster, "databases", 32));
        desk.filed(Desk.order("one"));
        desk.filed(Desk.order("two"));
        var plan = desk.ticket(desk.filed(Desk.order("three"))).preview();

        var totals = desk.approvingSeveral
                .preview(Desk.APPROVER, several("VK-1", "VK-2", "VK-3", "VK-4"))
                .orElseThrow(ApprovingSeveralTests::unexpected)
                .totals();

        assertThat(totals)
                .isEqualTo(new Totals(
                        3,
                        2,
                        2 * plan.memoryBytes().requested(),
                        3,
                        plan.monthlyCostAfter().multiply(BigDecimal.TWO)));
    }

    @Test
    void seesThatTheOnesBeforeUseUpTheQuota() {
        desk.filed(Desk.order("one"));
        desk.filed(Desk.order("two"));
        desk.filed(Desk.order("three"));
        desk.tenants.put(List.of(new Tenant(SampleTenants.DEMO, new Quota(2, 64L * 1024 * Desk.MIB))));

        var items = preview(Desk.APPROVER, several("VK-1", "VK-2", "VK-3"));
        var results = approve(Desk.APPROVER, "VK-1", "VK-2", "VK-3");

        assertThat(items.get(1).answer()).isGiven();
        var quota = assertThat(items.get(2).answer()).isRefusedAs(QuotaExceeded.class);
        assertThat(quota.used()).isEqualTo(2);
        assertThat(results.get(1)).isGiven();
        assertThat(results.get(2)).isRefusedAs(QuotaExceeded.class);
    }

    @Test
    void seesThatOneBeforeGrowsIntoWhatIsLeftOfTheQuota() {
        var small = desk.ready("small", "development");
        var other = desk.ready("other", "development");
        desk.filed(new ChangePlan(small.id(), "m"));
        desk.filed(new ChangePlan(other.id(), "m"));
        desk.tenants.put(List.of(new Tenant(SampleTenants.DEMO, new Quota(2, 5 * 1024 * Desk.MIB))));

        var items = preview(Desk.APPROVER, several("VK-3", "VK-4"));
        var results = approve(Desk.APPROVER, "VK-3", "VK-4");

        assertThat(items.get(0).answer()).isGiven();
        var quota = assertThat(items.get(1).answer()).isRefusedAs(QuotaExceeded.class);
        assertThat(quota.used()).isEqualTo(5 * 1024 * Desk.MIB);
        assertThat(results.get(0)).isGiven();
        assertThat(results.get(1)).isRefusedAs(QuotaExceeded.class);
    }

    @Test
    void seesThatWhatIsCarriedOutLaterIsInNobodysWay() {
        var cluster = desk.ready("old", "development");
        desk.filed(Desk.settings(cluster, "timeout", 60), desk.in(Duration.ofHours(1)));
        desk.filed(Desk.settings(cluster, "timeout", 70));

        var items = preview(Desk.APPROVER, several("VK-2", "VK-3"));
        var results = approve(Desk.APPROVER, "VK-2", "VK-3");

        assertThat(items).allSatisfy(item -> assertThat(item.answer()).isGiven());
        assertThat(results).allSatisfy(result -> assertThat(result).isGiven());
    }

    @Test
    void seesThatOneBeforeChangesWhatTheNextWasPreviewedOn() {
        var cluster = desk.ready("old", "development");
        desk.filed(Desk.settings(cluster, "timeout", 60));
        desk.filed(Desk.settings(cluster, "timeout", 70));

        var items = preview(Desk.APPROVER, several("VK-2", "VK-3"));
        var results = approve(Desk.APPROVER, "VK-2", "VK-3");

        assertThat(items.get(0).answer()).isGiven();
        assertThat(assertThat(items.get(1).answer())
                        .isRefusedAs(PreviewStale.class)
                        .detail())
                .startsWith("Ticket VK-2");
        assertThat(results.get(1)).isRefusedAs(PreviewStale.class);
    }

    @Test
    void seesThatAllOfThemWaitForTheirTurn() {
        var cluster = desk.ready("old", "development");
        desk.started(Desk.settings(cluster, "databases", 32));
        desk.filed(Desk.settings(cluster, "timeout", 60));
        desk.filed(Desk.settings(cluster, "timeout", 70));

        var items = preview(Desk.APPROVER, several("VK-3", "VK-4"));
        var results = approve(Desk.APPROVER, "VK-3", "VK-4");

        assertThat(items).allSatisfy(item -> assertThat(item.answer()).isGiven());
        assertThat(results).allSatisfy(result -> assertThat(result).isGiven());
    }

    @Test
    void seesThatNothingIsDeletedTwice() {
        var cluster = desk.ready("old", "development");
        desk.filed(Desk.deletion(cluster));
        desk.filed(Desk.deletion(cluster));

        var items = preview(Desk.APPROVER, several("VK-2", "VK-3"));
        var results = approve(Desk.APPROVER, "VK-2", "VK-3");

        assertThat(assertThat(items.get(1).answer())
                        .isRefusedAs(TicketInTheWay.class)
                        .number())
                .isEqualTo("VK-2");
        assertThat(results.get(1)).isRefusedAs(TicketInTheWay.class);
    }

    @Test
    void seesThatATicketWillStillWaitForSomebodyElse() {
        var cluster = desk.ready("old", "production");
        desk.filed(Desk.deletion(cluster));
        desk.filed(Desk.settings(cluster, "timeout", 70));

        var items = preview(Desk.APPROVER, several("VK-2", "VK-3"));

        assertThat(items).allSatisfy(item -> assertThat(item.answer()).isGiven());
    }

    private List<Answer<Ticket>> approve(Caller caller, String... refs) {
        return results(desk.approvingSeveral.approve(caller, several(refs), Optional.empty()));
    }

    private static List<Answer<Ticket>> results(Answer<List<ApprovingSeveral.Result>> answer) {
        return new ArrayList<>(answer.orElseThrow(ApprovingSeveralTests::unexpected))
                .stream().map(ApprovingSeveral.Result::answer).toList();
    }

    private List<ApprovalPreview.Item> preview(Caller caller, ApproveTickets several) {
        return desk.approvingSeveral
                .preview(caller, several)
                .orElseThrow(ApprovingSeveralTests::unexpected)
                .items();
    }

    private static ApproveTickets several(String... refs) {
        return new ApproveTickets(List.of(refs), Map.of(), Optional.of("Go."));
    }

    private static Optional<Class<?>> refusal(Answer<Ticket> answer) {
        return answer instanceof Answer.Refused<Ticket>(Refusal refusal)
                ? Optional.of(refusal.getClass())
                : Optional.empty();
    }

    private static IllegalStateException unexpected(Refusal refusal) {
        return new IllegalStateException("refused: " + refusal);
    }
}
