package io.keydesk.api.ticket;

import io.keydesk.api.http.Bodies;
import io.keydesk.openapi.body.AccessChange;
import io.keydesk.openapi.body.CostChange;
import io.keydesk.openapi.body.MemoryChange;
import io.keydesk.openapi.body.ObjectAction;
import io.keydesk.openapi.body.ObjectChange;
import io.keydesk.openapi.body.PlanChange;
import io.keydesk.openapi.body.Preview;
import io.keydesk.openapi.body.QuotaChange;
import io.keydesk.openapi.body.QuotaUse;
import io.keydesk.openapi.body.Restarts;
import io.keydesk.openapi.body.SettingChange;
import io.keydesk.openapi.body.VersionChange;
import io.keydesk.service.catalogue.Catalogue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Previews as callers get them. */
final class PreviewBodies {

    private PreviewBodies() {}

    static Preview body(io.keydesk.service.ticket.Preview preview) {
        return Preview.builder()
                .summary(preview.summary())
                .settings(preview.settings().stream()
                        .map(change -> SettingChange.builder()
                                .name(change.name())
                                .from(change.from())
                                .to(change.to())
                                .live(change.live())
                                .build())
                        .toList())
                .plan(plan(preview.plan()))
                .access(access(preview.access()))
                .version(version(preview.version()))
                .objects(preview.objects().stream()
                        .map(planned -> ObjectChange.builder()
                                .kind(planned.kind())
                                .name(planned.name())
                                .action(ObjectAction.fromValue(
                                        planned.action().name().toLowerCase(Locale.ROOT)))
                                .diff(planned.diff())
                                .build())
                        .toList())
                .restarts(Restarts.builder()
                        .nodes(preview.restarts())
                        .expectedWritePause(
                                preview.writePause() == null
                                        ? null
                                        : preview.writePause().toString())
                        .build())
                .memory(MemoryChange.builder()
                        .beforeBytes(preview.memoryBytes().used())
                        .afterBytes(preview.memoryBytes().used()
                                + preview.memoryBytes().requested())
                        .build())
                .quota(QuotaChange.builder()
                        .clusters(use(preview.clusters()))
                        .memoryBytes(use(preview.memoryBytes()))
                        .build())
                .monthlyCost(CostChange.builder()
                        .currency(Catalogue.CURRENCY)
                        .before(preview.monthlyCostBefore())
                        .after(preview.monthlyCostAfter())
                        .build())
                .warnings(preview.warnings())
                .dueAt(preview.dueAt() == null ? null : Bodies.utc(preview.dueAt()))
                .build();
    }

    private static @Nullable PlanChange plan(io.keydesk.service.ticket.Preview.@Nullable PlanChange change) {
        return change == null
                ? null
                : PlanChange.builder()
                        .from(change.from())
                        .to(change.to())
                        .memoryBytesBefore(change.memoryBytesBefore())
                        .memoryBytesAfter(change.memoryBytesAfter())
                        .build();
    }

    private static @Nullable AccessChange access(io.keydesk.service.ticket.Preview.@Nullable AccessChange change) {
        return change == null
                ? null
                : AccessChange.builder()
                        .added(change.added())
                        .removed(change.removed())
                        .build();
    }

    private static @Nullable VersionChange version(io.keydesk.service.ticket.Preview.@Nullable VersionChange change) {
        return change == null
                ? null
                : VersionChange.builder()
                        .from(change.from())
                        .to(change.to())
                        .staging(change.staging())
                        .build();
    }

    private static QuotaUse use(io.keydesk.service.ticket.Preview.Use use) {
        return QuotaUse.builder()
                .environment(
                        use.environment() == null ? null : use.environment().label())
                .limit(use.limit())
                .used(use.used())
                .requested(use.requested())
                .build();
    }
}
