package io.keydesk.provisioning.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTests {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # desired                                             | actual                                                        | difference
            spec: {replicas: 3}                                   | spec: {replicas: 3, revisionHistoryLimit: 10}                 |
            spec: {replicas: 3}                                   | spec: {replicas: 2}                                           | spec.replicas 2 instead of 3
            spec: {replicas: 3}                                   | status: {replicas: 3}                                         | no spec
            spec: {ports: [{name: a, port: 1}]}                   | spec: {ports: [{name: b, port: 2}, {name: a, port: 1}]}       |
            spec: {ports: [{name: a, port: 1}]}                   | spec: {ports: [{name: a, port: 2}]}                           | spec.ports[a].port 2 instead of 1
            spec: {ports: [{name: a, port: 1}]}                   | spec: {ports: []}                                             | no spec.ports[a]
            spec: {from: [{x: 1}]}                                | spec: {from: [{x: 1}, {x: 2}]}                                | spec.from [{"x":1},{"x":2}] instead of [{"x":1}]
            spec: {policyTypes: [Ingress, Egress]}                | spec: {policyTypes: [Ingress, Ingress]}                       | spec.policyTypes[1] Ingress instead of Egress
            spec: {c: {resources: {limits: {cpu: "1"}}}}          | spec: {c: {resources: {limits: {cpu: 1000m}}}}                |
            spec: {c: {resources: {limits: {memory: 1Gi}}}}       | spec: {c: {resources: {limits: {memory: 1025Mi}}}}            | spec.c.resources.limits.memory 1025Mi instead of 1Gi
            spec: {version: "1"}                                  | spec: {version: 1000m}                                        | spec.version 1000m instead of 1
            spec: {emptyDir: {}}                                  | spec: {other: 1}                                              |
            metadata: {labels: {a: b}}                            | metadata: {labels: {a: b, c: d}}                              |
            metadata: {labels: {a: b}}                            | metadata: {uid: x}                                            | no metadata.labels[a]
            metadata: {annotations: {keydesk.io/revision: "2"}}   | metadata: {annotations: {keydesk.io/revision: "1"}}           |
            data: {a: b}                                          | data: {a: b, c: d}                                            | data.c, which nobody ordered
            data: {a: b}                                          | data: {a: c}                                                  | data.a c instead of b
            """)
    void finds(String desired, String actual, String difference) {
        var found = Comparison.of(tree(desired), tree(actual));

        assertThat(found.stream().map(Difference::describe))
                .isEqualTo(difference == null ? List.of() : List.of(difference));
    }

    @Test
    void showsNothingOfASecret() {
        var found = Comparison.of(
                tree("{kind: Secret, data: {password: YQ==}}"), tree("{kind: Secret, data: {password: Yg==}}"));

        assertThat(found).singleElement().extracting(Difference::describe).isEqualTo("another data.password");
    }

    @Test
    void showsNoLongTexts() {
        var found = Comparison.of(tree("data: {a: %s}".formatted("x".repeat(80))), tree("data: {a: b}"));

        assertThat(found).singleElement().extracting(Difference::describe).isEqualTo("another data.a");
    }

    private static JsonNode tree(String yaml) {
        return YAML.unmarshal("---\n" + yaml, JsonNode.class);
    }
}
