package io.keydesk.provisioning.manifest;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.YamlDumpSettingsBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder in {@code src/test/resources/io/keydesk/provisioning/manifest} describes a cluster in {@code in.yaml}, and shows
 * what is made of it in {@code out-<kind>.yaml}; {@code out-tenant.yaml} is what is made in the tenant's namespaces. After a
 * change that is meant, write them anew and look at the difference:
 *
 * <pre>{@code
 * mvn -pl provisioning -am test -Dtest=ScenarioTests -Dsurefire.failIfNoSpecifiedTests=false -Dscenarios=write
 * git diff
 * }</pre>
 */
class ScenarioTests {

    private static final boolean WRITE = "write".equals(System.getProperty("scenarios"));
    private static final KubernetesSerialization YAML = new KubernetesSerialization(
            new ObjectMapper(),
            false,
            new YamlDumpSettingsBuilder().setMinimizeQuotes(true).build());

    static List<String> scenarios() {
        return Scenario.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void makesOfEachDescriptionWhatStandsBesideIt(String scenario) throws IOException {
        var expected = Scenario.FOLDER.resolve(scenario);
        var made = write(files(Scenario.read(scenario)), WRITE ? expected : Path.of("target/scenarios", scenario));

        assertThat(outFiles(expected)).isEqualTo(outFiles(made));
        for (var file : outFiles(made)) {
            assertThat(made.resolve(file)).hasSameTextualContentAs(expected.resolve(file));
        }
    }

    /** The text of each file by its name. */
    private static SortedMap<String, String> files(Scenario scenario) {
        var ours = scenario.premises().namespace();
        return scenario.objects().stream()
                .map(ScenarioTests::withoutTextOfScripts)
                .collect(groupingBy(
                        object -> object.getMetadata().getNamespace().equals(ours)
                                ? "out-%s.yaml".formatted(object.getKind())
                                : "out-tenant.yaml",
                        TreeMap::new,
                        mapping(YAML::asYaml, joining())));
    }

    /** They stand in files already. */
    private static HasMetadata withoutTextOfScripts(HasMetadata object) {
        if (object instanceof ConfigMap map && map.getMetadata().getName().endsWith("-scripts")) {
            var names = new TreeMap<>(map.getData());
            names.replaceAll((name, _) -> "the text of scripts/" + name);
            return new ConfigMapBuilder(map).withData(names).build();
        }
        return object;
    }

    private static Path write(SortedMap<String, String> files, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var old : outFiles(folder)) {
            Files.delete(folder.resolve(old));
        }
        for (var file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        return folder;
    }

    private static List<String> outFiles(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.startsWith("out-"))
                    .sorted()
                    .toList();
        }
    }
}
