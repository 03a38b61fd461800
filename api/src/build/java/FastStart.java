import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Makes the folder from which {@code mvn -Prun} starts keydesk, with its AOT cache, for which keydesk is run once. The build
 * runs this file as it is, by {@code java FastStart.java <jar> <options> <folder>}, and nothing is done when all three are as
 * they were.
 *
 * <p>Without a cache keydesk only starts more slowly. So the build goes on where none can be made, and says why.
 */
final class FastStart {

    private final Place place;

    private FastStart(Place place) {
        this.place = place;
    }

    static void main(String... arguments) throws Exception {
        new FastStart(new Place(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]))).make();
    }

    private void make() throws IOException, InterruptedException, NoSuchAlgorithmException {
        var stamp = place.beside(".made-from");
        var source = place.fingerprint();
        if (Files.exists(stamp) && Files.readString(stamp).equals(source)) {
            return;
        }
        Files.deleteIfExists(stamp);
        // Deleted and not overwritten: a keydesk that runs from here keeps the files that it has open.
        Place.delete(place.folder());
        place.extract();
        if (train()) {
            Files.writeString(stamp, source);
        }
    }

    private boolean train() throws IOException, InterruptedException {
        var cache = place.cache();
        try {
            var java = Path.of(System.getProperty("java.home"), "bin", "java");
            new Training(place, java, cache, List.of()).run();
            System.out.printf("%s has %d MiB, so keydesk starts fast%n", cache, Files.size(cache) >> 20);
            return true;
        } catch (IOException e) {
            System.out.printf("WARNING: no AOT cache, so keydesk starts slowly: %s%n", e.getMessage());
            return false;
        }
    }
}
