package io.keydesk.provisioning.kubernetes.fake;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** What clients asked for, in the order of the answers; a watch is in it from its beginning. */
public final class RequestLog {

    /** So that a long benchmark does not fill the memory. */
    private static final int KEPT = 100_000;

    private final ArrayDeque<LoggedRequest> requests = new ArrayDeque<>();
    private final AtomicLong watches = new AtomicLong();
    private final AtomicLong others = new AtomicLong();

    RequestLog() {}

    /** Everything since the last {@link #clear}, or the last 100,000 of it. */
    public synchronized List<LoggedRequest> all() {
        return List.copyOf(requests);
    }

    /** Those of which this is true. */
    public List<LoggedRequest> matching(Predicate<Request> test) {
        return all().stream().filter(entry -> test.test(entry.request())).toList();
    }

    /** How many there were since the last {@link #clear}, watches left out. */
    public long count() {
        return others.get();
    }

    /** How many watches were begun since the last {@link #clear}. */
    public long watches() {
        return watches.get();
    }

    /** Forgets all. */
    public synchronized void clear() {
        requests.clear();
        watches.set(0);
        others.set(0);
    }

    synchronized void add(Request request, int status) {
        (request.isWatch() ? watches : others).incrementAndGet();
        requests.add(new LoggedRequest(request, status));
        if (requests.size() > KEPT) {
            requests.removeFirst();
        }
    }
}
