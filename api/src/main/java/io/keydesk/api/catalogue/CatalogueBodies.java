package io.keydesk.api.catalogue;

import io.keydesk.api.http.Bodies;
import io.keydesk.openapi.body.Engine;
import io.keydesk.openapi.body.EngineName;
import io.keydesk.openapi.body.Money;
import io.keydesk.openapi.body.NamespaceRule;
import io.keydesk.openapi.body.Region;
import io.keydesk.openapi.body.RegionType;
import io.keydesk.openapi.body.StandbyWanted;
import io.keydesk.openapi.body.Version;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.Plan;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.catalogue.Release;
import io.keydesk.service.catalogue.Setting;
import io.keydesk.service.catalogue.SettingType.Choice;
import io.keydesk.service.catalogue.SettingType.Flags;
import io.keydesk.service.catalogue.SettingType.Percent;
import io.keydesk.service.catalogue.SettingType.WholeNumber;
import io.keydesk.service.provisioning.VersionsOffered;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** What can be ordered, as callers get it. */
@Component
class CatalogueBodies {

    private final Catalogue catalogue;

    CatalogueBodies(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    io.keydesk.openapi.body.Plan body(Plan plan) {
        return io.keydesk.openapi.body.Plan.builder()
                .name(plan.name())
                .memoryBytes(plan.memoryBytes())
                .maxmemoryBytes(plan.maxmemoryBytes())
                .cpus(plan.cpus())
                .connections(plan.connections())
                .monthlyCost(Money.builder()
                        .currency(Catalogue.CURRENCY)
                        .amount(plan.monthlyCost())
                        .build())
                .description(plan.description())
                .build();
    }

    io.keydesk.openapi.body.Setting body(Setting setting) {
        var body = io.keydesk.openapi.body.Setting.builder()
                .name(setting.name())
                .allowed(setting.type().rule())
                .unit(setting.unit())
                ._default(setting.typed(setting.defaultValue()))
                .requiresRestart(setting.requiresRestart())
                .since(setting.since().toString())
                .help(setting.help());
        return switch (setting.type()) {
            case Choice(var values)
            when values.equals(List.of("yes", "no")) ->
                body.type(io.keydesk.openapi.body.SettingType.YES_NO)
                        .values(values)
                        .build();
            case Choice(var values) ->
                body.type(io.keydesk.openapi.body.SettingType.CHOICE)
                        .values(values)
                        .build();
            case WholeNumber(var minimum, var maximum, var orZero) ->
                body.type(io.keydesk.openapi.body.SettingType.WHOLE_NUMBER)
                        .minimum(orZero ? 0 : minimum)
                        .maximum(maximum)
                        .build();
            case Percent(var minimum, var maximum) ->
                body.type(io.keydesk.openapi.body.SettingType.PERCENT)
                        .minimum((long) minimum)
                        .maximum((long) maximum)
                        .build();
            case Flags _ -> body.type(io.keydesk.openapi.body.SettingType.FLAGS).build();
        };
    }

    io.keydesk.openapi.body.Purpose body(Purpose purpose) {
        return io.keydesk.openapi.body.Purpose.builder()
                .name(purpose.label())
                .title(purpose.title())
                .description(purpose.description())
                .recommendedTtl(purpose.recommendedTtl().map(Duration::toString).orElse(null))
                .standbyWanted(StandbyWanted.fromValue(purpose.standby()))
                .settings(Bodies.settings(catalogue, purpose.settings()))
                .build();
    }

    Version body(VersionsOffered.Offered offered) {
        var release = offered.release();
        return Version.builder()
                .version(offered.version())
                .engine(EngineName.fromValue(offered.engine()))
                .released(release.map(Release::released).orElse(null))
                .supportedUntil(release.map(Release::supportedUntil).orElse(null))
                .security(release.map(Release::security).orElse(false))
                .summary(release.map(Release::summary).orElse(null))
                .notes(offered.notes().orElse(null))
                .regions(offered.regions())
                .build();
    }

    Region body(io.keydesk.service.provisioning.Region region) {
        var engine = region.engine();
        return Region.builder()
                .name(region.name())
                .type(RegionType.fromValue(region.type()))
                .healthy(region.healthy())
                .message(region.message())
                .engine(
                        engine == null
                                ? null
                                : Engine.builder()
                                        .name(EngineName.fromValue(engine.name()))
                                        .version(engine.version())
                                        .bundled(engine.bundled())
                                        .build())
                .versions(region.engines().stream()
                        .map(io.keydesk.service.provisioning.Region.Engine::version)
                        .toList())
                .unavailableSettings(catalogue.settings().stream()
                        .filter(setting -> !region.knows(setting))
                        .map(Setting::name)
                        .toList())
                .namespaces(NamespaceRule.builder()
                        .allowed(region.namespaces().allowed())
                        .refused(region.namespaces().refused())
                        .build())
                .build();
    }
}
