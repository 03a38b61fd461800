package io.keydesk.provisioning.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a strict admission, and Kubernetes itself, look at before they let an object in. */
@ParameterizedClass
@MethodSource("scenarios")
class AdmissionTests {

    private static final Set<String> OF_KUBERNETES = Set.of(Labels.ROLE, "statefulset.kubernetes.io/pod-name");

    private final List<HasMetadata> objects;
    private final StatefulSet nodes;

    AdmissionTests(String scenario) {
        objects = Scenario.read(scenario).objects();
        nodes = only(StatefulSet.class);
    }

    static List<String> scenarios() {
        return Scenario.all();
    }

    @Test
    void admitsPods() {
        assertThat(PodSecurity.objections(pod())).isEmpty();
    }

    @Test
    void findsAllThatPodsReferTo() {
        assertThat(References.missing(nodes, objects)).isEmpty();
    }

    @Test
    void namesAndLabelsAllAsKubernetesAllows() {
        assertThat(objects).allSatisfy(object -> {
            var metadata = object.getMetadata();
            Syntax.requireSubdomain("name", metadata.getName());
            Syntax.requireLabel("namespace", metadata.getNamespace(), 63);
            metadata.getLabels().forEach(AdmissionTests::requireLabel);
            metadata.getAnnotations().keySet().forEach(key -> Syntax.requireLabelKey("annotation", key));
            assertThat(metadata.getLabels())
                    .containsKeys(Labels.CLUSTER_ID, Labels.TENANT)
                    .containsEntry(Labels.MANAGED_BY, Labels.KEYDESK);
            assertThat(metadata.getAnnotations()).containsOnlyKeys(Labels.TICKET, Labels.REVISION);
        });
        podLabels().forEach(AdmissionTests::requireLabel);
    }

    @Test
    void givesEachObjectANameOfItsOwn() {
        assertThat(objects)
                .extracting(object -> object.getKind() + " "
                        + object.getMetadata().getNamespace() + "/"
                        + object.getMetadata().getName())
                .doesNotHaveDuplicates();
    }

    @Test
    void closesPodsToAllWhoAreNotNamed() {
        var policy = only(NetworkPolicy.class).getSpec();

        assertThat(podLabels()).containsAllEntriesOf(policy.getPodSelector().getMatchLabels());
        assertThat(policy.getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(policy.getIngress()).allSatisfy(rule -> {
            assertThat(rule.getFrom()).isNotEmpty();
            assertThat(rule.getPorts()).isNotEmpty();
        });
        assertThat(policy.getEgress())
                .singleElement()
                .satisfies(rule -> assertThat(rule.getTo())
                        .singleElement()
                        .satisfies(peer -> assertThat(podLabels())
                                .containsAllEntriesOf(peer.getPodSelector().getMatchLabels())));
    }

    @Test
    void letsMachinesBeDrained() {
        var budget = only(PodDisruptionBudget.class).getSpec();

        assertThat(podLabels()).containsAllEntriesOf(budget.getSelector().getMatchLabels());
        assertThat(budget.getMaxUnavailable().getIntVal())
                .isBetween(1, nodes.getSpec().getReplicas() - 1);
    }

    @Test
    void selectsPodsByTheirLabels() {
        assertThat(podLabels())
                .containsAllEntriesOf(nodes.getSpec().getSelector().getMatchLabels());
        assertThat(all(Service.class)).allSatisfy(service -> {
            var selector = new HashMap<>(service.getSpec().getSelector());
            selector.keySet().removeAll(OF_KUBERNETES);
            assertThat(podLabels()).containsAllEntriesOf(selector);
        });
    }

    @Test
    void leadsServicesToPortsThatContainersHave() {
        var ports = References.containers(pod())
                .flatMap(container -> container.getPorts().stream())
                .map(port -> port.getName() + " " + port.getContainerPort())
                .collect(Collectors.toSet());

        assertThat(all(Service.class))
                .flatExtracting(service -> service.getSpec().getPorts())
                .extracting(port -> port.getName() + " " + port.getPort())
                .isSubsetOf(ports);
    }

    private PodSpec pod() {
        return nodes.getSpec().getTemplate().getSpec();
    }

    private Map<String, String> podLabels() {
        return nodes.getSpec().getTemplate().getMetadata().getLabels();
    }

    private <T> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private <T> T only(Class<T> type) {
        assertThat(all(type)).hasSize(1);
        return all(type).getFirst();
    }

    private static void requireLabel(String key, String value) {
        Syntax.requireLabelKey("label", key);
        Syntax.requireLabelValue("value of a label", value);
    }
}
