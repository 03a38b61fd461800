package io.keydesk.provisioning.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.keydesk.provisioning.manifest.Labels;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.work.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InventoryTests {

    private static final ClusterId CLUSTER = new ClusterId(UUID.randomUUID());
    private static final ObjectRef REF = new ObjectRef("ConfigMap", "shop", "a");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-25T10:00:00Z"));
    private final List<ObjectRef> changed = new ArrayList<>();
    private final Inventory inventory = new Inventory(clock, (_, ref) -> changed.add(ref));
    private final ItemStore<ConfigMap> watched = inventory.store(ConfigMap.class);

    @Test
    void knowsWhatAWatchTells() {
        watched.put("shop/a", object(5));

        assertThat(inventory.of(CLUSTER)).containsOnlyKeys(REF);
        assertThat(changed).containsExactly(REF);
    }

    @Test
    void countsWhatWasWrittenAtOnceAndHearsNoNewsInIt() {
        inventory.wrote(CLUSTER, object(5));
        assertThat(version()).isEqualTo("5");

        watched.put("shop/a", object(5));

        assertThat(changed).isEmpty();
        assertThat(version()).isEqualTo("5");
    }

    @Test
    void keepsWhatWasWrittenUntilTheWatchIsAsFar() {
        watched.put("shop/a", object(3));
        inventory.wrote(CLUSTER, object(5));
        watched.put("shop/a", object(4));

        assertThat(version()).isEqualTo("5");
    }

    @Test
    void forgetsWhatNoWatchEverTells() {
        inventory.wrote(CLUSTER, object(5));

        clock.advance(Duration.ofMinutes(1));

        assertThat(inventory.of(CLUSTER)).isEmpty();
    }

    @Test
    void hearsOfWhatIsGone() {
        watched.put("shop/a", object(5));
        watched.remove("shop/a");

        assertThat(inventory.of(CLUSTER)).isEmpty();
        assertThat(changed).containsExactly(REF, REF);
    }

    @Test
    void missesAnObjectWhoseLabelWasRemoved() {
        watched.put("shop/a", object(5));
        watched.put(
                "shop/a",
                new ConfigMapBuilder(object(6))
                        .editMetadata()
                        .removeFromLabels(Labels.CLUSTER_ID)
                        .endMetadata()
                        .build());

        assertThat(inventory.of(CLUSTER)).isEmpty();
    }

    @Test
    void keepsNoBookkeepingAndNoLongTexts() {
        var large = new ConfigMapBuilder(object(5))
                .addToData("script", "x".repeat(100_000))
                .build();

        watched.put("shop/a", large);

        assertThat(inventory.of(CLUSTER).get(REF))
                .satisfies(entry -> assertThat(entry.json()).hasSizeLessThan(1_000));
    }

    private String version() {
        return inventory.of(CLUSTER).values().iterator().next().version();
    }

    private static ConfigMap object(long version) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("a")
                .withResourceVersion(Long.toString(version))
                .addToLabels(Labels.CLUSTER_ID, CLUSTER.toString())
                .addNewManagedField()
                .withManager("keydesk")
                .endManagedField()
                .endMetadata()
                .build();
    }
}
