package io.keydesk.api.fleet;

import io.keydesk.api.http.IdempotencyKeyHeader;
import io.keydesk.api.http.Page;
import io.keydesk.api.problem.RequestRefused;
import io.keydesk.api.security.Callers;
import io.keydesk.openapi.body.Remark;
import io.keydesk.openapi.body.ResumeUpgrade;
import io.keydesk.openapi.body.StartUpgrade;
import io.keydesk.openapi.body.Upgrade;
import io.keydesk.openapi.body.UpgradeClusterPage;
import io.keydesk.openapi.body.UpgradePage;
import io.keydesk.openapi.body.UpgradePreview;
import io.keydesk.openapi.http.UpgradesApi;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.fleet.FleetMember;
import io.keydesk.service.fleet.FleetProgress;
import io.keydesk.service.fleet.FleetUpgradeId;
import io.keydesk.service.fleet.FleetUpgrading;
import io.keydesk.service.fleet.FleetUpgrading.OfFailed;
import io.keydesk.service.fleet.StartFleetUpgrade;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

@RestController
class UpgradesController implements UpgradesApi {

    /** On a page: the clusters of each are counted, of which there may be thousands. */
    private static final int MOST_UPGRADES = 50;

    private final FleetUpgrading upgrading;
    private final IdempotencyKeyHeader keys;
    private final Callers callers;

    UpgradesController(FleetUpgrading upgrading, IdempotencyKeyHeader keys, Callers callers) {
        this.upgrading = upgrading;
        this.keys = keys;
        this.callers = callers;
    }

    @Override
    public ResponseEntity<Upgrade> startUpgrade(StartUpgrade body, @Nullable String idempotencyKey) {
        var key = keys.read(idempotencyKey, "start upgrade", body);
        var started = upgrading.start(callers.current(), command(body), key).orElseThrow(RequestRefused::new);
        return ResponseEntity.created(
                        URI.create("/v1/upgrades/" + started.upgrade().id()))
                .body(UpgradeBodies.body(started));
    }

    @Override
    public ResponseEntity<UpgradePreview> previewUpgrade(StartUpgrade body) {
        var scope = upgrading.preview(callers.current(), command(body)).orElseThrow(RequestRefused::new);
        return ResponseEntity.ok(UpgradeBodies.body(scope));
    }

    /** What is missing comes as empty, for the domain to refuse in its own words. */
    private static StartFleetUpgrade command(StartUpgrade body) {
        return new StartFleetUpgrade(
                text(body.getVersion()),
                text(body.getReason()),
                Optional.ofNullable(body.getEnvironments())
                        .map(named ->
                                named.stream().map(UpgradesController::text).toList())
                        .orElse(StartFleetUpgrade.EVERYWHERE),
                Objects.requireNonNullElse(body.getConcurrency(), StartFleetUpgrade.USUAL_CONCURRENCY),
                Boolean.TRUE.equals(body.getUrgent()));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public ResponseEntity<UpgradePage> listUpgrades(Integer limit, @Nullable String after) {
        int most = Page.toRead(limit, MOST_UPGRADES);
        var last = Page.uuidAfter(after);
        var read = upgrading
                .upgrades(callers.current(), last == null ? null : new FleetUpgradeId(last), most)
                .orElseThrow(RequestRefused::new);
        var page = Page.of(read, limit, progress -> progress.upgrade().id());
        return ResponseEntity.ok(UpgradePage.builder()
                .items(page.map(UpgradeBodies::body))
                .next(page.next())
                .build());
    }

    @Override
    public ResponseEntity<Upgrade> getUpgrade(String id) {
        return answer(upgrading.upgrade(callers.current(), id));
    }

    @Override
    public ResponseEntity<UpgradeClusterPage> listUpgradeClusters(
            String id, @Nullable String state, Integer limit, @Nullable String after) {
        int most = Page.toRead(limit);
        var last = Page.uuidAfter(after);
        var read = upgrading
                .members(callers.current(), id, state, last == null ? null : new ClusterId(last), most)
                .orElseThrow(RequestRefused::new);
        var page = Page.of(read, limit, FleetMember::cluster);
        return ResponseEntity.ok(UpgradeClusterPage.builder()
                .items(page.map(UpgradeBodies::body))
                .next(page.next())
                .build());
    }

    @Override
    public ResponseEntity<Upgrade> pauseUpgrade(String id, @Nullable String idempotencyKey, @Nullable Remark body) {
        return answer(upgrading.pause(callers.current(), id, remark("pause " + id, idempotencyKey, body)));
    }

    @Override
    public ResponseEntity<Upgrade> resumeUpgrade(
            String id, @Nullable String idempotencyKey, @Nullable ResumeUpgrade body) {
        var remark = new FleetUpgrading.Remark(
                comment(body == null ? null : body.getComment()), keys.read(idempotencyKey, "resume " + id, body));
        return answer(
                upgrading.resume(callers.current(), id, ofFailed(body == null ? null : body.getFailed()), remark));
    }

    private static OfFailed ofFailed(@Nullable String failed) {
        return switch (failed) {
            case null -> OfFailed.RETRY;
            case "retry" -> OfFailed.RETRY;
            case "skip" -> OfFailed.SKIP;
            default ->
                throw RequestRefused.invalid(
                        "failed", "failed must be retry, to take their work up again, or skip, to go on without them");
        };
    }

    @Override
    public ResponseEntity<Upgrade> cancelUpgrade(String id, @Nullable String idempotencyKey, @Nullable Remark body) {
        return answer(upgrading.cancel(callers.current(), id, remark("cancel " + id, idempotencyKey, body)));
    }

    private FleetUpgrading.Remark remark(String action, @Nullable String idempotencyKey, @Nullable Remark body) {
        return new FleetUpgrading.Remark(
                comment(body == null ? null : body.getComment()), keys.read(idempotencyKey, action + " upgrade", body));
    }

    private static Optional<String> comment(@Nullable String text) {
        return Optional.ofNullable(text).filter(given -> !given.isBlank());
    }

    private static ResponseEntity<Upgrade> answer(Answer<FleetProgress> answer) {
        return ResponseEntity.ok(UpgradeBodies.body(answer.orElseThrow(RequestRefused::new)));
    }
}
