package io.keydesk.provisioning.kubernetes.fake;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Work on things, each at most once in line, one after the other. */
final class WorkQueue<T> implements AutoCloseable {

    private final LinkedHashSet<T> waiting = new LinkedHashSet<>();
    private final Thread worker;
    private boolean closed;

    WorkQueue(String name, Consumer<T> work) {
        this.worker = Thread.ofVirtual().name("fake-kubernetes-" + name).start(() -> work(work));
    }

    synchronized void add(T item) {
        waiting.add(item);
        notifyAll();
    }

    void addAfter(T item, Duration delay) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> add(item));
    }

    private void work(Consumer<T> work) {
        try {
            while (true) {
                var item = next();
                try {
                    work.accept(item);
                } catch (Refused e) {
                    // the object changed in between: that is told too
                    addAfter(item, Duration.ofMillis(50));
                } catch (RuntimeException e) {
                    System.getLogger(WorkQueue.class.getName())
                            .log(System.Logger.Level.ERROR, "the fake Kubernetes failed at " + item, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized T next() throws InterruptedException {
        while (waiting.isEmpty() || closed) {
            wait();
        }
        return waiting.removeFirst();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        worker.interrupt();
    }
}
