package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.keydesk.provisioning.manifest.Premises;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.provisioning.Region;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The region as such: whether its API server answers, and what is there. Connects in the background, so that a region that is
 * away keeps nobody from starting, and asks every now and then whether the server is still there: a network that swallows all
 * would otherwise not be noticed by watches.
 */
final class KubernetesRegion implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesRegion.class);

    static final String TYPE = "kubernetes";

    private static final Duration WELL = Duration.ofSeconds(10);
    private static final Duration UNWELL = Duration.ofMillis(500);

    /** From 1.33 on pods change their resources while they run, without a feature gate. */
    private static final int RESIZES_SINCE = 33;

    private final String name;
    private final KubernetesRegionProperties properties;
    private final Inventory inventory;
    private final ScheduledExecutorService asking;
    private volatile @Nullable Link link;
    private volatile @Nullable String trouble;
    private boolean closed;

    /**
     * The API server, once everything that is there is known.
     *
     * @param resizes whether it changes the resources of pods while they run
     */
    record Link(
            KubernetesClient client,
            Inventory inventory,
            Watches watches,
            ObjectWriter writer,
            Premises premises,
            boolean resizes) {

        /** The same for clusters of other premises. */
        Link in(Premises others) {
            return new Link(client, inventory, watches, writer, others, resizes);
        }
    }

    /** @param changed hears of every change to an object of a cluster that somebody else has made */
    KubernetesRegion(
            String name, KubernetesRegionProperties properties, Clock clock, BiConsumer<ClusterId, ObjectRef> changed) {
        this.name = name;
        this.properties = properties;
        this.inventory = new Inventory(clock, (cluster, ref) -> {
            if (link().isPresent()) {
                changed.accept(cluster, ref);
            }
        });
        this.trouble = "Region %s is being connected to.".formatted(name);
        this.asking = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("region-" + name).daemon().factory());
        asking.execute(this::ask);
    }

    KubernetesRegionProperties properties() {
        return properties;
    }

    /** Nothing until all that is there is known; from then on for ever, also while the server is away. */
    Optional<Link> link() {
        return Optional.ofNullable(link).filter(known -> known.watches().haveSynced());
    }

    /** Why nothing can be changed there now; nothing if it can. */
    Optional<String> away() {
        return Optional.ofNullable(trouble);
    }

    Region describe() {
        return new Region(
                name,
                TYPE,
                trouble == null,
                trouble,
                new Region.Engine("valkey", properties.version(), false),
                null,
                properties.namespaces(),
                properties.accessLabelPrefix(),
                properties.engines());
    }

    private void ask() {
        become(answer());
        try {
            asking.schedule(this::ask, (trouble == null ? WELL : UNWELL).toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.atDebug().addKeyValue("region", name).log("No more questions: keydesk stops");
        }
    }

    private @Nullable String answer() {
        try {
            var known = connected();
            var version = known.client().getKubernetesVersion();
            if (version == null) {
                return "The API server of region %s does not tell its version.".formatted(name);
            }
            return known.watches().haveSynced()
                    ? null
                    : "What is there in region %s is being read%s."
                            .formatted(
                                    name,
                                    known.watches()
                                            .trouble()
                                            .map(words -> ": " + words)
                                            .orElse(""));
        } catch (KubernetesClientException e) {
            return "The API server of region %s does not answer: %s".formatted(name, Troubles.words(e));
        } catch (UncheckedIOException e) {
            return "The kubeconfig of region %s cannot be read: %s. Correct keydesk.regions.%s.kubeconfig."
                    .formatted(name, Troubles.words(e), name);
        } catch (RuntimeException e) {
            // Above all a context, or credentials, that make no sense.
            return "Region %s cannot be reached as it is configured: %s".formatted(name, e.getMessage());
        }
    }

    private synchronized Link connected() {
        var known = link;
        if (known != null) {
            return known;
        }
        var client = ApiServer.client(properties.kubeconfig(), properties.context());
        try {
            var version = client.getKubernetesVersion();
            boolean monitors = Kinds.OF_MONITORING.stream().allMatch(kind -> client.supports(Kinds.MONITORING, kind));
            var watches = new Watches(client, inventory);
            known = new Link(
                    client,
                    inventory,
                    watches,
                    new ObjectWriter(client, inventory),
                    properties.premises(monitors),
                    resizes(version.getMinor()));
            if (!closed) {
                link = known;
                watches.start(properties.namespace(), namedNamespaces(), monitors);
            }
            return known;
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** The namespaces of tenants, where each is named; nothing where a pattern stands for some. */
    private List<String> namedNamespaces() {
        var patterns = properties.tenantNamespaces();
        return patterns.stream().allMatch(pattern -> pattern.matches("[a-z0-9-]+")) ? patterns : List.of();
    }

    private static boolean resizes(@Nullable String minor) {
        var digits = minor == null ? "" : minor.replaceAll("[^0-9]", "");
        return !digits.isEmpty() && Integer.parseInt(digits) >= RESIZES_SINCE;
    }

    private void become(@Nullable String now) {
        var before = trouble;
        trouble = now;
        if (now != null && !now.equals(before)) {
            LOG.atWarn().addKeyValue("region", name).log(now);
        } else if (now == null && before != null) {
            LOG.atInfo().addKeyValue("region", name).log("The region answers");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        asking.shutdownNow();
        var known = link;
        if (known != null) {
            known.watches().close();
            known.client().close();
        }
    }
}
