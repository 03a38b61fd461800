package io.keydesk.provisioning.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts servers that depend on nothing of the terminal or the process that started them. */
final class Launcher {

    /** Servers write their files anew and must not open them to others. The paths are arguments, not part of the script. */
    private static final List<String> PRIVATELY = List.of("/bin/sh", "-c", "umask 077; exec \"$@\"", "keydesk");

    /** Takes a process out of reach of Ctrl-C in the terminal of keydesk; macOS has none. */
    private static final Path NEW_SESSION = Path.of("/usr/bin/setsid");

    private Launcher() {}

    static ProcessHandle start(ServerBinary binary, ClusterFolder folder, Slot slot) {
        var command = new ArrayList<String>();
        if (Files.isExecutable(NEW_SESSION)) {
            command.add(NEW_SESSION.toString());
        }
        command.addAll(PRIVATELY);
        command.add(binary.path().toString());
        command.add(folder.configuration(slot).toString());
        if (slot.kind() == Slot.Kind.SENTINEL) {
            command.add("--sentinel");
        }
        try {
            var process = new ProcessBuilder(command)
                    .directory(folder.node(slot.index()).toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(folder.log(slot).toFile()))
                    .start();
            process.getOutputStream().close();
            return process.toHandle();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
