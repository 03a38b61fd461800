package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a pod. A container's own file system is read-only; it writes in two places. {@code /run/valkey} is memory: the
 * servers rewrite their configuration there, passwords included, which so reach no disk. {@code /data} is a disk, and outlives
 * the pod where the cluster has persistence. Then Valkey and Sentinel each have a folder of it, and see only theirs: what a
 * Sentinel voted for is as needed after a loss of all pods as the data. It writes that into one file with the password that
 * Sentinels log in with, which so does reach the disk, beside the tenant's own data.
 */
final class Volumes {

    /** Where a process may keep what shall outlive its pod. */
    static final String DATA_PATH = "/data";

    private static final String CONFIG = "config";
    private static final String SCRIPTS = "scripts";
    private static final String SECRETS = "secrets";
    private static final String RUN = "run";
    private static final String DATA = "data";
    private static final String EXPORTER = "exporter";

    /**
     * Of the memory of the plan, 70 % of which is data: an append-only file may grow to twice the data before it is written
     * anew beside the old one, and a replica keeps the copy from its primary beside its own files.
     */
    private static final int DISK_PER_MEMORY = 3;

    private Volumes() {}

    static List<Volume> of(Blueprint blueprint) {
        var names = blueprint.names();
        var volumes = new ArrayList<Volume>();
        // spotless:off
        volumes.add(new VolumeBuilder()
                .withName(CONFIG)
                .withNewConfigMap()
                    .withName(names.nodes())
                .endConfigMap()
                .build());
        volumes.add(new VolumeBuilder()
                .withName(SCRIPTS)
                .withNewConfigMap()
                    .withName(names.scripts())
                    .withDefaultMode(0555)
                .endConfigMap()
                .build());
        volumes.add(new VolumeBuilder()
                .withName(SECRETS)
                .withNewSecret()
                    .withSecretName(names.auth())
                    .withDefaultMode(0440)
                .endSecret()
                .build());
        volumes.add(new VolumeBuilder()
                .withName(RUN)
                .withNewEmptyDir()
                    .withMedium("Memory")
                    .withSizeLimit(Amounts.ofMebibytes(8))
                .endEmptyDir()
                .build());
        if (blueprint.directives().forgets()) {
            // A replica keeps the copy from its primary here until it has read it.
            volumes.add(new VolumeBuilder()
                    .withName(DATA)
                    .withNewEmptyDir()
                    .endEmptyDir()
                    .build());
        }
        if (blueprint.premises().exporterImage() != null) {
            volumes.add(new VolumeBuilder()
                    .withName(EXPORTER)
                    .withNewSecret()
                        .withSecretName(names.auth())
                        .withDefaultMode(0440)
                        .addNewItem()
                            .withKey(AuthSecret.EXPORTER)
                            .withPath(AuthSecret.EXPORTER)
                        .endItem()
                    .endSecret()
                    .build());
        }
        // spotless:on
        return volumes;
    }

    /**
     * What the StatefulSet makes a volume of for each node. It cannot be changed once a StatefulSet has it, so it says nothing
     * that changes with a revision but its size.
     */
    static List<PersistentVolumeClaim> claims(Blueprint blueprint) {
        if (blueprint.directives().forgets()) {
            return List.of();
        }
        // spotless:off
        return List.of(new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                    .withName(DATA)
                    .withLabels(Labels.of(blueprint))
                .endMetadata()
                .withNewSpec()
                    .withAccessModes("ReadWriteOnce")
                    .withStorageClassName(blueprint.premises().storageClass())
                    .withNewResources()
                        .addToRequests("storage", Amounts.ofBytes(DISK_PER_MEMORY * blueprint.plan().memoryBytes()))
                    .endResources()
                .endSpec()
                .build());
        // spotless:on
    }

    static List<VolumeMount> ofValkey(Blueprint blueprint) {
        var mounts = common();
        mounts.add(blueprint.directives().forgets() ? mount(DATA, DATA_PATH) : folder("valkey"));
        return mounts;
    }

    static List<VolumeMount> ofSentinel(Blueprint blueprint) {
        var mounts = common();
        if (!blueprint.directives().forgets()) {
            mounts.add(folder("sentinel"));
        }
        return mounts;
    }

    static List<VolumeMount> ofExporter() {
        return List.of(mount(EXPORTER, "/secrets"));
    }

    private static List<VolumeMount> common() {
        return new ArrayList<>(List.of(
                mount(CONFIG, "/config"),
                mount(SCRIPTS, "/scripts"),
                mount(SECRETS, "/secrets"),
                mount(RUN, "/run/valkey")));
    }

    private static VolumeMount mount(String volume, String path) {
        return new VolumeMountBuilder().withName(volume).withMountPath(path).build();
    }

    /** The kubelet makes the folder, with the group of the volume. */
    private static VolumeMount folder(String name) {
        return new VolumeMountBuilder(mount(DATA, DATA_PATH)).withSubPath(name).build();
    }
}
