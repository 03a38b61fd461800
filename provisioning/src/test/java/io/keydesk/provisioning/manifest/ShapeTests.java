package io.keydesk.provisioning.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.keydesk.service.catalogue.Catalogue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ShapeTests {

    private final Blueprint blueprint = Scenario.read("minimal").blueprint();
    private final PodTemplateSpec template = NodePod.desired(blueprint);

    @Test
    void isTheSameWithOtherResources() {
        assertThat(shape(edited(pod -> {
                    pod.editSpec()
                            .editContainer(0)
                            .editResources()
                            .addToLimits("memory", new Quantity("1Gi"))
                            .endResources()
                            .endContainer()
                            .editInitContainer(0)
                            .withResources(null)
                            .endInitContainer()
                            .endSpec();
                })))
                .isEqualTo(shape(template));
    }

    @Test
    void isTheSameForEveryPlan() {
        assertThat(new Catalogue().plans())
                .extracting(plan -> shape(NodePod.desired(new Blueprint(
                        blueprint.desired(),
                        blueprint.base(),
                        plan,
                        blueprint.directives(),
                        blueprint.secrets(),
                        blueprint.premises()))))
                .containsOnly(shape(template));
    }

    @Test
    void isTheSameInWhateverOrderLabelsCome() {
        var labels = new TreeMap<>(template.getMetadata().getLabels()).descendingMap();

        assertThat(shape(edited(pod -> pod.editMetadata().withLabels(labels).endMetadata())))
                .isEqualTo(shape(template));
    }

    @Test
    void isAnotherWithAnotherImageOrPlaceToRun() {
        assertThat(List.of(
                        shape(edited(pod -> pod.editSpec()
                                .editContainer(0)
                                .withImage("valkey/valkey:9.0.0")
                                .endContainer()
                                .endSpec())),
                        shape(edited(pod -> pod.editSpec()
                                .editInitContainer(0)
                                .withImage("valkey/valkey:9.0.0")
                                .endInitContainer()
                                .endSpec())),
                        shape(edited(pod -> pod.editSpec()
                                .withNodeSelector(Map.of("pool", "caches"))
                                .endSpec()))))
                .doesNotHaveDuplicates()
                .doesNotContain(shape(template));
    }

    private PodTemplateSpec edited(Consumer<PodTemplateSpecBuilder> change) {
        var builder = new PodTemplateSpecBuilder(template);
        builder.editMetadata().removeFromAnnotations(Labels.SHAPE).endMetadata();
        change.accept(builder);
        return Shape.stamp(builder.build());
    }

    private static String shape(PodTemplateSpec template) {
        return String.valueOf(template.getMetadata().getAnnotations().get(Labels.SHAPE));
    }
}
