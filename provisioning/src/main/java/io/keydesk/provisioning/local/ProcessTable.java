package io.keydesk.provisioning.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The servers of this machine that were started with a configuration file below a folder, by that file. */
record ProcessTable(Map<Path, ProcessHandle> byConfiguration) {

    /** Whatever the package of a distribution calls it: Debian's is a link to {@code valkey-check-rdb}. */
    private static final List<String> SERVERS = List.of("valkey", "redis");

    /** What Linux says of a program whose file was replaced since. */
    private static final String REPLACED = " (deleted)";

    ProcessTable {
        byConfiguration = Map.copyOf(byConfiguration);
    }

    /** @param server what this keydesk starts, if it is not called like one; {@code null} if it starts nothing */
    static ProcessTable scan(Path folder, @Nullable Path server) {
        var found = new HashMap<Path, ProcessHandle>();
        ProcessHandle.allProcesses()
                .filter(process -> isServer(process, server))
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

    /** An editor has the file among its arguments too, and must not be ended. */
    private static boolean isServer(ProcessHandle process, @Nullable Path server) {
        return process.info()
                .command()
                .map(command -> command.endsWith(REPLACED)
                        ? command.substring(0, command.length() - REPLACED.length())
                        : command)
                .map(Path::of)
                .filter(program -> isNamedLikeOne(program) || isSame(program, server))
                .isPresent();
    }

    static boolean isNamedLikeOne(Path program) {
        var name = String.valueOf(program.getFileName());
        return SERVERS.stream().anyMatch(name::contains);
    }

    private static boolean isSame(Path program, @Nullable Path server) {
        try {
            return server != null && program.equals(server.toRealPath());
        } catch (IOException gone) {
            return false;
        }
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
