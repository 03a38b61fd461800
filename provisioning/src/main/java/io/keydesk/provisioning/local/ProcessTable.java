package io.keydesk.provisioning.local;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The processes of this machine that were started with a configuration file below a folder, by that file. */
record ProcessTable(Map<Path, ProcessHandle> byConfiguration) {

    ProcessTable {
        byConfiguration = Map.copyOf(byConfiguration);
    }

    static ProcessTable scan(Path folder) {
        var found = new HashMap<Path, ProcessHandle>();
        ProcessHandle.allProcesses()
                .forEach(process -> configuration(process, folder).ifPresent(file -> found.put(file, process)));
        return new ProcessTable(found);
    }

    Optional<ProcessHandle> of(Path configuration) {
        return Optional.ofNullable(byConfiguration.get(configuration));
    }

    /** Whether a process lives and is still the one that was started with this file: ids are used again. */
    static boolean runs(ProcessHandle process, Path configuration) {
        return process.isAlive() && arguments(process).anyMatch(argument -> argument.equals(configuration.toString()));
    }

    private static Optional<Path> configuration(ProcessHandle process, Path folder) {
        return arguments(process)
                .filter(argument -> argument.startsWith(folder + "/") && argument.endsWith(".conf"))
                .map(Path::of)
                .findFirst();
    }

    private static Stream<String> arguments(ProcessHandle process) {
        return process.info().arguments().stream().flatMap(Arrays::stream);
    }
}
