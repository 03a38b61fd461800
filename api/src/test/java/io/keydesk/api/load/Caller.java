package io.keydesk.api.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Somebody who files tickets, reads and decides them, in a mix as people and programs do. */
final class Caller {

    private static final AtomicLong NAMES = new AtomicLong();

    private final Desk desk;
    private final OpenTickets tickets;
    private final Fleet fleet;
    private final List<Runnable> mix = new ArrayList<>();

    Caller(Desk desk, OpenTickets tickets, Fleet fleet) {
        this.desk = desk;
        this.tickets = tickets;
        this.fleet = fleet;
        often(20, () -> desk.get("read ticket", "dev-tenant", "/v1/tickets/" + tickets.any()));
        often(10, () -> desk.get("list tickets", "dev-tenant", "/v1/tickets?limit=50"));
        often(5, () -> desk.get("list waiting", "dev-approver", "/v1/tickets?state=awaiting-approval&limit=50"));
        often(15, this::file);
        often(10, () -> desk.post("preview", 200, "dev-tenant", "/v1/previews", order()));
        often(10, this::comment);
        often(12, this::end);
        often(5, () -> desk.get("list clusters", "dev-tenant", "/v1/clusters"));
        often(8, () -> desk.get("read cluster", "dev-tenant", cluster()));
        often(3, () -> desk.get("read connection", "dev-tenant", cluster() + "/connection"));
        often(2, () -> desk.get("cluster events", "dev-tenant", cluster() + "/events?limit=200"));
    }

    private void often(int weight, Runnable action) {
        for (int n = 0; n < weight; n++) {
            mix.add(action);
        }
    }

    /** One request. */
    void next() {
        mix.get(ThreadLocalRandom.current().nextInt(mix.size())).run();
    }

    void file() {
        if (tickets.isFull()) {
            end();
            return;
        }
        desk.post("file", 201, "dev-tenant", "/v1/tickets", order())
                .ifPresent(ticket -> tickets.add(ticket.at("/id").asString()));
    }

    private void comment() {
        desk.post(
                "comment",
                201,
                "dev-tenant",
                "/v1/tickets/%s/comments".formatted(tickets.any()),
                "{\"text\": \"How is it going?\"}");
    }

    private void end() {
        tickets.take().ifPresent(id -> {
            if (ThreadLocalRandom.current().nextBoolean()) {
                desk.post(
                        "reject", 200, "dev-approver", "/v1/tickets/%s/reject".formatted(id), "{\"comment\": \"No.\"}");
            } else {
                desk.post("cancel", 200, "dev-tenant", "/v1/tickets/%s/cancel".formatted(id), null);
            }
        });
    }

    private String cluster() {
        return "/v1/clusters/" + fleet.any();
    }

    private static String order() {
        return Fleet.order("t" + NAMES.incrementAndGet());
    }
}
