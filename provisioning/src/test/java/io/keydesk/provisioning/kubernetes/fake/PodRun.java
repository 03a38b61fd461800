package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pod on its machine, from its creation until its last process has ended. */
final class PodRun implements ContainerRun.Sandbox {

    /** Where the data plane's scripts look, and the variables that redirect them, for a container here has no root of its own. */
    private static final Map<String, String> REDIRECTED =
            Map.of("/config", "CONFIG_DIR", "/secrets", "SECRETS_DIR", "/run/valkey", "RUN_DIR", "/data", "DATA_DIR");

    private final Kubelet kubelet;
    private final Key key;
    private final String uid;
    private final ObjectNode pod;
    private final Path folder;
    private final Volumes volumes;
    private final List<ContainerRun> containers = new ArrayList<>();
    private final List<ContainerRun> begun = new ArrayList<>();
    private @Nullable Instant deadline;
    private @Nullable String address;
    private @Nullable String unschedulable;
    private @Nullable String infeasible;
    private @Nullable Thread thread;
    private boolean over;

    PodRun(Kubelet kubelet, Stored created) {
        this.kubelet = kubelet;
        this.key = created.key();
        this.uid = created.uid();
        this.pod = created.tree();
        this.folder = kubelet.folder(created);
        this.volumes = new Volumes(kubelet.store(), folder, kubelet.claims(), pod);
        PodView.initContainers(pod).forEach(spec -> containers.add(container(spec, true)));
        PodView.containers(pod).forEach(spec -> containers.add(container(spec, false)));
    }

    private ContainerRun container(JsonNode spec, boolean initial) {
        return new ContainerRun(spec, initial, this, kubelet.machines(), kubelet.tempo());
    }

    void start() {
        thread = Thread.ofVirtual().name("fake-kubernetes-pod").start(this::run);
    }

    Key key() {
        return key;
    }

    Optional<RunningContainer> running(String container) {
        return containers.stream()
                .filter(run -> run.name().equals(container))
                .findFirst()
                .flatMap(run -> Optional.ofNullable(run.running()));
    }

    @Nullable
    String address() {
        return address;
    }

