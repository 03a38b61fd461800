package io.keydesk.deploy;

import com.marcnuri.helm.Helm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The chart, rendered by Helm itself. */
final class Chart {

    static final Path HOME = Path.of("chart", "keydesk");

    /** Values from the smallest to the largest, each a file of {@code examples}. */
    static final List<String> EXAMPLES = List.of("minimal", "team", "full", "remote-region");

    private Chart() {}

    static Path values(String example) {
        return Path.of("examples", example + ".yaml");
    }

    static List<Manifest> render(String example) {
        return render(values(example), Map.of());
    }

    /** @param settings values over those of the file, as {@code --set} takes them */
    static List<Manifest> render(Path values, Map<String, Object> settings) {
        var template = new Helm(HOME)
                .template()
                .withName("keydesk")
                .withNamespace("keydesk")
                .withKubeVersion("1.33.0")
                .withValuesFile(values);
        settings.forEach(template::set);
        return Manifest.read(template.call());
    }
}
