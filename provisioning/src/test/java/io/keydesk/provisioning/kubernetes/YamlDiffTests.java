package io.keydesk.provisioning.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class YamlDiffTests {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @Test
    void showsWhatChangesAndWhatIsNear() {
        var diff = YamlDiff.between(
                tree("{kind: ConfigMap, data: {a: one, b: two, c: three, d: four, e: five, f: six, g: seven}}"),
                tree("{kind: ConfigMap, data: {a: one, b: two, c: three, d: other, e: five, f: six, g: seven}}"));

        assertThat(diff.lines().skip(1))
                .containsExactly(
                        "   b: \"two\"",
                        "   c: \"three\"",
                        "-  d: \"four\"",
                        "+  d: \"other\"",
                        "   e: \"five\"",
                        "   f: \"six\"");
    }

    @Test
    void showsAllOfWhatIsNew() {
        assertThat(YamlDiff.ofNew(tree("{kind: Service, metadata: {name: x, uid: y}, status: {z: 1}}"))
                        .lines())
                .containsExactly("+kind: \"Service\"", "+metadata:", "+  name: \"x\"");
    }

    @Test
    void hidesSecretsAndSaysWhichChange() {
        var diff = YamlDiff.between(
                tree("{kind: Secret, data: {a: c2FtZQ==, b: b25l}}"),
                tree("{kind: Secret, data: {a: c2FtZQ==, b: dHdv}}"));

        assertThat(diff)
                .contains("   a: \"(hidden)\"", "-  b: \"(hidden before)\"", "+  b: \"(hidden after)\"")
                .doesNotContain("c2FtZQ", "b25l", "dHdv");
        assertThat(YamlDiff.ofNew(tree("{kind: Secret, data: {a: c2FtZQ==}}"))).doesNotContain("c2FtZQ");
    }

    @Test
    void cutsWhatIsTooLong() {
        var text = new StringBuilder("kind: ConfigMap\ndata:\n");
        for (int i = 0; i < 200; i++) {
            text.append("  k%03d: v\n".formatted(i));
        }

        var diff = YamlDiff.ofNew(tree(text.toString()));

        assertThat(diff.lines()).hasSize(121).last().isEqualTo(" … and 82 more lines");
    }

    private static JsonNode tree(String yaml) {
        return YAML.unmarshal("---\n" + yaml, JsonNode.class);
    }
}
