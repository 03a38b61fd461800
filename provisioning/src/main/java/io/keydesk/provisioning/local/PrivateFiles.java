package io.keydesk.provisioning.local;

import io.keydesk.service.crash.CrashPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files of mode 0600 in folders of mode 0700, which are there completely or not at all. */
final class PrivateFiles {

    private static final String DRAFT = ".new";

    private PrivateFiles() {}

    static void createFolder(Path folder) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<String> read(Path file) {
        if (Files.notExists(file)) {
            // As with each preview of an order: to ask costs less than to fail.
            return Optional.empty();
        }
        try {
            // Bytes that are no text stand for something that nobody expects: what is wrong is said by who reads on.
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(new FileSystemException(file.toString(), null, e.getMessage()));
        }
    }

    /** @return whether the file had to be written, because it said something else or was not there */
    static boolean write(Path file, String content) {
        if (read(file).filter(content::equals).isPresent()) {
            return false;
        }
        var folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("a file in a folder is expected, not " + file);
        }
        try {
            var whole = Files.createTempFile(folder, ".", DRAFT);
            try {
                writeThrough(whole, content);
                CrashPoint.FILE_DRAFTED.reached();
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(whole);
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Until it is on the disk: else a power cut could leave an empty file under the new name. */
    private static void writeThrough(Path file, String content) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Whether a file is there that holds something, and whose path within the folder begins so. */
    static boolean isFilled(Path folder, String beginning) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (var files = Files.find(
                folder,
                2,
                (file, attributes) -> attributes.isRegularFile()
                        && attributes.size() > 0
                        && folder.relativize(file).toString().startsWith(beginning))) {
            return files.findAny().isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what a keydesk that was killed has not finished writing below this folder. Only servers write there now. */
    static void removeDrafts(Path folder) {
        visit(folder, new Visitor() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (isDraft(file)) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static boolean isDraft(Path file) {
        var name = String.valueOf(file.getFileName());
        return name.startsWith(".") && name.endsWith(DRAFT);
    }

    /** Removes a file, if it is there. */
    static void removeFile(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a folder with all that is in it, if it is there. Does not follow links. */
    static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        visit(folder, new Visitor() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                CrashPoint.FILE_REMOVED.reached();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void visit(Path folder, Visitor visitor) {
        try {
            Files.walkFileTree(folder, visitor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Servers rename and remove files of their own meanwhile. */
    private abstract static class Visitor extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
