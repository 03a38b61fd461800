package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Runs the containers of all pods as processes of this machine. */
final class Kubelet implements PodRunner {

    private final ObjectStore store;
    private final Writes writes;
    private final Addresses addresses;
    private final Machines machines;
    private final Tempo tempo;
    private final Environment environment;
    private final Events events;
    private final Processes processes = new Processes();
    private final Path home;
    private final Map<String, PodRun> runs = new ConcurrentHashMap<>();
    private final WorkQueue<Change> pods = new WorkQueue<>("pods", this::follow);
    private final WorkQueue<String> mounts = new WorkQueue<>("mounts", this::refresh);

    Kubelet(ObjectStore store, Writes writes, Addresses addresses, Machines machines, Tempo tempo) {
        this.store = store;
        this.writes = writes;
        this.addresses = addresses;
        this.machines = machines;
        this.tempo = tempo;
        this.environment = new Environment(store);
        this.events = new Events(store, writes, "kubelet");
        try {
            this.home = Files.createTempDirectory("fake-kubernetes").toRealPath();
            Files.createDirectories(home.resolve("logs"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        machines.listen(() -> runs.values().forEach(PodRun::wake));
        store.listen(this::changed);
    }

    private void changed(Change change) {
        var resource = change.key().resource();
        if (resource.equals(Resources.POD)) {
            pods.add(change);
        } else if (resource.equals(Resources.CONFIG_MAP) || resource.equals(Resources.SECRET)) {
            if (change.before() == null) {
                // containers may wait for it
                mounts.add(change.key().namespace());
            } else {
                // a real kubelet takes about a minute
                mounts.addAfter(change.key().namespace(), tempo.ofSeconds(5));
            }
        }
    }

    private void follow(Change change) {
        var subject = change.subject();
        if (change.before() == null) {
            var run = new PodRun(this, subject);
            runs.put(subject.uid(), run);
            run.start();
        } else if (runs.get(subject.uid()) instanceof PodRun run) {
            if (change.after() == null) {
                run.removed();
            } else {
                run.changed(subject);
            }
        }
    }

    private void refresh(String namespace) {
        runs.values().stream()
                .filter(run -> run.key().namespace().equals(namespace))
                .forEach(PodRun::refresh);
    }

    @Override
    public Optional<RunningContainer> running(Key pod, String container) {
        return run(pod).flatMap(run -> run.running(container));
    }

    @Override
    public Optional<String> address(Key pod) {
        return run(pod).flatMap(run -> Optional.ofNullable(run.address()));
    }

    private Optional<PodRun> run(Key pod) {
        return store.get(pod).flatMap(object -> Optional.ofNullable(runs.get(object.uid())));
    }

    @Override
    public Path log(Key pod, String container) {
        return home.resolve("logs").resolve("%s_%s_%s.log".formatted(pod.namespace(), pod.name(), container));
    }

    Path folder(Stored pod) {
        return home.resolve("pods").resolve(pod.uid());
    }

    Path claims() {
        return home.resolve("claims");
    }

    ObjectStore store() {
        return store;
    }

    Machines machines() {
        return machines;
    }

    Tempo tempo() {
        return tempo;
    }

    Environment environment() {
        return environment;
    }

    Processes processes() {
        return processes;
    }

    /** That of the Service which selects this pod alone, for on this machine nothing leads from there to another. */
    String addressFor(Key pod) {
        return PodAddresses.of(store, pod).orElseGet(addresses::take);
    }

    void report(Key pod, String uid, Supplier<PodView> view) {
        writes.modify(pod, tree -> {
            if (uid(tree).equals(uid)) {
                view.get().writeTo(tree);
            }
        });
    }

    void tell(Key pod, String uid, String type, String reason, String message) {
        store.get(pod).filter(object -> object.uid().equals(uid)).ifPresent(object -> {
            if (type.equals("Normal")) {
                events.normal(object, reason, message);
            } else {
                events.warning(object, reason, message);
            }
        });
    }

    void ended(PodRun run, String uid) {
        runs.remove(uid);
        try {
            writes.delete(run.key(), DeleteOptions.atOnce(uid));
        } catch (Refused e) {
            // it was gone before
        }
    }

    private static String uid(JsonNode pod) {
        return pod.at("/metadata/uid").asText();
    }

    @Override
    public void close() {
        pods.close();
        mounts.close();
        var last = List.copyOf(runs.values());
        last.forEach(PodRun::abandon);
        processes.close();
        try {
            for (var run : last) {
                run.awaitEnd(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Folders.remove(home);
    }
}
