package io.keydesk.provisioning.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Sees to it that one keydesk alone has the folder of a region. The lock ends with the process that holds it. */
final class RegionLock implements AutoCloseable {

    /** Closing any channel on a file gives up the process' lock on it (POSIX), so each is opened once. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private @Nullable FileChannel channel;

    RegionLock(Path region) {
        this.file = region.resolve("lock").toAbsolutePath().normalize();
    }

    /** Takes the lock if nobody else has it. Repeatable. */
    synchronized boolean acquire() {
        if (channel != null) {
            return true;
        }
        if (!HELD_HERE.add(file)) {
            return false;
        }
        try {
            channel = lock();
            return channel != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (channel == null) {
                HELD_HERE.remove(file);
            }
        }
    }

    private @Nullable FileChannel lock() throws IOException {
        var folder = file.getParent();
        if (folder != null) {
            PrivateFiles.createFolder(folder);
        }
        var opened = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (opened.tryLock() == null) {
            opened.close();
            return null;
        }
        opened.truncate(0).write(StandardCharsets.UTF_8.encode(thisProcess()));
        return opened;
    }

    private static String thisProcess() {
        return "process %d on %s".formatted(ProcessHandle.current().pid(), host());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a host without a name";
        }
    }

    /** Who has the lock, for people; only to be asked by who did not get it. */
    String holder() {
        return HELD_HERE.contains(file)
                ? "in this process"
                : PrivateFiles.read(file).filter(Predicate.not(String::isBlank)).orElse("of an unknown process");
    }

    @Override
    public synchronized void close() {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            channel = null;
            HELD_HERE.remove(file);
        }
    }
}
