/**
 * A Kubernetes for tests, within this JVM: an API server behind real HTTP, the controllers that a StatefulSet needs, and
 * machines that run containers as processes, or at once pretend to. The client under test is the real one, so that what it
 * sends, what it retries and how it watches is tested too. It begins at {@link FakeKubernetes}.
 *
 * <p><strong>As a real one:</strong> server-side apply with the ownership of each field, its conflicts, removals and force;
 * dry runs; versions, generations, and writes that change nothing; the defaults of the kinds that keydesk makes; addresses
 * of Services; preconditions, finalizers, garbage, namespaces that end; lists by selectors and in parts, watches from a
 * version on; StatefulSets with their revisions; containers with variables, mounted files that change, probes, hooks,
 * sidecars, grace, back-off; images that cannot be pulled, pods that fit nowhere, resizes in place.
 *
 * <p><strong>Not as a real one:</strong>
 *
 * <ul>
 *   <li>Nobody is asked who they are, or whether they may.
 *   <li>Objects are hardly validated: names, labels, and what may not change. An unknown field is stored.
 *   <li>How lists merge follows from their names, not from a schema; managed fields have no time.
 *   <li>A container is a process of this machine and this user, with its paths redirected: it sees other processes, has no
 *       limits, and no security context applies. A container without a command is not run, but said to run.
 *   <li>A pod listens at the address of the Service that selects it alone. Other Services lead nowhere, NetworkPolicies and
 *       budgets have no effect, and there is no DNS.
 *   <li>There is one machine, which never fails; a pod deleted by force serves on for up to a second.
 *   <li>Claims are folders, kept until the end of the test.
 * </ul>
 */
@NullMarked
package io.keydesk.provisioning.kubernetes.fake;

import org.jspecify.annotations.NullMarked;
