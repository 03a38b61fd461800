package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The machines that pods run on: what they cannot do. */
public final class Machines {

    private record Trouble<T>(Predicate<T> about, String message) {}

    private final List<Trouble<String>> images = new CopyOnWriteArrayList<>();
    private final List<Trouble<JsonNode>> pods = new CopyOnWriteArrayList<>();
    private final List<Trouble<JsonNode>> resizes = new CopyOnWriteArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    Machines() {}

    /**
     * These images cannot be pulled by containers that start from now on.
     *
     * @param message as the registry words it
     */
    public void cannotPull(Predicate<String> images, String message) {
        this.images.add(new Trouble<>(images, message));
        changed();
    }

    /**
     * No machine takes these pods from now on.
     *
     * @param message as the scheduler words it
     */
    public void haveNoRoomFor(Predicate<JsonNode> pods, String message) {
        this.pods.add(new Trouble<>(pods, message));
        changed();
    }

    /** These pods cannot be resized where they are. */
    public void cannotResize(Predicate<JsonNode> pods, String message) {
        resizes.add(new Trouble<>(pods, message));
        changed();
    }

    /** All goes well again. */
    public void recover() {
        images.clear();
        pods.clear();
        resizes.clear();
        changed();
    }

    Optional<String> unpullable(String image) {
        return message(images, image);
    }

    Optional<String> unschedulable(JsonNode pod) {
        return message(pods, pod);
    }

    Optional<String> infeasible(JsonNode pod) {
        return message(resizes, pod);
    }

    void listen(Runnable listener) {
        listeners.add(listener);
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    private static <T> Optional<String> message(List<Trouble<T>> troubles, T subject) {
        return troubles.stream()
                .filter(trouble -> trouble.about().test(subject))
                .map(Trouble::message)
                .findFirst();
    }
}
