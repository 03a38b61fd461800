package io.keydesk.api.load;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.springframework.util.FileSystemUtils;

/** Runs the whole load for as many minutes as its argument says. Exits with 1 if anything went wrong, or the heap grew. */
final class Load {

    private Load() {}

    public static void main(String... arguments) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("keydesk-load-");
        var report = new LoadRun(Plan.full(Duration.ofMinutes(Long.parseLong(arguments[0]))), folder).run();
        System.out.println(report);
        if (report.isGood()) {
            FileSystemUtils.deleteRecursively(folder);
        } else {
            System.out.println("The log of keydesk and what filled its heap are kept in " + folder);
        }
        System.exit(report.isGood() ? 0 : 1);
    }
}
