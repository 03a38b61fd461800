package io.keydesk.provisioning.kubernetes;

import io.keydesk.provisioning.region.ConfiguredRegions;
import io.keydesk.provisioning.region.RegionsRefused;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.work.ReconcileQueue;
import java.time.Clock;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.core.env.Environment;

/** One provisioner for each {@code keydesk.regions.<name>} of type {@code kubernetes}. */
class KubernetesRegistrar implements BeanRegistrar {

    private static final String PREFIX = "keydesk.regions.";

    @Override
    public void register(BeanRegistry registry, Environment environment) {
        for (var name : ConfiguredRegions.of(environment).names(ConfiguredRegions.Type.KUBERNETES)) {
            var properties = properties(name, environment);
            registry.registerBean(
                    "kubernetesProvisioner." + name,
                    KubernetesProvisioner.class,
                    bean -> bean.supplier(context -> new KubernetesProvisioner(
                            name,
                            properties,
                            context.bean(ReconcileQueue.class),
                            context.bean(Clock.class),
                            context.bean(Catalogue.class))));
        }
    }

    private static KubernetesRegionProperties properties(String name, Environment environment) {
        try {
            return Binder.get(environment)
                    .bind(
                            PREFIX + name,
                            Bindable.of(KubernetesRegionProperties.class),
                            new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
                    .get()
                    .checked();
        } catch (BindException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new RegionsRefused(
                    "The properties %s%s.* cannot be read: %s".formatted(PREFIX, name, cause.getMessage()),
                    "Correct %s; the README lists what there is.".formatted(e.getName()));
        } catch (IllegalArgumentException e) {
            throw new RegionsRefused(
                    "Region %s cannot be as it is configured: %s.".formatted(name, e.getMessage()),
                    "Correct it below %s%s.".formatted(PREFIX, name));
        }
    }
}
