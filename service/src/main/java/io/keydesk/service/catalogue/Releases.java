package io.keydesk.service.catalogue;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The releases of Valkey that this keydesk knows, from their <a
 * href="https://github.com/valkey-io/valkey/releases">release notes</a>, oldest first. Each line is maintained for <a
 * href="https://valkey.io/topics/releases/">three years</a> from its first release. A region may run others too.
 */
final class Releases {

    private static final int YEARS = 3;

    private static final LocalDate SEVEN_TWO = LocalDate.of(2024, 4, 16);
    private static final LocalDate EIGHT_ZERO = LocalDate.of(2024, 9, 15);
    private static final LocalDate EIGHT_ONE = LocalDate.of(2025, 3, 31);
    private static final LocalDate NINE_ZERO = LocalDate.of(2025, 10, 21);

    static final List<Release> ALL = List.of(
            feature("7.2.5", SEVEN_TWO, "The first Valkey: it does what Redis 7.2 does."),
            security("7.2.7", "2024-10-02", SEVEN_TWO, "Mends CVE-2024-31449, CVE-2024-31227 and CVE-2024-31228."),
            security("7.2.8", "2025-01-06", SEVEN_TWO, "Mends CVE-2024-46981 and CVE-2024-51741."),
            feature(
                    "8.0.0",
                    EIGHT_ZERO,
                    "Reads and writes sockets beside the main thread, takes less memory for each key, and copies to replicas over two connections."),
            security("8.0.1", "2024-10-02", EIGHT_ZERO, "Mends CVE-2024-31449, CVE-2024-31227 and CVE-2024-31228."),
            security("8.0.2", "2025-01-06", EIGHT_ZERO, "Mends CVE-2024-46981 and CVE-2024-51741."),
            feature(
                    "8.1.0",
                    EIGHT_ONE,
                    "A new hash table takes less memory for each key; conditional SET, and logs of large replies and requests."),
            security("8.1.1", "2025-04-23", EIGHT_ONE, "Mends CVE-2025-21605."),
            security("8.1.2", "2025-06-11", EIGHT_ONE, "Mends CVE-2025-27151."),
            security("8.1.3", "2025-07-06", EIGHT_ONE, "Mends CVE-2025-32023 and CVE-2025-48367."),
            security(
                    "8.1.4",
                    "2025-10-03",
                    EIGHT_ONE,
                    "Mends CVE-2025-49844, CVE-2025-46817, CVE-2025-46818 and CVE-2025-46819."),
            feature("9.0.0", NINE_ZERO, "Fields of hashes can expire by themselves, and DELIFEQ deletes by value."));

    private Releases() {}

    static Optional<Release> find(Version version) {
        return ALL.stream().filter(release -> release.version().equals(version)).findFirst();
    }

    private static Release feature(String version, LocalDate first, String summary) {
        return new Release(Version.parse(version), first, first.plusYears(YEARS), false, summary);
    }

    private static Release security(String version, String released, LocalDate first, String summary) {
        return new Release(Version.parse(version), LocalDate.parse(released), first.plusYears(YEARS), true, summary);
    }
}
