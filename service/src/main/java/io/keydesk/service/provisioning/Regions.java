package io.keydesk.service.provisioning;

import java.util.List;
import java.util.Optional;

/** The provisioners of all regions, in the order in which they are shown. */
public record Regions(List<Provisioner> provisioners) {

    public Regions {
        provisioners = List.copyOf(provisioners);
    }

    public List<Region> all() {
        return provisioners.stream().map(Provisioner::region).toList();
    }

    public Optional<Provisioner> find(String name) {
        return provisioners.stream()
                .filter(provisioner -> provisioner.region().name().equals(name))
                .findFirst();
    }
}
