package io.keydesk.api.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A region that is a Kubernetes: what keydesk asks of it, how soon clusters are ready there, and what 5,000 of them cost. */
final class KubernetesBenchmark implements Benchmark {

    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public List<Line> run(Path folder) throws Exception {
        return Stream.concat(KubernetesOrders.run(folder).stream(), KubernetesFleet.run(folder).stream())
                .toList();
    }
}
