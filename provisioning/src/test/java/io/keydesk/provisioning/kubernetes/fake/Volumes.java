package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The volumes of one pod as folders. Its files change as a kubelet's do: all of a folder at once, by a link. */
final class Volumes {

    private static final PosixFilePermission[] PERMISSIONS = {
        PosixFilePermission.OTHERS_EXECUTE,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.OWNER_READ
    };

    private final ObjectStore store;
    private final Path folder;
    private final Path claims;
    private final JsonNode pod;
    private final Map<Path, Map<String, String>> written = new HashMap<>();
    private final Set<Path> taken = new HashSet<>();
    private int edition;

    /**
     * @param folder of the pod
     * @param claims where what outlives pods is kept
     */
    Volumes(ObjectStore store, Path folder, Path claims, JsonNode pod) {
        this.store = store;
        this.folder = folder;
        this.claims = claims.resolve(pod.at("/metadata/namespace").asText());
        this.pod = pod;
    }

    /** Makes the folders, and brings the files in them up to date. */
    synchronized void refresh() throws Environment.Missing {
        try {
            for (var volume : pod.at("/spec/volumes")) {
                var at = at(volume);
                Files.createDirectories(at);
                if (volume.has("configMap")) {
                    write(at, volume.path("configMap"), "name", Resources.CONFIG_MAP);
                } else if (volume.has("secret")) {
                    write(at, volume.path("secret"), "secretName", Resources.SECRET);
                } else if (volume.has("persistentVolumeClaim") && taken.add(at)) {
                    takeOver(at);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What an earlier pod has written there names the paths of its mounts, which on this machine were others than those of this
     * pod.
     */
    private void takeOver(Path claim) throws IOException {
        var earlier = Pattern.compile(Pattern.quote(folder.getParent() + "/") + "[^/\"\\s]+");
        try (var files = Files.walk(claim)) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".conf")).toList()) {
                var text = Files.readString(file);
                Files.writeString(
                        file, earlier.matcher(text).replaceAll(Matcher.quoteReplacement(String.valueOf(folder))));
            }
        }
    }

    /** Where a container's mounts are. */
    Map<String, Path> mounts(JsonNode container) {
        var mounts = new LinkedHashMap<String, Path>();
        for (var mount : container.path("volumeMounts")) {
            for (var volume : pod.at("/spec/volumes")) {
                if (volume.path("name").equals(mount.path("name"))) {
                    mounts.put(mount.path("mountPath").asText(), at(volume));
                }
            }
        }
        return mounts;
    }

    /** A text with the paths in it that lead into a mount, as they are on this machine. */
    static String redirected(String text, Map<String, Path> mounts) {
        var result = text;
        // the longest first: one mount may lie within another
        for (var path : mounts.keySet().stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList()) {
            result = Pattern.compile("(?<![\\w./-])" + Pattern.quote(path) + "(?=/|$|[\\s\"';:,)])")
                    .matcher(result)
                    .replaceAll(Matcher.quoteReplacement(String.valueOf(mounts.get(path))));
        }
        return result;
    }

    private Path at(JsonNode volume) {
        return volume.has("persistentVolumeClaim")
                ? claims.resolve(volume.at("/persistentVolumeClaim/claimName").asText())
                : folder.resolve("volumes").resolve(volume.path("name").asText());
    }

    private void write(Path at, JsonNode source, String field, Resource resource)
            throws Environment.Missing, IOException {
        var name = source.path(field).asText();
        var object = store.get(resource.named(pod.at("/metadata/namespace").asText(), name));
        if (object.isEmpty() && !source.path("optional").asBoolean()) {
            throw new Environment.Missing("MountVolume.SetUp failed for volume: %s \"%s\" not found"
                    .formatted(resource.equals(Resources.SECRET) ? "secret" : "configmap", name));
        }
        var data = object.map(found -> DataFiles.of(found.tree())).orElseGet(TreeMap::new);
        var files = new TreeMap<String, byte[]>();
        if (source.path("items").isEmpty()) {
            files.putAll(data);
        } else {
            for (var item : source.path("items")) {
                if (data.get(item.path("key").asText()) instanceof byte[] bytes) {
                    files.put(item.path("path").asText(), bytes);
                }
            }
        }
        publish(at, files, source.path("defaultMode").asInt(0644));
    }

    private void publish(Path at, SortedMap<String, byte[]> files, int mode) throws IOException {
        var digest = new HashMap<String, String>();
        files.forEach((name, bytes) -> digest.put(name, HexFormat.of().formatHex(bytes)));
        if (digest.equals(written.get(at))) {
            return;
        }
        var old = at.resolve("..data");
        var before = Files.exists(old) ? old.toRealPath() : null;
        var fresh = Files.createDirectory(at.resolve("..%d".formatted(edition++)));
        for (var file : files.entrySet()) {
            var path = fresh.resolve(file.getKey());
            Files.write(path, file.getValue());
            Files.setPosixFilePermissions(path, permissions(mode));
        }
        var link = Files.createSymbolicLink(at.resolve("..data_tmp"), fresh.getFileName());
        Files.move(link, at.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        for (var name : files.keySet()) {
            if (!Files.exists(at.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(at.resolve(name), Path.of("..data", name));
            }
        }
        for (var name : written.getOrDefault(at, Map.of()).keySet()) {
            if (!files.containsKey(name)) {
                Files.delete(at.resolve(name));
            }
        }
        written.put(at, digest);
        if (before != null) {
            Folders.remove(before);
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        var permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (var bit = 0; bit < PERMISSIONS.length; bit++) {
            if ((mode >> bit & 1) == 1) {
                permissions.add(PERMISSIONS[bit]);
            }
        }
        return permissions;
    }
}
