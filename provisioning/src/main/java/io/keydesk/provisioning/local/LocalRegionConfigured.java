package io.keydesk.provisioning.local;

import io.keydesk.provisioning.region.ConfiguredRegions;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether this machine is a region: by default, or because a property says so. */
final class LocalRegionConfigured implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return ConfiguredRegions.of(context.getEnvironment()).local("").isPresent();
    }
}
