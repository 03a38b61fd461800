package io.keydesk.service.fleet;

import io.keydesk.service.store.Store;
import io.keydesk.service.ticket.Tickets;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes calls fail that ask for one ticket, or for the tickets of one cluster. */
final class Faulty {

    static final String MESSAGE = "broken";

    private volatile @Nullable Object broken;

    void becomes(Object ticketOrCluster) {
        broken = ticketOrCluster;
    }

    void mended() {
        broken = null;
    }

    /** The same ports, with tickets whose calls fail. */
    Store in(Store store) {
        return new Store(
                store.transactions(),
                tickets(store.tickets()),
                store.clusters(),
                store.tenants(),
                store.timeline(),
                store.keys());
    }

    private Tickets tickets(Tickets real) {
        return (Tickets) Proxy.newProxyInstance(
                Tickets.class.getClassLoader(), new Class<?>[] {Tickets.class}, (_, called, arguments) -> {
                    var thing = broken;
                    if (thing != null
                            && arguments != null
                            && Arrays.asList(arguments).contains(thing)) {
                        throw new IllegalStateException(MESSAGE);
                    }
                    try {
                        return called.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
