package io.keydesk.persistence.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Keeps a folder for this process. The system takes the lock back when the process ends, however it ends. */
final class FolderLock implements AutoCloseable {

    private final FileChannel file;

    private FolderLock(FileChannel file) {
        this.file = file;
    }

    /** @throws HomeInUse if another process, or another part of this one, has it */
    static FolderLock take(Path folder, Path home) {
        try {
            Files.createDirectories(folder);
            closeToOthers(folder);
            var file = FileChannel.open(
                    folder.resolve("keydesk.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (lock(file) == null) {
                var holder = holder(file);
                file.close();
                throw new HomeInUse(home, holder);
            }
            file.truncate(0).write(StandardCharsets.UTF_8.encode(thisProcess()));
            return new FolderLock(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + folder, e);
        }
    }

    /** What the one that has the lock has written of itself. */
    private static String holder(FileChannel file) throws IOException {
        var said = ByteBuffer.allocate(300);
        file.read(said, 0);
        var holder = StandardCharsets.UTF_8.decode(said.flip()).toString();
        return holder.isBlank() ? "of an unknown process" : holder;
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

    /** The library lets everybody write to the folder of the programs that it unpacks below this one. */
    private static void closeToOthers(Path folder) throws IOException {
        if (Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
