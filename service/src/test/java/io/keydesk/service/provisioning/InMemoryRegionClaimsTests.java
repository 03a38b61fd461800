package io.keydesk.service.provisioning;

class InMemoryRegionClaimsTests extends RegionClaimsContract {

    private final InMemoryRegionClaims store = new InMemoryRegionClaims();

    @Override
    protected void empty() {
        store.empty();
    }

    @Override
    protected RegionClaims instance() {
        return store.another();
    }

    @Override
    protected void letTimePass() {
        store.letTimePass();
    }
}