    private void run() {
        try {
            schedule();
            for (var container : containers) {
                if (!begin(container)) {
                    break;
                }
                if (container.view().sidecar()) {
                    container.awaitStarted(() -> deadline() != null);
                } else if (container.initial()) {
                    container.awaitOver();
                }
            }
            end(awaitDeletion());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kubelet.ended(this, uid);
        Folders.remove(folder);
    }

    private void schedule() throws InterruptedException {
        while (deadline() == null) {
            unschedulable = kubelet.machines().unschedulable(pod).orElse(null);
            changed();
            if (unschedulable == null) {
                break;
            }
            tell("Warning", "FailedScheduling", unschedulable);
            await(Duration.ofSeconds(30));
        }
    }

    private synchronized boolean begin(ContainerRun container) {
        if (deadline != null) {
            return false;
        }
        begun.add(container);
        container.start();
        return true;
    }

    private synchronized @Nullable Instant deadline() {
        return deadline;
    }

    private synchronized Instant awaitDeletion() throws InterruptedException {
        while (deadline == null) {
            wait();
        }
        return deadline;
    }

    /** Containers at once, then sidecars one by one, from the last. */
    private void end(Instant until) throws InterruptedException {
        var mains = begun.stream().filter(run -> !run.initial()).toList();
        var threads = mains.stream()
                .map(run -> Thread.ofVirtual().start(() -> run.stop(until)))
                .toList();
        for (var thread : threads) {
            thread.join();
        }
        begun.reversed().stream().filter(ContainerRun::initial).forEach(run -> run.stop(until));
        synchronized (this) {
            over = true;
        }
    }

    /** The object changed: a deletion, or other resources. */
    void changed(Stored now) {
        var tree = now.tree();
        if (now.terminating()) {
            delete(Duration.ofSeconds(
                    tree.at("/metadata/deletionGracePeriodSeconds").asLong()));
        }
        infeasible = null;
        for (var run : containers) {
            var list = run.initial() ? PodView.initContainers(tree) : PodView.containers(tree);
            list.stream()
                    .filter(spec -> spec.path("name").asText().equals(run.name()))
                    .map(spec -> spec.path("resources"))
                    .filter(resources -> !resources.equals(run.view().resources()))
                    .forEach(resources -> {
                        infeasible = kubelet.machines().infeasible(tree).orElse(null);
                        if (infeasible == null) {
                            run.resized(resources);
                        }
                    });
        }
        changed();
    }

    /** The object is gone, by force: what runs is found out, and gets the least of time. */
    void removed() {
        delete(Duration.ofSeconds(1));
    }

    private synchronized void delete(Duration grace) {
        if (deadline == null) {
            deadline = Instant.now().plus(grace);
        }
        notifyAll();
    }

    /** Something that containers may have waited for. */
    synchronized void wake() {
        notifyAll();
    }

    /** Brings mounted files up to date. */
    void refresh() {
        try {
            volumes.refresh();
        } catch (Environment.Missing e) {
            // what was mounted stays as it is
        }
        wake();
    }

    /** Ends without any grace, as when the machine dies. */
    void abandon() {
        delete(Duration.ZERO);
    }

    void awaitEnd(Duration patience) throws InterruptedException {
        if (thread != null) {
            thread.join(patience);
        }
    }

    @Override
    public RunningContainer start(JsonNode container) throws Environment.Missing {
        volumes.refresh();
        var variables = kubelet.environment().of(pod, container);
        var mounts = volumes.mounts(container);
        var command = new ArrayList<>(Probe.command(container.path("command"), mounts));
        if (command.isEmpty()) {
            return RunningContainer.pretended(kubelet.processes(), folder);
        }
        command.addAll(Probe.command(container.path("args"), mounts));
        var all = new LinkedHashMap<String, String>();
        variables.forEach((name, value) -> all.put(name, Volumes.redirected(value, mounts)));
        REDIRECTED.forEach((path, variable) -> all.putIfAbsent(
                variable, String.valueOf(mounts.getOrDefault(path, folder.resolve("not-mounted" + path)))));
        all.put("BIND", addressed());
        all.put("PROBE_HOST", addressed());
        all.put("HOSTNAME", key.name());
        var log = kubelet.log(key, container.path("name").asText());
        try {
            Files.createDirectories(folder);
            return RunningContainer.process(kubelet.processes(), command, all, folder, log);
        } catch (IOException e) {
            throw new Environment.Missing(String.valueOf(e.getMessage()));
        }
    }

    private synchronized String addressed() {
        if (address == null) {
            address = kubelet.addressFor(key);
        }
        return address;
    }

    @Override
    public Probe probe(JsonNode container, String kind) {
        return new Probe(container.path(kind), volumes.mounts(container), addressed());
    }

    @Override
    public RunningContainer.Executed hook(RunningContainer running, JsonNode container, Duration timeout) {
        return running.execute(
                Probe.command(container.at("/lifecycle/preStop/exec/command"), volumes.mounts(container)), timeout);
    }

    @Override
    public void changed() {
        synchronized (this) {
            notifyAll();
            if (over) {
                return;
            }
        }
        kubelet.report(key, uid, this::view);
    }

    private PodView view() {
        return new PodView(
                unschedulable,
                address,
                infeasible,
                containers.stream().map(ContainerRun::view).toList());
    }

    @Override
    public void tell(String type, String reason, String message) {
        kubelet.tell(key, uid, type, reason, message);
    }

    @Override
    public synchronized void await(Duration time) throws InterruptedException {
        if (time.isPositive()) {
            wait(Math.max(1, time.toMillis()));
        }
    }
}
