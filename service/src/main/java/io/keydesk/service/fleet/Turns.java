package io.keydesk.service.fleet;

import io.keydesk.service.access.Caller;
import io.keydesk.service.access.Role;
import io.keydesk.service.answer.Answer.Given;
import io.keydesk.service.answer.Answer.Refused;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.Invalid;
import io.keydesk.service.answer.Refusal.TicketInTheWay;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.desk.Deciding;
import io.keydesk.service.desk.FileTicket;
import io.keydesk.service.desk.Occasion;
import io.keydesk.service.fleet.FleetState.Running;
import io.keydesk.service.fleet.MemberState.Waiting;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketState;
import io.keydesk.service.ticket.UpgradeVersion;
import io.keydesk.service.ticket.When;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Files and retries the tickets of a fleet upgrade. Whether that is still to be done is asked with the fleet upgrade held. */
final class Turns {

    private static final Deciding.Remark RETRY = new Deciding.Remark(
            Optional.of("Retried with the upgrade of all clusters."), OptionalLong.empty(), Optional.empty());

    private final FleetPorts ports;
    private final Holding holding;

    Turns(FleetPorts ports, Holding holding) {
        this.ports = ports;
        this.holding = holding;
    }

    /** Files the ticket of a cluster, which is stored with it or not at all. */
    void file(FleetUpgrade upgrade, FleetMember member, When when) {
        var request = new UpgradeVersion(member.cluster(), upgrade.version(), false, upgrade.reason());
        var filing = new FileTicket(request, Optional.empty(), Optional.empty(), Optional.empty(), when);
        var turn = new Filed(member);
        if (ports.filing().file(admin(upgrade.startedBy()), filing, turn) instanceof Refused<Ticket>(var refusal)
                && !turn.isMissed) {
            holding.waitFor(member, Readiness.Later.soon(sentence(refusal), holding.now()));
        }
    }

    /** Values that break a rule are not told in sentences. */
    private static String sentence(Refusal refusal) {
        return refusal instanceof Invalid ? "Its ticket is refused: %s.".formatted(refusal.detail()) : refusal.detail();
    }

    /** The turn of a cluster to get its ticket. */
    private final class Filed implements Occasion {

        private final FleetMember seen;
        private boolean isMissed;

        Filed(FleetMember seen) {
            this.seen = seen;
        }

        @Override
        public Optional<Refusal> missed() {
            var upgrade = ports.upgrades().lock(seen.upgrade()).orElseThrow();
            isMissed = !isTurn(upgrade, held()) || held().ticket() != null;
            return isMissed
                    ? Optional.of(new WrongState("Cluster %s is not to be upgraded now.".formatted(seen.name())))
                    : Optional.empty();
        }

        private FleetMember held() {
            return ports.upgrades().member(seen.upgrade(), seen.cluster()).orElseThrow();
        }

        @Override
        public void filed(Ticket ticket) {
            ports.upgrades().update(held().filed(ticket));
        }
    }

    private boolean isTurn(FleetUpgrade upgrade, FleetMember member) {
        return upgrade.state() instanceof Running
                && member.state() instanceof Waiting
                && Wave.running(ports.upgrades().waves(upgrade.id())) < upgrade.concurrency();
    }

    /** Whether somebody else goes on with the ticket of a cluster, or has. */
    boolean isTakenUp(FleetMember member) {
        return member.ticket() != null && !(ticket(member).state() instanceof TicketState.Failed);
    }

    /** Goes on with a ticket that has failed, unless somebody has already. */
    void retry(FleetMember seen) {
        holding.act(seen, (upgrade, member) -> {
            if (upgrade.state() instanceof Running running
                    && member.state() instanceof Waiting waiting
                    && isTurn(upgrade, member)) {
                if (isTakenUp(member)) {
                    ports.upgrades().update(member.in(MemberState.after(ticket(member))));
                } else {
                    retry(upgrade, running, member, waiting);
                }
            }
        });
    }

    private void retry(FleetUpgrade upgrade, Running running, FleetMember member, Waiting waiting) {
        var ticket = ticket(member);
        switch (ports.deciding().retry(admin(running.by()), ticket.id().toString(), RETRY)) {
            case Given<Ticket>(var retried) -> ports.upgrades().update(member.in(MemberState.after(retried)));
            case Refused<Ticket>(TicketInTheWay other) ->
                ports.upgrades()
                        .update(member.in(
                                waiting.because(other.detail(), holding.now().plus(Readiness.PAUSE))));
            case Refused<Ticket>(var refusal) -> {
                ports.upgrades().update(member.in(MemberState.after(ticket)));
                holding.pause(
                        upgrade,
                        running,
                        "Ticket %s of cluster %s cannot be retried: %s"
                                .formatted(ticket.number(), member.name(), refusal.detail()));
            }
        }
    }

    /** The ticket of a cluster that has one. */
    Ticket ticket(FleetMember member) {
        var filed = Objects.requireNonNull(member.ticket());
        return ports.desk().tickets().find(filed.id()).orElseThrow();
    }

    /** Who started or resumed it, whatever roles they have by now: it was theirs to decide then. */
    private static Caller admin(String name) {
        return new Caller(name, List.of(new Role.Admin()));
    }
}
