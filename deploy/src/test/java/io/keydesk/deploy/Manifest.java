package io.keydesk.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * One document for Kubernetes, read as its API server reads: a field that the kind does not have is refused, and so is a key
 * that comes twice.
 *
 * @param object as its kind; kinds that Kubernetes does not have itself may have any field
 */
record Manifest(HasMetadata object) {

    private static final KubernetesSerialization KINDS = new KubernetesSerialization();
    private static final ObjectMapper STRICT = new ObjectMapper().setAnnotationIntrospector(new NoOtherFields());

    /** The classes of the client keep what they do not know, for newer servers. */
    private static final class NoOtherFields extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated member) {
            return false;
        }
    }

    static List<Manifest> read(String text) {
        var manifests = new ArrayList<Manifest>();
        for (var document : yaml().loadAll(text)) {
            if (document instanceof Map<?, ?> tree) {
                manifests.add(new Manifest(object(tree)));
            }
        }
        return manifests;
    }

    private static HasMetadata object(Map<?, ?> tree) {
        var type = KINDS.getRegisteredKubernetesResource(
                String.valueOf(tree.get("apiVersion")), String.valueOf(tree.get("kind")));
        return type == null
                ? new ObjectMapper().convertValue(tree, GenericKubernetesResource.class)
                : (HasMetadata) STRICT.convertValue(tree, type);
    }

    static Yaml yaml() {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options));
    }

    static <T extends HasMetadata> Stream<T> all(List<Manifest> manifests, Class<T> type) {
        return manifests.stream().map(Manifest::object).filter(type::isInstance).map(type::cast);
    }

    static <T extends HasMetadata> Optional<T> one(List<Manifest> manifests, Class<T> type) {
        return all(manifests, type).findFirst();
    }
}
