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

    /** Which other instance serves this region, if one does. */
    public Optional<Region.Server> servedElsewhere(String name) {
        return find(name)
                .flatMap(provisioner -> Optional.ofNullable(provisioner.region().server()));
    }

    public Optional<Provisioner> find(String name) {
        return provisioners.stream()
                .filter(provisioner -> provisioner.region().name().equals(name))
                .findFirst();
    }
}
