package dev.auditflow.deploy;

import dev.auditflow.attest.VerifiedRelease;
import dev.auditflow.host.Command;
import dev.auditflow.manifest.Resource;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a release that runs has to stand before it counts: health, {@code helm test}, the bake window; each behind its step. */
final class Acceptance {
    private final Site site;
    private final HelmProgram helm;
    private final HelmStorage storage;
    private final ReleaseLock lock;
    private final Bake bake;

    Acceptance(Site site, HelmProgram helm, HelmStorage storage, ReleaseLock lock, Bake bake) {
        this.site = site;
        this.helm = helm;
        this.storage = storage;
        this.lock = lock;
        this.bake = bake;
    }

    /** How it ended. */
    sealed interface Result permits Proof, Failed {}

    /**
     * It stood all of it.
     *
     * @param bake what the bake window saw; empty if there was none
     * @param unknown why nobody knows whether alerts fire; empty if somebody does, or nobody wants to
     */
    record Proof(Journal journal, String bake, String unknown) implements Result {
        /** None was asked for. */
        static Proof none(Journal journal) {
            return new Proof(journal, "", "");
        }

        boolean isUnknown() {
            return !unknown.isEmpty();
        }
    }

    /** It did not; the journal says why, and the alerts, which may be empty, are evidence. */
    record Failed(Journal journal, String alerts) implements Result {}

    Result of(VerifiedRelease release, Journal journal, StoredRelease stored) throws DeployException {
        Journal checking = journal.at(Journal.Step.CHECKING);
        lock.write(checking);
        site.say().accept("waiting for health");
        HealthWatch watch = new HealthWatch(site.cluster(), lock, site.clock());
        String namespace = release.target().options().namespace();
        switch (watch.await(release.resources(), namespace, site.settings().timeout())) {
            case HealthWatch.Result.Healthy healthy ->
                site.say().accept("%d objects are healthy".formatted(healthy.objects()));
            case HealthWatch.Result.Unhealthy bad -> {
                return new Failed(checking.failed(bad.cause(), bad.sentence()), "");
            }
        }
        Journal last = checking;
        if (site.settings().tests() && stored.hooks().stream().anyMatch(StoredRelease.Hook::isTest)) {
            last = checking.at(Journal.Step.TESTING);
            Optional<String> bad = test(release, last);
            if (bad.isPresent()) {
                return new Failed(last.failed("TestFailed", bad.get()), "");
            }
        }
        return new BakeWindow(site, lock, bake).of(last, brought(stored), SentObjects.objects(stored), namespace);
    }

    private Optional<String> test(VerifiedRelease release, Journal testing) throws DeployException {
        lock.write(testing);
        site.say().accept("helm test");
        Command.Result result = helm.test(release.target(), lock.noting(testing, helm.limit(), site.say()));
        lock.check();
        if (result.exitCode() == 0) {
            return Optional.empty();
        }
        List<StoredRelease.Hook> bad = storage.last().stream()
                .flatMap(stored -> stored.hooks().stream())
                .filter(hook -> hook.isTest() && !hook.phase().equals("Succeeded"))
                .toList();
        String phases = bad.stream()
                .map(hook -> "%s/%s: %s".formatted(hook.kind(), hook.name(), hook.phase()))
                .collect(Collectors.joining(", "));
        // One that helm did not come to wrote nothing.
        String logs = release.resources().stream()
                .filter(test -> bad.stream().anyMatch(hook -> hook.phase().equals("Failed") && hook.isOf(test.id())))
                .map(test -> lastLines(test, release.target().options().namespace()))
                .collect(Collectors.joining());
        return Optional.of("helm test: %s (%s)%s".formatted(HelmProgram.reason(result), phases, logs));
    }

    private String lastLines(Resource test, String namespace) {
        try {
            return new LiveObjects(site.cluster(), site.clock())
                    .lastLines(test, namespace)
                    .orElseGet(() -> "; %s is gone, and its log with it: see its helm.sh/hook-delete-policy"
                            .formatted(test.id().name()));
        } catch (DeployException e) {
            return "; its log cannot be read: " + e.sentence();
        }
    }

    private static Instant brought(StoredRelease stored) {
        try {
            return OffsetDateTime.parse(stored.lastDeployed()).toInstant();
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }
}
