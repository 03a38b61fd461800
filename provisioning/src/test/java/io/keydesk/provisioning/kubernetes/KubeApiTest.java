package io.keydesk.provisioning.kubernetes;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Runs on the Kubernetes that the environment names, and only where it is asked for:
 *
 * <pre>
 *  KUBECONFIG=~/.kube/config mvn -Pkube-api
 * </pre>
 *
 * @see KubeApi
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("kube-api")
@EnabledIfEnvironmentVariable(
        named = KubeApi.VARIABLE,
        matches = ".+",
        disabledReason = "KUBECONFIG names no Kubernetes to run on.")
public @interface KubeApiTest {}
