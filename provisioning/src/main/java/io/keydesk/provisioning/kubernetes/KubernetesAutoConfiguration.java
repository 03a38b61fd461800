package io.keydesk.provisioning.kubernetes;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Import;

/** Gives the application the regions on Kubernetes that its properties name. */
@AutoConfiguration
@Import(KubernetesRegistrar.class)
class KubernetesAutoConfiguration {}
