package io.keydesk.provisioning.local;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.AdminClient;
import io.keydesk.provisioning.valkey.Dialer;
import io.keydesk.provisioning.valkey.UnderLoad;
import io.keydesk.service.cluster.NodeObservation;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.provisioning.Credentials;
import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Looping;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisSentinelClient;

/** A cluster of a test that is ready, with what the test knows of it. */
record RunningCluster(LocalProvisioner provisioner, ClusterFolder folder, DesiredCluster desired) {

    static RunningCluster order(LocalRegionFixture region, LocalProvisioner provisioner) {
        return order(region, provisioner, Map.of());
    }

    static RunningCluster order(LocalRegionFixture region, LocalProvisioner provisioner, Map<String, String> settings) {
        var desired = Desired.cluster("orders-cache", settings);
        Looping.apply(provisioner, desired).ready();
        return new RunningCluster(provisioner, region.folder(desired.id()), desired);
    }

    /** Asks for other settings, and takes the steps. */
    Looping.Ended change(Map<String, String> settings) {
        return apply(Desired.changed(desired, settings));
    }

    /** Takes the steps to another revision. */
    Looping.Ended apply(DesiredCluster next) {
        return Looping.apply(provisioner, next);
    }

    Observation observe() {
        return provisioner.observe(desired);
    }

    /** Takes steps until it is ready again. */
    Looping.Ended settle() {
        return Looping.apply(provisioner, desired);
    }

    /** Does this while an application writes to the cluster. */
    <T> UnderLoad<T> underLoad(String scenario, Supplier<T> work) {
        return UnderLoad.run("local: " + scenario, sentinels(), credentials(), work);
    }

    Credentials credentials() {
        return provisioner.credentials(desired.id()).orElseThrow();
    }

    NodeObservation primary() {
        return observe().primary().orElseThrow();
    }

    List<String> sentinels() {
        return requireNonNull(observe().endpoints()).sentinels();
    }

    /** What keydesk itself would be answered by a node. */
    Object ask(int node, String... words) {
        return ask(address(node), words);
    }

    Object askSentinel(int index, String... words) {
        return ask(ClusterRecord.read(folder).orElseThrow().layout().address(Slot.sentinel(index)), words);
    }

    /** One step. */
    void step() {
        provisioner.apply(desired);
    }

    private Object ask(Address address, String... words) {
        var login = SecretFiles.read(folder).orElseThrow().opsLogin();
        try (var connection = new AdminClient(login, Dialer.DIRECT).open(address)) {
            return requireNonNull(connection.ask(words));
        }
    }

    String setting(int node, String name) {
        return ((List<?>) ask(node, "CONFIG", "GET", name)).get(1).toString();
    }

    Address address(int node) {
        return ClusterRecord.read(folder).orElseThrow().layout().address(Slot.node(node));
    }

    long pid(Slot slot) {
        var file = folder.configuration(slot);
        return ProcessTable.scan(folder.root(), null).of(file).orElseThrow().pid();
    }

    List<Long> pids() {
        return IntStream.range(0, 3)
                .boxed()
                .flatMap(i -> Stream.of(pid(Slot.node(i)), pid(Slot.sentinel(i))))
                .toList();
    }

    /** As {@code kill -9}. */
    void kill(Slot slot) {
        var process = ProcessHandle.of(pid(slot)).orElseThrow();
        process.destroyForcibly();
        await().atMost(Duration.ofSeconds(5)).until(() -> !process.isAlive());
    }

    /** What a Sentinel-aware client of the tenant would use. */
    RedisSentinelClient client() {
        return client(0);
    }

    RedisSentinelClient client(int database) {
        var config = DefaultJedisClientConfig.builder()
                .user(credentials().username())
                .password(credentials().password())
                .database(database);
        return RedisSentinelClient.builder()
                .masterName("mymaster")
                .sentinels(sentinels().stream().map(HostAndPort::from).collect(Collectors.toSet()))
                .clientConfig(config.build())
                .build();
    }
}
