package io.keydesk.service.catalogue;

import io.keydesk.service.catalogue.SettingType.Choice;
import io.keydesk.service.catalogue.SettingType.Flags;
import io.keydesk.service.catalogue.SettingType.Percent;
import io.keydesk.service.catalogue.SettingType.WholeNumber;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The settings of Valkey that tenants may change, in the order in which people are shown them. Defaults are those of the
 * Welkin platform where it states one; names and ranges are those of <a
 * href="https://valkey.io/topics/valkey.conf/">valkey.conf</a>.
 */
final class Settings {

    private static final EngineVersion ALWAYS = new EngineVersion(6, 2);
    private static final EngineVersion SEVEN = new EngineVersion(7, 0);
    private static final Choice YES_NO = new Choice(List.of("yes", "no"));

    static final List<Setting> ALL = List.of(
            live(
                    "maxmemory-policy",
                    new Choice(List.of(
                            "noeviction",
                            "allkeys-lru",
                            "allkeys-lfu",
                            "allkeys-random",
                            "volatile-lru",
                            "volatile-lfu",
                            "volatile-random",
                            "volatile-ttl")),
                    "allkeys-lru",
                    "Which keys go first when the memory is full; volatile-* only evicts keys that have a TTL."),
            live(
                    "timeout",
                    new WholeNumber(20, 31_536_000, true),
                    "0",
                    "s",
                    "After how long an idle client is disconnected; 0 means never."),
            live(
                    "tcp-keepalive",
                    new WholeNumber(0, 3_600, false),
                    "60",
                    "s",
                    "How often an idle connection is probed, so that dead clients are noticed; 0 switches it off."),
            live(
                    "notify-keyspace-events",
                    new Flags("KEg$lshztdxemnA", "KE"),
                    "",
                    "Which changes of keys are published to subscribers; each costs CPU."),
            live(
                    "lfu-log-factor",
                    new WholeNumber(0, 100, false),
                    "10",
                    "How slowly the access counter of allkeys-lfu and volatile-lfu grows."),
            live(
                    "lfu-decay-time",
                    new WholeNumber(0, 120, false),
                    "1",
                    "min",
                    "After how long without access the counter of the lfu policies is halved."),
            live(
                    "active-expire-effort",
                    new WholeNumber(1, 10, false),
                    "1",
                    "How much CPU goes into removing expired keys before they are asked for."),
            live(
                    "activedefrag",
                    YES_NO,
                    "no",
                    "Whether memory is defragmented while running; it needs a server built with jemalloc."),
            new Setting(
                    "maxmemory-clients",
                    new Percent(0, 100),
                    "10%",
                    null,
                    false,
                    SEVEN,
                    "Share of the memory that all clients' buffers may take together; 0% means no limit."),
            live(
                    "client-output-buffer-limit pubsub",
                    new WholeNumber(32, 512, false),
                    "32",
                    "MB",
                    "At which backlog a slow subscriber is disconnected; a quarter of it for a minute also does it."),
            live(
                    "acl-pubsub-default",
                    new Choice(List.of("allchannels", "resetchannels")),
                    "resetchannels",
                    "Whether the application's user may use all pub/sub channels or none."),
            restart(
                    "databases",
                    new WholeNumber(1, 128, false),
                    "16",
                    "How many numbered databases SELECT can choose from."),
            restart(
                    "io-threads",
                    new WholeNumber(1, 16, false),
                    "1",
                    "How many threads read and write sockets; at most the CPUs of the plan."),
            restart(
                    "persistence",
                    new Choice(List.of("off", "rdb", "aof")),
                    "off",
                    "Whether data is written to disk: not at all, as snapshots, or every second."));

    private static final Map<String, Setting> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Setting::name, Function.identity()));

    private Settings() {}

    static Optional<Setting> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static Setting live(String name, SettingType type, String defaultValue, String help) {
        return new Setting(name, type, defaultValue, null, false, ALWAYS, help);
    }

    private static Setting live(String name, SettingType type, String defaultValue, String unit, String help) {
        return new Setting(name, type, defaultValue, unit, false, ALWAYS, help);
    }

    private static Setting restart(String name, SettingType type, String defaultValue, String help) {
        return new Setting(name, type, defaultValue, null, true, ALWAYS, help);
    }
}
