package io.keydesk.api.desk;

import io.keydesk.api.desk.DeskProperties.TenantApprovalProperties;
import io.keydesk.api.desk.DeskProperties.TenantProperties;
import io.keydesk.service.access.ApproverGroups;
import io.keydesk.service.approval.ApprovalPolicies;
import io.keydesk.service.approval.ExpiryRules;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.cluster.Clusters;
import io.keydesk.service.desk.ApprovingSeveral;
import io.keydesk.service.desk.ClusterReading;
import io.keydesk.service.desk.Correcting;
import io.keydesk.service.desk.Deciding;
import io.keydesk.service.desk.DeletionGrace;
import io.keydesk.service.desk.DeskPorts;
import io.keydesk.service.desk.Expiring;
import io.keydesk.service.desk.Filing;
import io.keydesk.service.desk.Maintaining;
import io.keydesk.service.desk.Protecting;
import io.keydesk.service.desk.Reading;
import io.keydesk.service.desk.Scheduling;
import io.keydesk.service.fleet.FleetAdvancing;
import io.keydesk.service.fleet.FleetPorts;
import io.keydesk.service.fleet.FleetUpgrades;
import io.keydesk.service.fleet.FleetUpgrading;
import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.provisioning.Regions;
import io.keydesk.service.reconcile.ReconcileMetrics;
import io.keydesk.service.reconcile.ReconcilePorts;
import io.keydesk.service.reconcile.ReconcileSettings;
import io.keydesk.service.reconcile.Reconciler;
import io.keydesk.service.tenant.Quota;
import io.keydesk.service.tenant.Tenant;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.tenant.Tenants;
import io.keydesk.service.ticket.Tickets;
import io.keydesk.service.timeline.Timeline;
import io.keydesk.service.usage.Meters;
import io.keydesk.service.usage.UsageReading;
import io.keydesk.service.work.IdempotencyKeys;
import io.keydesk.service.work.ReconcileQueue;
import io.keydesk.service.work.TicketQueue;
import io.keydesk.service.work.Transactions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

@Configuration(proxyBeanMethods = false)
class DeskConfiguration {

    private static final TenantProperties ORDINARY = new TenantProperties(
            10,
            DataSize.ofGigabytes(64),
            Map.of(),
            new TenantApprovalProperties(null, null, null, null, null),
            List.of());

    @Bean
    Catalogue catalogue() {
        return new Catalogue();
    }

    @Bean
    Regions regions(List<Provisioner> provisioners) {
        return new Regions(provisioners);
    }

    @Bean
    ApproverGroups approverGroups(DeskProperties properties) {
        return new ApproverGroups(ofTenants(properties, TenantProperties::approvers));
    }

    @Bean
    ApprovalPolicies approvalPolicies(DeskProperties properties, ApproverGroups groups) {
        var rules = properties.approval().rules();
        return new ApprovalPolicies(
                rules, ofTenants(properties, tenant -> tenant.approval().over(rules)), groups);
    }

    @Bean
    DeskPorts deskPorts(
            Transactions transactions,
            Tickets tickets,
            Clusters clusters,
            Tenants tenants,
            Timeline timeline,
            IdempotencyKeys keys,
            ReconcileQueue queue,
            TicketQueue schedule,
            Regions regions,
            Catalogue catalogue,
            ApprovalPolicies policies,
            DeskProperties properties,
            Clock clock) {
        return new DeskPorts(
                transactions,
                tickets,
                clusters,
                tenants,
                timeline,
                keys,
                queue,
                schedule,
                regions,
                catalogue,
                policies,
                new DeletionGrace(
                        properties.deletionGrace().production(),
                        properties.deletionGrace().others()),
                clock);
    }

    @Bean
    Filing filing(DeskPorts ports) {
        return new Filing(ports);
    }

    @Bean
    Correcting correcting(DeskPorts ports) {
        return new Correcting(ports);
    }

    @Bean
    Deciding deciding(DeskPorts ports) {
        return new Deciding(ports);
    }

    @Bean
    Scheduling scheduling(DeskPorts ports) {
        return new Scheduling(ports);
    }

    @Bean
    Expiring expiring(DeskPorts ports, DeskProperties properties) {
        var approval = properties.approval();
        return new Expiring(ports, new ExpiryRules(approval.expiresAfter(), approval.remindsBefore()));
    }

    @Bean
    Maintaining maintaining(DeskPorts ports) {
        return new Maintaining(ports);
    }

    @Bean
    Protecting protecting(DeskPorts ports) {
        return new Protecting(ports);
    }

    @Bean
    ApprovingSeveral approvingSeveral(DeskPorts ports) {
        return new ApprovingSeveral(ports);
    }

    @Bean
    Reading reading(DeskPorts ports) {
        return new Reading(ports);
    }

    @Bean
    ClusterReading clusterReading(DeskPorts ports) {
        return new ClusterReading(ports);
    }

    @Bean
    FleetPorts fleetPorts(FleetUpgrades upgrades, DeskPorts ports, Filing filing, Deciding deciding) {
        return new FleetPorts(upgrades, ports, filing, deciding);
    }

    @Bean
    FleetUpgrading fleetUpgrading(FleetPorts ports) {
        return new FleetUpgrading(ports);
    }

    @Bean
    FleetAdvancing fleetAdvancing(FleetPorts ports) {
        return new FleetAdvancing(ports);
    }

    @Bean
    UsageReading usageReading(Tenants tenants, Meters meters, Catalogue catalogue, Clock clock) {
        return new UsageReading(new UsageReading.Ports(tenants, meters, catalogue, clock));
    }

    @Bean
    Reconciler reconciler(DeskPorts ports, ReconcileMetrics metrics, DeskProperties properties) {
        var reconcile = properties.reconcile();
        return new Reconciler(
                new ReconcilePorts(
                        ports.transactions(),
                        ports.tickets(),
                        ports.clusters(),
                        ports.timeline(),
                        ports.regions(),
                        metrics,
                        ports.clock()),
                new ReconcileSettings(reconcile.interval(), reconcile.budget(), reconcile.longestBackoff()));
    }

    /** Makes the tenants of the properties known before the first request of theirs can be served. */
    @Bean
    SmartInitializingSingleton tenantsOfProperties(DeskProperties properties, Tenants tenants) {
        var configured = ofTenants(properties, Function.identity());
        return () -> tenants.put(configured.entrySet().stream()
                .map(entry -> new Tenant(
                        entry.getKey(),
                        new Quota(
                                entry.getValue().clusters(),
                                entry.getValue().memory().toBytes()),
                        entry.getValue().environmentQuotas()))
                .toList());
    }

    private static <T> Map<TenantSlug, T> ofTenants(DeskProperties properties, Function<TenantProperties, T> what) {
        var configured =
                properties.tenants().isEmpty() ? Map.of("demo", ORDINARY, "acme", ORDINARY) : properties.tenants();
        return configured.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> new TenantSlug(entry.getKey()), entry -> what.apply(entry.getValue())));
    }
}
