package io.keydesk.provisioning.kubernetes.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What goes wrong between clients and the API server. */
public final class Faults {

    private static final class Planned {
        private final Predicate<Request> requests;
        private final Fault fault;
        private int times;

        Planned(int times, Predicate<Request> requests, Fault fault) {
            this.times = times;
            this.requests = requests;
            this.fault = fault;
        }
    }

    private final List<Planned> planned = new ArrayList<>();

    Faults() {}

    /** The next so many of these requests go wrong; watches are requests too. */
    public synchronized void next(int times, Predicate<Request> requests, Fault fault) {
        planned.add(new Planned(times, requests, fault));
    }

    /** All of these requests go wrong until {@link #clear}. */
    public void all(Predicate<Request> requests, Fault fault) {
        next(Integer.MAX_VALUE, requests, fault);
    }

    /** Nothing goes wrong any more; what is not answered stays so. */
    public synchronized void clear() {
        planned.clear();
    }

    /** How many planned faults did not happen yet. */
    public synchronized int left() {
        return planned.stream().mapToInt(fault -> fault.times).sum();
    }

    synchronized Optional<Fault> take(Request request) {
        for (var next : planned) {
            if (next.requests.test(request)) {
                if (--next.times == 0) {
                    planned.remove(next);
                }
                return Optional.of(next.fault);
            }
        }
        return Optional.empty();
    }
}
